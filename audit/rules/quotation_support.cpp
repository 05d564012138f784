// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/quotation_support.h"

#include <algorithm>

#include "audit/rules/support.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

using normalize::ComparisonKey;
using normalize::Passage;

struct Options {
  std::size_t few_characters =
      4;  ///< Slips in the corpus that are no misquotations: 1–2 characters (能够供水, 安全要求, 组织机构).
  double read_well = 0.9;  ///< Confidence of a cell; below it, differences may be misreadings.
};

constexpr normalize::KeyOptions kQuotation = {.list_numbers = true, .conclusion_words = false, .subject_words = false};

std::vector<std::string> figure_values(const Programme& programme, const ComparisonKey& key) {
  std::vector<std::string> values;
  for (const normalize::KeyFigure& figure : normalize::figures(key, programme)) values.push_back(figure.value);
  return values;
}

/// Characters that only one of the two has.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  return a.size() + b.size() - 2 * normalize::common_subsequence(a, b);
}

bool is_blank(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/// Most cells quote word for word: told without making keys of both texts.
bool same_but_for_blanks(std::string_view a, std::string_view b) {
  std::size_t i = 0, k = 0;
  for (;; ++i, ++k) {
    while (i < a.size() && is_blank(a[i])) ++i;
    while (k < b.size() && is_blank(b[k])) ++k;
    if (i == a.size() || k == b.size()) return i == a.size() && k == b.size();
    if (a[i] != b[k]) return false;
  }
}

std::string without_notes(const Programme& programme, const std::string& text) {
  std::size_t end = text.size();
  for (const std::string& notes : word_list("notes_behind", programme).words()) end = std::min(end, text.find(notes));
  return text.substr(0, end);
}

/// The signs that change a demand, in order: the levels (省级 市级 县级), 或 against 和.
std::u32string telling_signs(const Programme& programme, const std::u32string& text) {
  std::u32string telling;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + 1 < text.size() && text[i + 1] == signs::kLevelSign &&
        is_word(utf8::encode(text.substr(i, 1)), word_list("level_names", programme)))
      telling += text[i];
    else if (text[i] == signs::kOrSign)
      telling += text[i];
    else if (text[i] == signs::kAndSign || text[i] == signs::kAsWellSign || text[i] == signs::kWithSign)
      telling += signs::kAndSign;
  }
  return telling;
}

/// One telling sign stands in place of another. A sign more or less is a slip of the pen.
bool changes_demand(const Programme& programme, const std::u32string& a, const std::u32string& b) {
  const std::u32string first = telling_signs(programme, a), second = telling_signs(programme, b);
  return first.size() == second.size() && first != second;
}

bool agrees(const Programme& programme, const ComparisonKey& quoted, const std::string& standard, std::size_t few) {
  const ComparisonKey key = normalize::comparison_key(programme, standard, {}, kQuotation);
  if (key.chars == quoted.chars) return true;
  return figure_values(programme, key) == figure_values(programme, quoted) &&
         distance(key.chars, quoted.chars) <= few && !changes_demand(programme, key.chars, quoted.chars);
}

std::string around(const std::string& text, const ComparisonKey& key, std::size_t begin, std::size_t end) {
  if (key.empty()) return {};
  begin = std::min(begin, key.size() - 1);
  const ByteRange range = clause_around(text, key.range(begin, std::max(begin + 1, std::min(end, key.size()))));
  return text.substr(range.begin, range.size());
}

/// The differing stretch of both, from clause to clause.
Misquotation difference(const Programme& programme, const std::string& quoted_text, const ComparisonKey& quoted,
                        const std::string& standard_text) {
  const ComparisonKey standard = normalize::comparison_key(programme, standard_text, {}, kQuotation);
  const std::u32string &a = quoted.chars, &b = standard.chars;
  std::size_t front = 0;
  while (front < a.size() && front < b.size() && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back + front < a.size() && back + front < b.size() && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  Misquotation found;
  found.stated = around(quoted_text, quoted, front, a.size() - back);
  found.expected = around(standard_text, standard, front, b.size() - back);
  return found;
}

const std::string& cell_of(const Indicator& indicator, bool requirement) {
  return requirement ? indicator.requirement : indicator.definition;
}

}  // namespace

std::optional<Misquotation> misquotation(const RuleInput& input, const Indicator& indicator, const IndicatorRecord& row,
                                         bool requirement) {
  const RecordCell& cell = requirement ? row.requirement : row.definition;
  if (cell.empty() || cell.from_standard) return std::nullopt;
  const Options options;
  const auto& passages = input.standard_text.passages(indicator.name);
  for (const Passage& passage : passages)
    if (passage.requirement == requirement && passage.tier->name == input.tier->name &&
        same_but_for_blanks(cell.str(), cell_of(*passage.indicator, requirement)))
      return std::nullopt;
  const ComparisonKey quoted = normalize::comparison_key(input.programme, cell.str(), {}, kQuotation);
  if (quoted.empty()) return std::nullopt;
  const std::string* nearest = nullptr;
  std::size_t least = 0;
  for (const Passage& passage : passages) {
    if (passage.requirement != requirement || passage.tier->name != input.tier->name) continue;
    const std::string& text = cell_of(*passage.indicator, requirement);
    if (agrees(input.programme, quoted, text, options.few_characters) ||
        agrees(input.programme, quoted, without_notes(input.programme, text), options.few_characters))
      return std::nullopt;
    const std::size_t away =
        distance(quoted.chars, normalize::comparison_key(input.programme, text, {}, kQuotation).chars);
    if (nearest == nullptr || away < least) {
      nearest = &text;
      least = away;
    }
  }
  if (nearest == nullptr) return std::nullopt;
  Misquotation found = difference(input.programme, cell.str(), quoted, *nearest);
  for (const Passage& passage : passages)
    if (found.other_tier.empty() && passage.requirement == requirement && passage.tier->name != input.tier->name &&
        agrees(input.programme, quoted, cell_of(*passage.indicator, requirement), options.few_characters))
      found.other_tier = passage.tier->name;
  found.certain = !cell.uncertain && cell.confidence >= options.read_well;
  return found;
}

std::vector<std::string> tiers_differing(const RuleInput& input, const Indicator& indicator) {
  std::vector<std::string> own, differing;
  for (const Passage& passage : input.standard_text.passages(indicator.name))
    if (passage.requirement && passage.tier->name == input.tier->name) own.push_back(passage.indicator->requirement);
  for (const Passage& passage : input.standard_text.passages(indicator.name)) {
    if (!passage.requirement || passage.tier->name == input.tier->name) continue;
    const bool same = std::find(own.begin(), own.end(), passage.indicator->requirement) != own.end();
    const bool named = std::find(differing.begin(), differing.end(), passage.tier->name) != differing.end();
    if (!same && !named) differing.push_back(passage.tier->name);
  }
  return differing;
}

}  // namespace gongshi::audit::checks
