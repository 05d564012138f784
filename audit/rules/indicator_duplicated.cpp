// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "audit/rules/unread_support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "indicator-duplicated";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  std::map<int, const IndicatorRecord*> first;
  for (const IndicatorRecord& row : input.notice.rows) {
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr) continue;
    const auto [earlier, fresh] = first.emplace(indicator->no, &row);
    if (fresh) continue;
    findings.push_back(row_finding(input, row,
                                   message(kId, "violation",
                                           {{"name", indicator->name},
                                            {"no", std::to_string(row.no)},
                                            {"first", std::to_string(earlier->second->no)}}),
                                   row.name.str()));
    findings.back().places = row.name.places;
    if (!read_whole(input)) findings.back().verdict = Verdict::kInconclusive;
  }
  return findings;
}

}  // namespace

Rule indicator_duplicated() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
