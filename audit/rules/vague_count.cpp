// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "vague-count";

bool exact(const Quantity& rate, const Clause* clause) {
  if (rate.from_words || rate.upper) return false;
  if (rate.qualifier == Qualifier::kExact) return true;
  return rate.qualifier == Qualifier::kReaches && !(clause != nullptr && clause->value && *clause->value == rate.value);
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.rate == nullptr || !exact(*parts.rate, parts.clause)) continue;
    for (const Quantity* count : {parts.numerator, parts.denominator_row == nullptr ? parts.denominator : nullptr}) {
      if (count == nullptr || count->qualifier != Qualifier::kAbout) continue;
      const std::string stated = rate_text(*parts.rate);
      Finding finding = figure_finding(
          input, parts.row, parts.clause, parts.ratio.range,
          message(kId, "violation",
                  {{"row", row_label(input, parts.row)}, {"count", count->printed}, {"stated", stated}}));
      finding.stated = count->printed;
      findings.push_back(std::move(finding));
      break;
    }
  }
  return findings;
}

}  // namespace

Rule vague_count() { return {kId, 2, Severity::kInfo, true, check}; }

}  // namespace gongshi::audit::checks
