// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/answering_support.h"

#include <algorithm>
#include <unordered_map>

#include "audit/vocabulary.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

using normalize::Marks;
using normalize::StretchSet;

constexpr std::size_t kRestated = 6;  ///< Characters in one piece that are another item's text and no chance.

/// The stretches of every item of the programme's requirements, by its text.
struct ItemStretches {
  std::unordered_map<std::string, StretchSet> by_text;

  explicit ItemStretches(const Programme& programme) {
    for (const Tier& tier : programme.standard().tiers)
      for (const Indicator& indicator : tier.indicators)
        for (const Clause& clause : indicator.clauses)
          if (const auto [made, fresh] = by_text.try_emplace(clause.text, kRestated); fresh)
            made->second.add(normalize::comparison_key(programme, clause.text).chars);
  }
};

}  // namespace

/// Where stretches of an item's text begin in the claim.
const Marks& AnswerableText::beginnings(const std::string& text) {
  for (const auto& [known, marks] : beginnings_)
    if (known == &text || *known == text) return marks;
  const auto& stretches = input_.programme.prepared<ItemStretches>().by_text;
  return beginnings_.emplace_back(&text, stretches.at(text).beginnings(claim_.key.chars)).second;
}

/// What stands in another item of the requirement and not in the clause's own.
void AnswerableText::leave_out_other_items(const Clause& clause, Marks& left_out) {
  if (indicator_ == nullptr || !clause.item || claim_.key.size() < kRestated) return;
  const std::string* before = nullptr;
  for (const Clause& other : indicator_->clauses) {
    if (!other.item || *other.item == *clause.item || (before != nullptr && *before == other.text)) continue;
    before = &other.text;
    const Marks theirs = beginnings(other.text), &own = beginnings(clause.text);
    for (std::size_t i = 0; i < theirs.size(); ++i)
      if (theirs[i] && !own[i]) std::fill_n(left_out.begin() + static_cast<std::ptrdiff_t>(i), kRestated, true);
  }
}

/// Phrases that have a word of another thing and none of the clause's own.
void AnswerableText::leave_out_other_things(const Clause& clause, Marks& left_out) const {
  const WordList& others = word_list("elsewhere " + clause.metric, input_.programme);
  if (others.words().empty()) return;
  static const WordList kEnds = {"。", "；", ";", "，", ",", "\n"};
  const WordList& own = word_list("here " + clause.metric, input_.programme);
  const normalize::ComparisonKey& key = claim_.key;
  for (std::size_t begin = 0; begin < printed_.size();) {
    const WordHit stop = find_word(printed_, kEnds, begin);
    const std::size_t end = std::min(stop.at, printed_.size());
    const std::string_view phrase = std::string_view(printed_).substr(begin, end - begin);
    if (find_word(phrase, others).at != std::string::npos && find_word(phrase, own).at == std::string::npos)
      for (std::size_t i = 0; i < key.size(); ++i)
        left_out[i] = left_out[i] || (key.begins[i] >= begin && key.begins[i] < end);
    begin = end + (stop.at == std::string::npos ? 1 : stop.length);
  }
}

std::string AnswerableText::for_clause(const Clause& clause, bool with_definition) {
  if (!with_definition && !definition_)
    definition_ = input_.standard_text.definition_marks(claim_.key.chars, claim_.indicator);
  Marks left_out = with_definition ? Marks(claim_.key.size(), false) : *definition_;
  leave_out_other_items(clause, left_out);
  leave_out_other_things(clause, left_out);
  if (std::find(left_out.begin(), left_out.end(), true) == left_out.end()) return claim_.key_utf8;
  std::u32string text = claim_.key.chars;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (left_out[i]) text[i] = U'|';
  return utf8::encode(text);
}

}  // namespace gongshi::audit::checks
