// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/threshold_support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "counts-below-threshold";

bool at_most(const RatioParts& parts) { return parts.clause->op == ClauseOp::kAtMost; }

/// Whether the counts' percentage rounds to the threshold at whole per cents: 79.96 % may be meant as 80.
bool rounds_to_threshold(const RatioParts& parts) {
  const auto rounded = percentage(parts, 0);
  return rounded && (at_most(parts) ? *rounded <= *parts.clause->value : *rounded >= *parts.clause->value);
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  const std::vector<RatioParts> all = ratios_of(input);
  for (const RatioParts& parts : all) {
    const Clause* clause = parts.clause;
    if (!counts_miss(all, parts)) continue;
    const bool printed = rate_misses(input, parts);
    const std::string_view key = at_most(parts) ? (printed ? "both-over" : "over") : (printed ? "both" : "violation");
    const std::string worked = calculation(parts), threshold = threshold_text(*clause);
    Finding finding = figure_finding(input, parts.row, clause, parts.ratio.range,
                                     message(kId, key,
                                             {{"row", row_label(input, parts.row)},
                                              {"stated", printed ? rate_text(*parts.rate) : std::string()},
                                              {"calculation", worked},
                                              {"threshold", threshold},
                                              {"metric", clause->metric}}));
    finding.stated = parts.rate != nullptr ? rate_text(*parts.rate) : std::string();
    finding.expected = (at_most(parts) ? "≤" : "≥") + threshold;
    finding.calculation = worked;
    const bool open = !parts.ratio.certain || parts.approximate() || !parts.ratio.subject.empty() ||
                      parts.denominator_row != nullptr || !clause->condition.empty() || rounds_to_threshold(parts);
    // The printed rate misses it by itself, whatever the counts are of.
    const bool rate_alone = printed && !parts.rate->upper && parts.rate->qualifier != Qualifier::kAbout &&
                            parts.ratio.subject.empty() && clause->condition.empty();
    if (open && !rate_alone) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule counts_below_threshold() { return {kId, 2, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
