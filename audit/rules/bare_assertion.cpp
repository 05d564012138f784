// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "bare-assertion";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const auto grade = input.evidence.find(row.no);
    if (grade == input.evidence.end() ||
        (grade->second != EvidenceGrade::kBare && grade->second != EvidenceGrade::kVague))
      continue;
    findings.push_back(row_finding(
        input, row,
        message(kId, to_string(grade->second), {{"row", row_label(input, row)}, {"claim", shortened(row.claim.str())}}),
        row.claim.str()));
  }
  return findings;
}

}  // namespace

Rule bare_assertion() { return {kId, 2, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
