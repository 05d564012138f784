// SPDX-License-Identifier: GPL-3.0-or-later
// What of a claim can answer a clause: not what only repeats the definition, restates another item of the requirement,
// or is told of another thing (充电桩 of cars where bicycles are asked about).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/rule.h"

namespace gongshi::audit::checks {

/// A row's claim, asked for one clause of its indicator after the other. Refers to its arguments.
class AnswerableText {
 public:
  /// `indicator`: whose clauses are asked for; nullptr where it is not known, then only the definition's text is left
  /// out.
  AnswerableText(const RuleInput& input, std::size_t row, const Indicator* indicator)
      : input_(input), claim_(input.claims[row]), printed_(input.notice.rows[row].claim.str()), indicator_(indicator) {}

  /// The key of the claim as UTF-8, with | for each character that cannot answer `clause`. The definition counts as an
  /// answer where `with_definition`.
  [[nodiscard]] std::string for_clause(const Clause& clause, bool with_definition);

 private:
  [[nodiscard]] const normalize::Marks& beginnings(const std::string& text);
  void leave_out_other_items(const Clause& clause, normalize::Marks& left_out);
  void leave_out_other_things(const Clause& clause, normalize::Marks& left_out) const;

  const RuleInput& input_;
  const ClaimText& claim_;
  const std::string& printed_;
  const Indicator* indicator_;
  std::optional<normalize::Marks> definition_;
  std::vector<std::pair<const std::string*, normalize::Marks>> beginnings_;  // by the text of an item
};

}  // namespace gongshi::audit::checks
