// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/rules/unread_support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "indicator-missing";

/// Where rows could not be matched or the file was read in part, the indicator may stand in what is not understood.
bool is_certain(const RuleInput& input) {
  const bool all_matched = std::all_of(input.notice.rows.begin(), input.notice.rows.end(),
                                       [](const IndicatorRecord& row) { return row.indicator.has_value(); });
  return all_matched && read_whole(input);
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  if (input.tier == nullptr || input.notice.rows.empty()) return findings;
  std::set<int> present;
  for (const IndicatorRecord& row : input.notice.rows)
    if (row.indicator) present.insert(*row.indicator);
  for (const Indicator& indicator : input.tier->indicators) {
    if (present.count(indicator.no) != 0) continue;
    Finding finding;
    finding.no = indicator.no;
    finding.verdict = is_certain(input) && 2 * present.size() > input.tier->indicators.size() ? Verdict::kViolation
                                                                                              : Verdict::kInconclusive;
    finding.message =
        message(kId, finding.verdict == Verdict::kViolation ? "violation" : "inconclusive",
                {{"tier", input.tier->name}, {"no", std::to_string(indicator.no)}, {"name", indicator.name}});
    finding.expected = indicator.name;
    finding.metric = indicator.name;
    finding.requirement = indicator.requirement;
    finding.places = input.notice.rows.front().places();
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule indicator_missing() { return {kId, 1, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
