// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"
#include "normalize/calendar.h"
#include "schema/chinese_signs.h"
#include "schema/date_text.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "period-mismatch";

/// "11月7日", with the year where the notice prints one.
std::string day_text(const Date& date, bool with_year) {
  return date_text({with_year ? date.year : 0, date.month, date.day});
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

/// Days in words, runs of three or more by their ends: 9月29日、30日、10月8日至10日.
std::string days_text(const std::vector<Date>& days, std::string_view mark = {}) {
  static constexpr std::size_t kRun = 3;
  std::string text;
  int month = 0;
  const auto add = [&](const Date& day, std::string_view before) {
    text += std::string(before) + date_text({0, day.month == month ? 0 : day.month, day.day}) + std::string(mark);
    month = day.month;
  };
  for (std::size_t i = 0; i < days.size();) {
    std::size_t end = i + 1;
    while (end < days.size() && days[end].days() == days[end - 1].days() + 1) ++end;
    add(days[i], text.empty() ? "" : "、");
    if (end - i >= kRun) {
      add(days[end - 1], signs::kTo);
      i = end;
    } else {
      ++i;
    }
  }
  return text;
}

/// The working days from begin to end, and beside them the holidays and make-up days: what a reviewer recounts.
std::string working_days_text(const Programme& programme, const Date& begin, const Date& end) {
  std::map<normalize::DayKind, std::vector<Date>> days;
  std::vector<Date> worked;
  for (std::int64_t number = begin.days(); number <= end.days(); ++number) {
    const Date day = Date::from_days(number);
    const auto kind = normalize::kind_of_day(day, programme);
    if (!kind) continue;
    days[*kind].push_back(day);
    if (*kind == normalize::DayKind::kWorking || *kind == normalize::DayKind::kMakeUp) worked.push_back(day);
  }
  std::string text = worked.empty() ? message(kId, "no-working-day") : days_text(worked);
  if (const auto& holidays = days[normalize::DayKind::kHoliday]; !holidays.empty())
    text += message(kId, "holidays", {{"days", days_text(holidays)}});
  if (const auto& made_up = days[normalize::DayKind::kMakeUp]; !made_up.empty())
    text += message(kId, "make-up", {{"days", days_text(made_up)}});
  return text;
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
  const std::optional<int> working = year_known ? normalize::working_days(begin, end, input.programme) : std::nullopt;
  const std::optional<int> counted = period.working_days ? working : std::optional<int>(calendar);
  if (counted && *counted == *period.stated_days) return {};
  const auto in_words = [&](int number) {
    return message(kId, period.working_days ? "working-days" : "days", {{"count", std::to_string(number)}});
  };
  const std::string stated = in_words(*period.stated_days);
  if (!counted) {
    // Working days never are more than calendar days: what does not fit even those is wrong in every calendar.
    if (*period.stated_days <= calendar) return {};
    Finding finding =
        period_finding(notice, period,
                       message(kId, "unknown-calendar",
                               {{"stated", stated},
                                {"begin", from},
                                {"end", to},
                                {"counted", message(kId, "days", {{"count", std::to_string(calendar)}})}}));
    finding.stated = stated;
    finding.verdict = Verdict::kInconclusive;
    return {finding};
  }
  const std::string result = in_words(*counted);
  // 5天 that are five working days: the notice may mean them.
  const bool may_mean_working = !period.working_days && working && *working == *period.stated_days;
  static constexpr int kListed = 60;  // days that are still worth naming
  const bool named = calendar <= kListed && (period.working_days || may_mean_working);
  const std::string days = named ? working_days_text(input.programme, begin, end) : std::string();
  const char* key = !named ? "violation" : period.working_days ? "working" : "may-mean-working";
  Finding finding = period_finding(
      notice, period,
      message(kId, key, {{"stated", stated}, {"begin", from}, {"end", to}, {"counted", result}, {"days", days}}));
  finding.stated = stated;
  finding.expected = result;
  finding.calculation = message(kId, "calculation", {{"begin", from}, {"end", to}, {"counted", result}});
  if (may_mean_working) finding.verdict = Verdict::kInconclusive;
  return {finding};
}

}  // namespace

Rule period_mismatch() { return {kId, 2, Severity::kError, false, check}; }

}  // namespace gongshi::audit::checks
