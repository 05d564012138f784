// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/categories.h"

#include <algorithm>
#include <string>

namespace gongshi::normalize {
namespace {

// Neighbouring rows with the same words in their category cell: [begin, end).
struct Run {
  std::size_t begin = 0, end = 0;
  std::string text;
};

std::vector<Run> runs_of(const std::vector<IndicatorRecord>& rows) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].category.empty()) continue;
    if (!runs.empty() && runs.back().text == rows[i].category)
      runs.back().end = i + 1;
    else
      runs.push_back({i, i + 1, rows[i].category});
  }
  return runs;
}

bool holds_part(std::string_view whole, std::string_view part) {
  const std::u32string key = likeness_key(part);
  const std::u32string whole_key = likeness_key(whole);
  return whole_key.starts_with(key) || whole_key.ends_with(key);
}

// Words divided by a page break: 社区 above, 服务 below.
void join_divided(std::vector<IndicatorRecord>& rows, const StandardIndex& index) {
  std::vector<Run> runs = runs_of(rows);
  const auto rename = [&](Run& run, const std::string& text) {
    run.text = text;
    for (std::size_t i = run.begin; i < run.end; ++i)
      if (!rows[i].category.empty()) rows[i].category = text;
  };
  // The row that the break cut holds all the words, or the rows on both sides hold a part each.
  for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
    if (index.is_category(runs[i].text) && index.is_category(runs[i + 1].text)) continue;
    const std::string together = runs[i].text + runs[i + 1].text;
    if (index.is_category(together)) {
      rename(runs[i], together);
      rename(runs[i + 1], together);
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (index.is_category(runs[i].text)) continue;
    if (i + 1 < runs.size() && index.is_category(runs[i + 1].text) && holds_part(runs[i + 1].text, runs[i].text))
      rename(runs[i], runs[i + 1].text);
    else if (i > 0 && index.is_category(runs[i - 1].text) && holds_part(runs[i - 1].text, runs[i].text))
      rename(runs[i], runs[i - 1].text);
  }
}

}  // namespace

void resolve_categories(std::vector<IndicatorRecord>& rows, const Tier& tier, const StandardIndex& index) {
  join_divided(rows, index);
  std::string above;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].category.empty()) {
      above = rows[i].category;
      continue;
    }
    const Indicator* indicator = rows[i].indicator ? tier.find(*rows[i].indicator) : nullptr;
    const auto belongs = [&](const std::string& category) {
      return indicator == nullptr || !index.is_category(category) ||
             likeness_key(category) == likeness_key(indicator->category);
    };
    const auto below = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(i), rows.end(),
                                    [](const IndicatorRecord& row) { return !row.category.empty(); });
    if (!above.empty() && belongs(above))
      rows[i].category = above;
    else if (indicator != nullptr && below != rows.end() && belongs(below->category))
      rows[i].category = below->category;
  }
}

}  // namespace gongshi::normalize
