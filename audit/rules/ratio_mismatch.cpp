// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/readings_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "ratio-mismatch";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.rate == nullptr || parts.rate->from_words || !parts.has_counts() || parts.denominator_row != nullptr)
      continue;
    if (*parts.ratio.numerator_value > *parts.ratio.denominator_value) continue;  // ratio-over-100
    if (parts.numerator->qualifier == Qualifier::kAbout || parts.denominator->qualifier == Qualifier::kAbout)
      continue;  // vague-count
    const RateMatch result = match_rate(parts);
    if (result == RateMatch::kFits) continue;
    // Other counts of the claim that the percentage may be of.
    const Reading* other = nullptr;
    for (const Reading& reading : parts.ratio.others)
      if (other == nullptr && fits_counts(parts, reading)) other = &reading;
    const std::string stated = rate_text(*parts.rate), worked = calculation(parts);
    const bool open = result == RateMatch::kOpen || !parts.ratio.certain || other != nullptr;
    Finding finding =
        figure_finding(input, parts.row, parts.clause, parts.ratio.range,
                       message(kId, open ? "open" : "violation",
                               {{"row", row_label(input, parts.row)}, {"stated", stated}, {"calculation", worked}}));
    finding.stated = stated;
    finding.expected = percentage_text(parts);
    finding.calculation = worked;
    if (finding.metric.empty()) finding.metric = parts.ratio.metric;
    if (open) finding.verdict = Verdict::kInconclusive;
    if (other != nullptr) finding.message += reading_words(other->reason, input.programme);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule ratio_mismatch() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
