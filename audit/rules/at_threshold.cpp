// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "at-threshold";
constexpr int kFewest = 5;  // rates; RULES: five or more

/// Whole and round thresholds that any good notice reaches exactly say nothing.
bool telling(const Clause& clause) { return *clause.value < Decimal(100); }

std::vector<Finding> check(const RuleInput& input) {
  std::set<std::pair<int, int>> at;
  int telling_rates = 0;
  std::string stated;
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.rate == nullptr || parts.rate->from_words || parts.clause == nullptr || !parts.clause->value ||
        parts.clause->unit != "%")
      continue;
    if (parts.rate->value != *parts.clause->value || parts.rate->upper) return {};
    if (!at.insert({parts.row.no, parts.ratio.clause}).second) continue;
    telling_rates += telling(*parts.clause) ? 1 : 0;
    stated += (stated.empty() ? "" : "、") + rate_text(*parts.rate);
  }
  if (static_cast<int>(at.size()) < kFewest || telling_rates < kFewest) return {};
  Finding finding;
  finding.message = message(kId, "violation", {{"count", std::to_string(at.size())}, {"stated", stated}});
  finding.stated = stated;
  return {finding};
}

}  // namespace

Rule at_threshold() { return {kId, 1, Severity::kInfo, true, check}; }

}  // namespace gongshi::audit::checks
