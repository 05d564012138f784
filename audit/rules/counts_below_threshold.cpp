// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "counts-below-threshold";

bool at_most(const RatioParts& parts) { return parts.clause->op == ClauseOp::kAtMost; }

/// The share that the counts give is as asked: so much at least, or at most.
bool keeps(const RatioParts& parts, const Clause& clause) {
  const auto order = compare_with(parts, *clause.value);
  return clause.op == ClauseOp::kAtMost ? order <= 0 : order >= 0;
}

/// Whether the counts' percentage rounds to the threshold at whole per cents: 79.96 % may be meant as 80.
bool rounds_to_threshold(const RatioParts& parts) {
  const auto rounded = percentage(parts, 0);
  return rounded && (at_most(parts) ? *rounded <= *parts.clause->value : *rounded >= *parts.clause->value);
}

/// 255 of 300 lamps, 60盏 of them by the sun: other counts of the clause in the row reach what is asked.
bool others_reach(const std::vector<RatioParts>& all, const RatioParts& parts) {
  return std::any_of(all.begin(), all.end(), [&](const RatioParts& other) {
    return &other.row == &parts.row && other.clause == parts.clause && other.has_counts() &&
           keeps(other, *parts.clause);
  });
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  const std::vector<RatioParts> all = ratios_of(input);
  for (const RatioParts& parts : all) {
    const Clause* clause = parts.clause;
    if (clause == nullptr || clause->op == ClauseOp::kNone || !clause->value || clause->unit != "%" ||
        !parts.has_counts())
      continue;
    if (keeps(parts, *clause) || others_reach(all, parts)) continue;
    const std::string worked = calculation(parts), threshold = threshold_text(*clause);
    Finding finding = figure_finding(input, parts.row, clause, parts.ratio.range,
                                     message(kId, at_most(parts) ? "over" : "violation",
                                             {{"row", row_label(input, parts.row)},
                                              {"calculation", worked},
                                              {"threshold", threshold},
                                              {"metric", clause->metric}}));
    finding.stated = parts.rate != nullptr ? rate_text(*parts.rate) : std::string();
    finding.expected = (at_most(parts) ? "≤" : "≥") + threshold;
    finding.calculation = worked;
    const bool open = !parts.ratio.certain || parts.approximate() || !parts.ratio.subject.empty() ||
                      parts.denominator_row != nullptr || !clause->condition.empty() || rounds_to_threshold(parts);
    if (open) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule counts_below_threshold() { return {kId, 2, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
