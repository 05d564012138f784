// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "counts-below-threshold";

/// Whether the counts' percentage rounds to the threshold at whole per cents: 79.96 % may be meant as 80.
bool rounds_to_threshold(const RatioParts& parts) {
  const auto rounded = percentage(parts, 0);
  return rounded && *rounded >= *parts.clause->value;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const RatioParts& parts : ratios_of(input)) {
    const Clause* clause = parts.clause;
    if (clause == nullptr || clause->op != ClauseOp::kAtLeast || !clause->value || clause->unit != "%" ||
        !parts.has_counts())
      continue;
    if (compare_with(parts, *clause->value) >= 0) continue;
    const std::string worked = calculation(parts), threshold = threshold_text(*clause);
    Finding finding = figure_finding(input, parts.row, clause, parts.ratio.range,
                                     message(kId, "violation",
                                             {{"row", row_label(input, parts.row)},
                                              {"calculation", worked},
                                              {"threshold", threshold},
                                              {"metric", clause->metric}}));
    finding.stated = parts.rate != nullptr ? rate_text(*parts.rate) : std::string();
    finding.expected = "≥" + threshold;
    finding.calculation = worked;
    const bool open = !parts.ratio.certain || parts.approximate() || !parts.ratio.subject.empty() ||
                      parts.denominator_row != nullptr || !clause->condition.empty() || rounds_to_threshold(parts);
    if (open) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule counts_below_threshold() { return {kId, 1, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
