// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/answering_support.h"

#include <algorithm>
#include <map>

#include "audit/vocabulary.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

using normalize::Marks;
using normalize::StretchSet;

constexpr std::size_t kRestated = 6;  ///< Characters in one piece that are another item's text and no chance.

/// The stretches of a requirement's item, kept by its text.
const StretchSet& stretches_of(const std::string& text) {
  static constexpr std::size_t kKept = 1000;
  thread_local std::map<std::string, StretchSet> kept;
  if (const auto found = kept.find(text); found != kept.end()) return found->second;
  if (kept.size() >= kKept) kept.clear();
  StretchSet& made = kept.try_emplace(text, kRestated).first->second;
  made.add(normalize::comparison_key(text).chars);
  return made;
}

void join(Marks& marks, const Marks& more) {
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] = marks[i] || more[i];
}

/// What stands in another item of the requirement and not in the clause's own.
void leave_out_other_items(const normalize::ComparisonKey& key, const Indicator& indicator, const Clause& clause,
                           Marks& left_out) {
  if (!clause.item || key.size() < kRestated) return;
  const std::string* before = nullptr;
  for (const Clause& other : indicator.clauses) {
    if (!other.item || *other.item == *clause.item || (before != nullptr && *before == other.text)) continue;
    join(left_out, stretches_of(other.text).marks(key.chars, &stretches_of(clause.text)));
    before = &other.text;
  }
}

/// Phrases that have a word of another thing and none of the clause's own.
void leave_out_other_things(const normalize::ComparisonKey& key, const std::string& claim, const Clause& clause,
                            Marks& left_out) {
  const std::vector<std::string>& others = word_list("elsewhere " + clause.metric);
  if (others.empty()) return;
  static const std::vector<std::string> kEnds = {"。", "；", ";", "，", ",", "\n"};
  const std::vector<std::string>& own = word_list("here " + clause.metric);
  for (std::size_t begin = 0; begin < claim.size();) {
    const WordHit stop = find_word(claim, kEnds, begin);
    const std::size_t end = std::min(stop.at, claim.size());
    const std::string_view phrase = std::string_view(claim).substr(begin, end - begin);
    if (find_word(phrase, others).at != std::string::npos && find_word(phrase, own).at == std::string::npos)
      for (std::size_t i = 0; i < key.size(); ++i)
        left_out[i] = left_out[i] || (key.begins[i] >= begin && key.begins[i] < end);
    begin = end + (stop.at == std::string::npos ? 1 : stop.length);
  }
}

}  // namespace

std::string answering_text(const RuleInput& input, std::size_t row, const Indicator* indicator, const Clause& clause,
                           bool with_definition) {
  const ClaimText& claim = input.claims[row];
  Marks left_out = with_definition ? Marks(claim.key.size(), false)
                                   : input.standard_text.definition_marks(claim.key.chars, claim.indicator);
  if (indicator != nullptr) leave_out_other_items(claim.key, *indicator, clause, left_out);
  leave_out_other_things(claim.key, input.notice.rows[row].claim.str(), clause, left_out);
  std::u32string text = claim.key.chars;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (left_out[i]) text[i] = U'|';
  return utf8::encode(text);
}

}  // namespace gongshi::audit::checks
