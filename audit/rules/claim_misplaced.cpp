// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "audit/rules/clause_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/rules/unread_support.h"
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "claim-misplaced";

struct Options {
  std::size_t shortest_clause = 10;  ///< Characters; shorter clauses (实现全覆盖) stand anywhere.
  double restated =
      0.7;  ///< Share of the other clause's characters that the claim has, beside what its own indicator says.
  std::size_t stretch = 6;  ///< A restated clause has at least one stretch of this length in one piece.
};

/// The characters of the claim that its own indicator does not have, in any tier.
std::u32string foreign_text(const RuleInput& input, const ClaimText& claim) {
  const normalize::Marks own = input.standard_text.own_marks(claim.key.chars, claim.indicator, 3);
  const normalize::Marks any = input.standard_text.any_marks(claim.key.chars, 6);
  std::u32string text;
  for (std::size_t i = 0; i < own.size(); ++i)
    if (!own[i] && any[i]) text.push_back(claim.key.chars[i]);
  return text;
}

const normalize::ClauseText* restated_clause(const RuleInput& input, const Indicator& own, const std::u32string& text) {
  const Options options;
  if (text.size() < options.shortest_clause) return nullptr;
  const normalize::Pattern pattern(text);
  for (const normalize::ClauseText& other : input.standard_text.clauses()) {
    const double wanted = options.restated * static_cast<double>(other.key.size());
    if (other.key.size() < options.shortest_clause || static_cast<double>(text.size()) < wanted) continue;
    if (other.indicator->name != own.name && static_cast<double>(pattern.common(other.key)) >= wanted) return &other;
  }
  return nullptr;
}

/// Words of an indicator's clauses that tell it from the others, that stand in the text. Single characters and words of
/// more than `kShared` indicators tell nothing.
std::set<std::string> telling_words(const RuleInput& input, const Indicator& indicator, const std::string& text) {
  static constexpr std::size_t kShortest = 6;  // bytes: two characters
  static constexpr int kShared = 3;
  std::set<std::string> found;
  for (const Clause& clause : indicator.clauses)
    for (const auto& terms : clause.answer_terms)
      for (const std::string& term : terms) {
        if (term.size() < kShortest || !contains_term(text, {term})) continue;
        int indicators = 0;
        for (const Indicator& other : input.tier->indicators)
          indicators += std::any_of(other.clauses.begin(), other.clauses.end(), [&](const Clause& asked) {
            return std::any_of(asked.answer_terms.begin(), asked.answer_terms.end(), [&](const auto& group) {
              return std::find(group.begin(), group.end(), term) != group.end();
            });
          });
        if (indicators <= kShared) found.insert(term);
      }
  return found;
}

bool has_any_word(const Indicator& indicator, const std::string& text) {
  return std::any_of(indicator.clauses.begin(), indicator.clauses.end(), [&](const Clause& clause) {
    return std::any_of(clause.answer_terms.begin(), clause.answer_terms.end(),
                       [&](const auto& terms) { return contains_term(text, terms); });
  });
}

bool has_words_of(const Clause& clause, const std::string& text) {
  return !clause.answer_terms.empty() && std::all_of(clause.answer_terms.begin(), clause.answer_terms.end(),
                                                     [&](const auto& terms) { return contains_term(text, terms); });
}

/// The words of every clause of the indicator stand in the text.
bool has_all_words(const Indicator& indicator, const std::string& text) {
  return std::all_of(indicator.clauses.begin(), indicator.clauses.end(),
                     [&](const Clause& clause) { return has_words_of(clause, text); });
}

struct OtherMatter {
  const Indicator* indicator = nullptr;
  std::set<std::string> words;
};

/// Another indicator's matter in the author's own words: 周界安装电子围栏 under 出入管理. The claim has no word of its
/// own indicator (or one, and leaves a clause unanswered), and of the other several that few indicators share.
/// 线上可办12项 where 10项 are asked for: where the words are drafted, a number of what the row asks for is its answer.
bool has_number_asked(const RuleInput& input, const Indicator& own, const IndicatorRecord& row) {
  return has_drafted_words(input.programme) &&
         std::any_of(own.clauses.begin(), own.clauses.end(), [&](const Clause& clause) {
           return clause.kind == ClauseKind::kCount &&
                  std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
                    return normalize::same_unit(quantity.unit, clause.unit, input.programme);
                  });
         });
}

OtherMatter other_matter(const RuleInput& input, const Indicator& own, std::size_t row) {
  static constexpr std::size_t kFew = 2, kMany = 3;
  const std::string& text = input.claims[row].words_utf8;
  OtherMatter best;
  if (has_word(own.name, word_list("open_matters", input.programme))) return best;
  const auto grade = input.evidence.find(input.notice.rows[row].no);
  if (grade == input.evidence.end() || grade->second > EvidenceGrade::kVague) return best;
  if (has_number_asked(input, own, input.notice.rows[row])) return best;
  const bool none = !has_any_word(own, text);
  if (!none && (has_all_words(own, text) || telling_words(input, own, text).size() > 1)) return best;
  for (const Indicator& other : input.tier->indicators) {
    if (other.no == own.no) continue;
    const bool all = has_all_words(other, text);
    const bool any = std::any_of(other.clauses.begin(), other.clauses.end(),
                                 [&](const Clause& clause) { return has_words_of(clause, text); });
    if (!all && !any) continue;
    std::set<std::string> words = telling_words(input, other, text);
    if (words.size() >= (all && none ? kFew : kMany) && words.size() > best.words.size())
      best = {&other, std::move(words)};
  }
  return best;
}

std::string listed(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "“" : "、“") + word + "”";
  return text;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const Indicator* own = input.indicator(row);
    if (own == nullptr || input.claims[i].key.empty()) continue;
    if (const auto other = pasted_from(input, i)) {
      findings.push_back(
          row_finding(input, row,
                      message(kId, "pasted",
                              {{"row", row_label(input, row)}, {"other", row_label(input, input.notice.rows[*other])}}),
                      row.claim.str()));
    } else if (const auto* restated = restated_clause(input, *own, foreign_text(input, input.claims[i]))) {
      Finding finding = row_finding(input, row,
                                    message(kId, answers_nothing(input, i) ? "instead" : "beside",
                                            {{"row", row_label(input, row)},
                                             {"other", restated->indicator->name},
                                             {"clause", shortened(restated->clause->text)}}),
                                    row.claim.str());
      finding.expected = own->requirement;
      findings.push_back(std::move(finding));
    } else if (const OtherMatter matter = other_matter(input, *own, i); matter.indicator != nullptr) {
      Finding finding = row_finding(
          input, row,
          message(kId, "own-words",
                  {{"row", row_label(input, row)}, {"other", matter.indicator->name}, {"words", listed(matter.words)}}),
          row.claim.str());
      finding.expected = own->requirement;
      finding.verdict = Verdict::kInconclusive;
      findings.push_back(std::move(finding));
    }
  }
  if (!read_whole(input))
    for (Finding& finding : findings) finding.verdict = Verdict::kInconclusive;
  return findings;
}

}  // namespace

Rule claim_misplaced() { return {kId, 2, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
