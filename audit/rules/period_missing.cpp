// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "period-missing";

std::vector<Finding> check(const RuleInput& input) {
  Finding finding;
  if (!input.notice.period) {
    finding.message = message(kId, "none");
    return {finding};
  }
  const PublicityPeriod& period = *input.notice.period;
  if (period.begin && (period.end || period.stated_days)) return {};
  const Text& text = period.in_footer ? input.notice.footer : input.notice.preamble;
  if (period.range.end <= text.utf8.size()) {
    finding.quote = text.utf8.substr(period.range.begin, period.range.size());
    finding.places = text.places(period.range);
  }
  if (period.end || period.begin) {
    finding.severity = Severity::kInfo;
    finding.message = message(kId, period.end ? "end-only" : "begin-only");
  } else {
    finding.message = message(kId, "no-dates");
  }
  return {finding};
}

}  // namespace

Rule period_missing() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
