// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/quotation_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "standard-misquoted";

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr) continue;
    for (const bool requirement : {true, false}) {
      const auto difference = misquotation(input, *indicator, row, requirement);
      if (!difference) continue;
      const RecordCell& cell = requirement ? row.requirement : row.definition;
      Finding finding = row_finding(input, row,
                                    message(kId, difference->other_tier.empty() ? "differs" : "other-tier",
                                            {{"row", row_label(input, row)},
                                             {"cell", message(kId, requirement ? "requirement" : "definition")},
                                             {"stated", shortened(difference->stated)},
                                             {"expected", shortened(difference->expected)},
                                             {"tier", input.tier->name},
                                             {"other", difference->other_tier}}),
                                    cell.str());
      finding.metric = requirement ? "requirement" : "definition";
      finding.stated = difference->stated;
      finding.expected = difference->expected;
      finding.places = cell.places;
      if (!difference->certain) finding.verdict = Verdict::kInconclusive;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace

Rule standard_misquoted() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
