// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/clause_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "clause-unaddressed";

bool has_words(const RuleInput& input, const IndicatorRecord& row) {
  const auto found = input.evidence.find(row.no);
  return found != input.evidence.end() && found->second < EvidenceGrade::kVague;
}

/// The condition that the clause is tied to is said not to exist here, or the clause is about open estates where all
/// are closed.
bool excused(const Programme& programme, const std::optional<AbsentCondition>& absent, const Clause& clause,
             const IndicatorRecord& row) {
  const WordList &open = word_list("open", programme), &closed = word_list("closed", programme);
  if (absent && (absent->whole || clause.condition.find(absent->needed) == 0)) return true;
  if (!starts_with_word(clause.condition, open)) return false;
  return has_word(row.claim.str(), word_list("no_open_estates", programme)) ||
         (has_word(row.claim.str(), closed) && !has_word(row.claim.str(), open));
}

/// A claim with much text of its own may answer in words that no vocabulary has.
bool may_answer_otherwise(const RuleInput& input, std::size_t index) {
  static constexpr std::size_t kMuchOwnText = 30;
  return normalize::own_text(input.claims[index].key, input.standard_text).size() >= kMuchOwnText;
}

/// The text tells things to have or to do, no rate, number of times or time: measures of one such sentence stand or
/// fall together.
bool tells_things(const Clause& clause) {
  return clause.kind == ClauseKind::kCount || clause.kind == ClauseKind::kCoverage ||
         (!clause.item && clause.kind == ClauseKind::kQualitative);
}

/// An unnumbered requirement is one whole, and so is one sentence of a numbered one (电子围栏…, 实现入侵监测报警):
/// where one of its measures is answered, it is not unaddressed.
bool half_answered(Answers& answers, const Indicator& indicator, const Clause& clause) {
  return std::any_of(indicator.clauses.begin(), indicator.clauses.end(), [&](const Clause& other) {
    if (&other == &clause || other.item != clause.item || !tells_things(clause) || !tells_things(other)) return false;
    return (!clause.item || other.text == clause.text) && answers.to(other) == Answer::kFull;
  });
}

Finding unaddressed(const RuleInput& input, std::size_t index, const Clause& clause, Answer answered) {
  const IndicatorRecord& row = input.notice.rows[index];
  const std::string item =
      message(kId, clause.item ? "item" : "whole", {{"number", clause.item ? item_label(*clause.item) : ""}});
  const bool other_words =
      answered == Answer::kNone && (may_answer_otherwise(input, index) || has_drafted_words(input.programme));
  const char* wording = answered == Answer::kPart ? "part" : other_words ? "other_words" : "none";
  Finding finding = row_finding(input, row,
                                message(kId, wording,
                                        {{"row", row_label(input, row)},
                                         {"item", item},
                                         {"metric", clause.metric},
                                         {"clause", shortened(clause.text)}}),
                                row.claim.str());
  finding.clause = clause.item;
  finding.metric = clause.metric;
  finding.requirement = clause.text;
  if (answered == Answer::kPart || other_words) finding.verdict = Verdict::kInconclusive;
  return finding;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr || !has_words(input, row)) continue;
    const auto absent = absent_condition(input, i);
    Answers answers(input, i);
    for (const Clause& clause : indicator->clauses) {
      const Answer answered = answers.to(clause);
      if (answered == Answer::kFull || excused(input.programme, absent, clause, row)) continue;
      if (half_answered(answers, *indicator, clause)) continue;
      findings.push_back(unaddressed(input, i, clause, answered));
    }
  }
  return findings;
}

}  // namespace

Rule clause_unaddressed() { return {kId, 3, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
