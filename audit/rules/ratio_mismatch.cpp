// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "ratio-mismatch";

/// How far an approximate percentage may lie from its counts, in percentage points. 约80% for 81.4 % is fair.
constexpr int kApproximatePoints = 2;

enum class Match { kFits, kDiffers, kOpen };

/// The counts' percentage, rounded or cut at the printed place, is the stated one.
bool equal_at_printed_precision(const RatioParts& parts) {
  const auto unit = Decimal::multiply(*parts.ratio.denominator_value, parts.rate->step);
  const auto hundredfold = Decimal::multiply(*parts.ratio.numerator_value, 100);
  if (!unit || !hundredfold || unit->is_zero()) return true;
  for (const Decimal::Rounding rounding : {Decimal::Rounding::kHalfUp, Decimal::Rounding::kDown}) {
    const auto steps = Decimal::divide(*hundredfold, *unit, 0, rounding);
    const auto rounded = steps ? Decimal::multiply(*steps, parts.rate->step) : std::nullopt;
    if (!rounded || *rounded == parts.rate->value) return true;  // too large to judge: no accusation
  }
  return false;
}

Match match_about(const RatioParts& parts) {
  const auto implied = percentage(parts, 2);
  const auto difference = implied ? Decimal::subtract(*implied, parts.rate->value) : std::nullopt;
  if (!difference) return Match::kFits;
  return *difference <= Decimal(kApproximatePoints) && *difference >= Decimal(-kApproximatePoints) ? Match::kFits
                                                                                                   : Match::kOpen;
}

Match match_range(const RatioParts& parts) {
  return compare_with(parts, parts.rate->value) >= 0 && compare_with(parts, *parts.rate->upper) <= 0 ? Match::kFits
                                                                                                     : Match::kDiffers;
}

Match match(const RatioParts& parts) {
  const bool enough = compare_with(parts, parts.rate->value) >= 0;
  if (parts.rate->upper) return match_range(parts);
  switch (parts.rate->qualifier) {
    case Qualifier::kAbout:
      return match_about(parts);
    case Qualifier::kAtLeast:
    case Qualifier::kMoreThan:
      return enough || equal_at_printed_precision(parts) ? Match::kFits : Match::kDiffers;
    case Qualifier::kAtMost:
    case Qualifier::kLessThan:
      return !enough || equal_at_printed_precision(parts) ? Match::kFits : Match::kDiffers;
    case Qualifier::kReaches: {
      if (equal_at_printed_precision(parts)) return Match::kFits;
      if (!enough) return Match::kDiffers;
      const bool threshold =
          parts.clause != nullptr && parts.clause->value && *parts.clause->value == parts.rate->value;
      return threshold ? Match::kFits : Match::kOpen;  // 达到95% for 97 % may be a bound
    }
    case Qualifier::kExact:
      break;
  }
  return equal_at_printed_precision(parts) ? Match::kFits : Match::kDiffers;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.rate == nullptr || parts.rate->from_words || !parts.has_counts() || parts.denominator_row != nullptr)
      continue;
    if (*parts.ratio.numerator_value > *parts.ratio.denominator_value) continue;  // ratio-over-100
    if (parts.numerator->qualifier == Qualifier::kAbout || parts.denominator->qualifier == Qualifier::kAbout)
      continue;  // vague-count
    const Match result = match(parts);
    if (result == Match::kFits) continue;
    const std::string stated = rate_text(*parts.rate), worked = calculation(parts);
    const bool open = result == Match::kOpen || !parts.ratio.certain;
    Finding finding =
        figure_finding(input, parts.row, parts.clause, parts.ratio.range,
                       message(kId, open ? "open" : "violation",
                               {{"row", row_label(input, parts.row)}, {"stated", stated}, {"calculation", worked}}));
    finding.stated = stated;
    finding.expected = percentage_text(parts);
    finding.calculation = worked;
    if (finding.metric.empty()) finding.metric = parts.ratio.metric;
    if (open) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule ratio_mismatch() { return {kId, 1, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
