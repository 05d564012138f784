// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/dates.h"

#include <unicode/gregocal.h>

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace gongshi;

namespace {

/// "2023-10-30..2023-11-03", one per date, joined by spaces.
std::string dates(const std::string& text) {
  std::string all;
  for (const normalize::DateReading& date : normalize::find_dates(normalize::FoldedText(text), test::programme())) {
    all += (all.empty() ? "" : " ") + date.mention.begin.to_string();
    if (date.mention.end) all += ".." + date.mention.end->to_string();
  }
  return all;
}

}  // namespace

TEST_CASE("dates and ranges as people write them") {
  for (const auto& [text, found] : std::vector<std::pair<std::string, std::string>>{
           {"2023年 10月 30日-11月 3日", "2023-10-30..2023-11-03"},
           {"2024年11月1日-5日", "2024-11-01..2024-11-05"},
           {"2024 年 8月 1日—31日", "2024-08-01..2024-08-31"},
           {"自9月26日始—9月30日止", "0000-09-26..0000-09-30"},
           {"2024.11.06-2024.11.12", "2024-11-06..2024-11-12"},
           {"2024年9月18日", "2024-09-18"},
           {"二〇二四年八月一日", "2024-08-01"},
           {"12月28日-1月3日", "0000-12-28..0000-01-03"},
           {"2023年12月28日-1月3日", "2023-12-28..2024-01-03"},
           {"2024年组织5次", "2024-00-00"},
           {"1.公开；2.2024年11月30日召开", "2024-11-30"},
           {"占2.2024", ""},
           {"截止9月底", "0000-09-00"},
           {"12个月", ""},
           {"覆盖率3.5", ""},
       }) {
    INFO(text);
    CHECK(dates(text) == found);
  }
}

TEST_CASE("days that the calendar does not have are marked") {
  const auto found = normalize::find_dates(normalize::FoldedText("11月27日至11月31日"), test::programme());
  REQUIRE(found.size() == 1);
  CHECK(found[0].begin_valid);
  CHECK_FALSE(found[0].end_valid);
}

TEST_CASE("years come from the context") {
  for (const auto& [month, year] :
       std::vector<std::pair<int, int>>{{11, 2023}, {12, 2023}, {10, 2023}, {9, 2023}, {1, 2024}}) {
    DateMention mention;
    mention.begin = {0, month, 6};
    normalize::infer_years(mention, {2023, 11, 3});
    INFO(month);
    CHECK(mention.begin.year == year);
  }
}

TEST_CASE("what a claim tells happened before the acceptance, or little after it") {
  struct Case {
    std::string text, date;
  };
  for (const Case& each : std::vector<Case>{{"截至6月底", "2023-06-00"},
                                            {"10月15日开展", "2023-10-15"},
                                            {"截止12月底", "2023-12-00"},
                                            {"今年3月上线", "2023-03-00"},
                                            {"去年12月20日", "2022-12-20"},
                                            {"2022年12月28日至1月3日", "2022-12-28..2023-01-03"},
                                            {"自去年11月", "2022-11-00"}}) {
    auto found = normalize::find_dates(normalize::FoldedText(each.text), test::programme());
    REQUIRE(found.size() == 1);
    normalize::infer_event_years(found[0].mention, {2023, 11, 3}, found[0].relative_year);
    const DateMention& mention = found[0].mention;
    INFO(each.text);
    CHECK(mention.begin.to_string() + (mention.end ? ".." + mention.end->to_string() : "") == each.date);
  }
  DateMention winter;
  winter.begin = {0, 12, 5};
  normalize::infer_event_years(winter, {2024, 3, 8}, std::nullopt);
  CHECK(winter.begin.year == 2023);
}

TEST_CASE("days and week days agree with ICU's calendar") {
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), status);
  REQUIRE(U_SUCCESS(status));
  int wrong = 0;
  for (std::int64_t day = Date{2020, 1, 1}.days(); day <= Date{2030, 12, 31}.days(); ++day) {
    calendar.setTime(static_cast<double>(day) * 86'400'000.0, status);
    const Date date = Date::from_days(day);
    const int weekday = (calendar.get(UCAL_DAY_OF_WEEK, status) + 5) % 7 + 1;  // ICU: Sunday is 1
    wrong += date.year != calendar.get(UCAL_YEAR, status) || date.month != calendar.get(UCAL_MONTH, status) + 1 ||
             date.day != calendar.get(UCAL_DATE, status) || date.weekday() != weekday || date.days() != day ||
             normalize::days_in_month(date.year, date.month) != calendar.getActualMaximum(UCAL_DATE, status);
  }
  CHECK(wrong == 0);
}
