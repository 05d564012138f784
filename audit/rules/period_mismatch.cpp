// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "normalize/calendar.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "period-mismatch";

/// "11月7日", with the year where the notice prints one.
std::string day_text(const Date& date, bool with_year) {
  const std::string day = std::to_string(date.month) + "月" + std::to_string(date.day) + "日";
  return with_year && date.year > 0 ? std::to_string(date.year) + "年" + day : day;
}

Finding period_finding(const Notice& notice, const PublicityPeriod& period, std::string words) {
  Finding finding;
  const Text& text = period.in_footer ? notice.footer : notice.preamble;
  finding.message = std::move(words);
  if (period.range.end <= text.utf8.size() && period.range.begin < period.range.end) {
    finding.quote = text.utf8.substr(period.range.begin, period.range.size());
    finding.places = text.places(period.range);
  }
  return finding;
}

/// Dates without a year are counted in a year that is no leap year, unless they cross February.
bool countable(Date& begin, Date& end) {
  if (begin.year == 0 || end.year == 0) {
    if (begin.month <= 2 && end.month > 2) return false;
    begin.year = 2023;
    end.year = end.month < begin.month ? 2024 : 2023;
  }
  return begin.valid() && end.valid();
}

std::vector<Finding> check(const RuleInput& input) {
  const Notice& notice = input.notice;
  if (!notice.period) return {};
  const PublicityPeriod& period = *notice.period;
  if (!period.begin_date_valid || !period.end_date_valid)
    return {period_finding(notice, period, message(kId, "no-such-day"))};
  if (!period.begin || !period.end || period.begin->day == 0 || period.end->day == 0) return {};
  const bool years_printed = !period.year_inferred && period.begin->year > 0;
  const std::string from = day_text(*period.begin, years_printed), to = day_text(*period.end, years_printed);
  Date begin = *period.begin, end = *period.end;
  const bool year_known = begin.year > 0 && end.year > 0;
  if (!countable(begin, end)) return {};
  if (end < begin) return {period_finding(notice, period, message(kId, "reversed", {{"begin", from}, {"end", to}}))};
  if (!period.stated_days) return {};
  const int calendar = normalize::calendar_days(begin, end);
  const std::optional<int> working = year_known ? normalize::working_days(begin, end) : std::nullopt;
  const std::optional<int> counted = period.working_days ? working : std::optional<int>(calendar);
  if (counted && *counted == *period.stated_days) return {};
  const std::string unit = period.working_days ? "个工作日" : "天";
  const std::string stated = std::to_string(*period.stated_days) + unit;
  if (!counted) {
    // Working days never are more than calendar days: what does not fit even those is wrong in every calendar.
    if (*period.stated_days <= calendar) return {};
    Finding finding = period_finding(
        notice, period,
        message(kId, "unknown-calendar",
                {{"stated", stated}, {"begin", from}, {"end", to}, {"counted", std::to_string(calendar) + "天"}}));
    finding.stated = stated;
    finding.verdict = Verdict::kInconclusive;
    return {finding};
  }
  const std::string result = std::to_string(*counted) + unit;
  Finding finding = period_finding(
      notice, period,
      message(kId, "violation", {{"stated", stated}, {"begin", from}, {"end", to}, {"counted", result}}));
  finding.stated = stated;
  finding.expected = result;
  finding.calculation = from + "至" + to + "（首尾均计）= " + result;
  // 5天 that are five working days: the notice may mean them.
  if (!period.working_days && working && *working == *period.stated_days) finding.verdict = Verdict::kInconclusive;
  return {finding};
}

}  // namespace

Rule period_mismatch() { return {kId, 1, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
