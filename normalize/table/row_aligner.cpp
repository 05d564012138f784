// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/row_aligner.h"

#include <algorithm>
#include <limits>

#include "normalize/table/numbering.h"

namespace gongshi::normalize {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// The best way to a state of one row: indicator `last` seen last (0: none yet), matched by this row or not.
struct Path {
  double score = kImpossible;
  std::size_t from = 0;  // state of the row before
};

}  // namespace

RowAligner::RowAligner(const StandardIndex& index, const std::vector<TableRow>& rows, RowAlignerOptions options)
    : index_(index), options_(options) {
  for (const TableRow& row : rows) {
    RowTexts texts;
    std::string_view name = row.str(RowField::kName);
    name.remove_prefix(split_leading_number(name).offset);
    texts.fields[0] = index.compare(StandardField::kName, name);
    texts.fields[1] = index.compare(StandardField::kDefinition, row.str(RowField::kDefinition));
    texts.fields[2] = index.compare(StandardField::kRequirement, row.str(RowField::kRequirement));
    texts.number = row.number;
    rows_.push_back(std::move(texts));
  }
}

double RowAligner::fit(std::size_t row, std::size_t tier, int indicator) const {
  const RowTexts& texts = rows_[row];
  double sum = 0, weight = 0;
  for (StandardField field : kAllStandardFields) {
    const auto i = static_cast<std::size_t>(field);
    if (texts.fields[i].empty()) continue;
    weight += options_.weights[i];
    sum += options_.weights[i] * static_cast<double>(texts.fields[i][index_.text_number(tier, indicator, field)]);
  }
  return weight > 0 ? sum / weight : options_.unknown;
}

Alignment RowAligner::align(std::size_t tier) const {
  const int indicators = static_cast<int>(index_.standard().tiers[tier].indicators.size());
  // State 2 * last + matched, last in 0..indicators.
  const std::size_t states = 2 * (static_cast<std::size_t>(indicators) + 1);
  std::vector<std::vector<Path>> paths(rows_.size(), std::vector<Path>(states));
  std::vector<double> before(states, kImpossible);
  before[0] = 0;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    std::vector<double> now(states, kImpossible);
    // The best way into "indicator j next" is the same for every row text: from each last indicator, matched or not.
    for (int j = 0; j <= indicators; ++j) {
      const auto unmatched = 2 * static_cast<std::size_t>(j);
      const std::size_t stay = before[unmatched] >= before[unmatched + 1] ? unmatched : unmatched + 1;
      if (before[stay] > kImpossible) {
        now[unmatched] = before[stay] + options_.none;
        paths[row][unmatched] = {now[unmatched], stay};
      }
      if (j == 0) continue;
      const bool numbered = rows_[row].number == j;
      const double own = fit(row, tier, j) + (numbered ? options_.same_number : 0);
      Path& best = paths[row][unmatched + 1];
      for (std::size_t state = 0; state < states; ++state) {
        if (before[state] == kImpossible) continue;
        const int last = static_cast<int>(state / 2);
        const double order = j == last + 1 ? options_.next : j == last ? options_.again : j < last ? options_.back : 0;
        if (before[state] + own + order > best.score) best = {before[state] + own + order, state};
      }
      now[unmatched + 1] = best.score;
    }
    before = std::move(now);
  }
  Alignment alignment;
  alignment.rows.resize(rows_.size());
  if (rows_.empty()) return alignment;
  auto state = static_cast<std::size_t>(std::max_element(before.begin(), before.end()) - before.begin());
  alignment.score = before[state];
  for (std::size_t row = rows_.size(); row-- > 0; state = paths[row][state].from) {
    if (state % 2 == 0) continue;
    const int indicator = static_cast<int>(state / 2);
    alignment.rows[row] = {indicator, fit(row, tier, indicator)};
  }
  return alignment;
}

}  // namespace gongshi::normalize
