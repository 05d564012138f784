// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "claim-empty";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const auto grade = input.evidence.find(row.no);
    if (grade == input.evidence.end() || grade->second != EvidenceGrade::kEmpty) continue;
    findings.push_back(row_finding(input, row, message(kId, "violation", {{"row", row_label(input, row)}})));
  }
  return findings;
}

}  // namespace

Rule claim_empty() { return {kId, 1, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
