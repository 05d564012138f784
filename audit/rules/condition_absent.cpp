// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/clause_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "condition-absent";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const auto absent = absent_condition(input, i);
    if (!absent) continue;
    Finding finding = row_finding(input, row,
                                  message(kId, absent->stated.empty() ? "said" : "figure",
                                          {{"row", row_label(input, row)},
                                           {"body", input.programme.names().body},
                                           {"quote", shortened(absent->quote)},
                                           {"stated", absent->stated},
                                           {"condition", shortened(absent->needed)}}),
                                  absent->quote);
    finding.clause = absent->item;
    finding.stated = absent->stated;
    finding.expected = absent->needed;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule condition_absent() { return {kId, 1, Severity::kInfo, true, check}; }

}  // namespace gongshi::audit::checks
