// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a claim answers a clause: by the clause's vocabulary in the standard's data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/rule.h"
#include "audit/rules/answering_support.h"

namespace gongshi::audit::checks {

/// The programme's words were taken from its annex by `programme draft`, and nobody has gone over them: what they do
/// not find may be told in other words.
[[nodiscard]] bool has_drafted_words(const Programme& programme);

enum class Answer { kNone, kPart, kFull };

/// How the claim of a row answers the clauses of its indicator, each looked at once. Refers to its arguments. Without
/// an indicator there is no clause to ask for.
class Answers {
 public:
  Answers(const RuleInput& input, std::size_t row);

  /// A figure without a name answers an indicator's only clause that asks for one. Precondition: `clause` is one of the
  /// indicator's.
  [[nodiscard]] Answer to(const Clause& clause);

 private:
  [[nodiscard]] Answer judge(const Clause& clause);

  const RuleInput& input_;
  std::size_t row_;
  const Indicator* indicator_;
  AnswerableText text_;
  std::vector<std::optional<Answer>> known_;
};

/// True if no clause of the row's indicator is answered.
[[nodiscard]] bool answers_nothing(const RuleInput& input, std::size_t row);

/// Index of another row with the very same claim that answers its own indicator, while this row's does not answer its;
/// empty if there is none.
[[nodiscard]] std::optional<std::size_t> pasted_from(const RuleInput& input, std::size_t row);

/// Where the claim says that the condition of the clause (or, without a clause, of the whole indicator) does not exist
/// here; empty quote if nowhere.
struct AbsentCondition {
  std::string quote;   ///< The claim's words.
  std::string stated;  ///< The figure stated, where one decides (21.76%).
  std::string needed;  ///< The condition: 60岁及以上常住老年人占比超过30%的社区
  std::optional<int> item;
  bool whole = false;  ///< The remark is about the indicator as a whole (无此项职责).
};
[[nodiscard]] std::optional<AbsentCondition> absent_condition(const RuleInput& input, std::size_t row);

}  // namespace gongshi::audit::checks
