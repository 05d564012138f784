// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/meta.h"

#include <algorithm>

#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

bool ends_sentence(std::string_view text) {
  for (std::string_view end : {"。", "：", ":", "；", ";", "！", "”", "）", ")"})
    if (text.ends_with(end)) return true;
  return false;
}

// Running text whose sentence goes on in the next line was wrapped, not ended; other lines stand for themselves.
Text joined(const std::vector<Line>& lines, std::size_t begin, std::size_t end, bool running = false) {
  Text text;
  for (std::size_t i = begin; i < end; ++i) {
    if (!text.empty() && (!running || ends_sentence(text.utf8))) text.append("\n");
    text.append(lines[i].text);
  }
  return text;
}

}  // namespace

void name_lines(const NoticeDraft& draft, const CueWords& cues, Notice& notice) {
  const std::vector<Line>& lines = draft.above;
  std::size_t end = lines.size();
  const auto kind = [&](std::size_t i) { return kind_of(lines[i].text.utf8, cues); };
  if (end > 0) {
    const LineKind last = kind(end - 1);
    const bool heads_table = last == LineKind::kTableTitle || last == LineKind::kContinued ||
                             (last == LineKind::kOther && utf8::count(lines[end - 1].text.utf8) <= 40) ||
                             (last == LineKind::kTitle && end > 1 && kind(end - 2) != LineKind::kOther);
    if (heads_table) notice.table_title = lines[--end].text;
  }
  std::size_t preamble = 0;
  while (preamble < end && kind(preamble) != LineKind::kPreamble && kind(preamble) != LineKind::kFooter &&
         utf8::count(lines[preamble].text.utf8) <= 60)
    ++preamble;
  // Sentences above the title, such as where to find the notice, are none of it.
  std::size_t title = 0;
  const auto is_sentence = [&](const std::string& line) {
    return line.ends_with("。") || line.ends_with("：") || line.ends_with(":");
  };
  while (title < preamble && is_sentence(lines[title].text.utf8)) ++title;
  if (title == preamble) title = 0;
  notice.title = joined(lines, title, preamble);
  notice.preamble = joined(lines, preamble, end, true);
  notice.footer = joined(draft.below, 0, draft.below.size());
}

std::vector<std::string> tiers_in(std::string_view text, const Standard& standard) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const Tier& tier : standard.tiers) {
    const std::size_t at = text.find(tier.name);
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const auto& entry) { return entry.second == tier.name; });
    if (at != text.npos && !known) found.emplace_back(at, tier.name);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& entry : found) names.push_back(std::move(entry.second));
  return names;
}

}  // namespace gongshi::normalize
