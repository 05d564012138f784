// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/calendar.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace gongshi;
using namespace gongshi::normalize;

TEST_CASE("both ends of a period are counted") {
  CHECK(calendar_days({2024, 11, 7}, {2024, 12, 12}) == 36);
  CHECK(calendar_days({2024, 2, 28}, {2024, 3, 1}) == 3);
}

TEST_CASE("holidays and make-up working days of the State Council") {
  CHECK(is_working_day({2024, 9, 29}, test::programme()) == true);   // a Sunday worked for the National Day
  CHECK(is_working_day({2024, 10, 12}, test::programme()) == true);  // a Saturday
  CHECK(is_working_day({2024, 10, 7}, test::programme()) == false);
  CHECK(is_working_day({2023, 6, 25}, test::programme()) == true);
  CHECK(is_working_day({2023, 6, 23}, test::programme()) == false);
  CHECK(is_working_day({2025, 10, 8}, test::programme()) == false);
  CHECK(is_working_day({2022, 10, 9}, test::programme()) == true);
  CHECK(working_days({2024, 9, 30}, {2024, 10, 12}, test::programme()) == 6);
  CHECK(working_days({2023, 11, 6}, {2023, 11, 10}, test::programme()) == 5);
}

TEST_CASE("a year whose holidays are not in the data is not counted") {
  CHECK_FALSE(working_days({2027, 1, 4}, {2027, 1, 8}, test::programme()).has_value());
  CHECK_FALSE(working_days({2021, 12, 30}, {2022, 1, 5}, test::programme()).has_value());
}

TEST_CASE("every make-up day is a week end") {
  for (int year = 2022; year <= 2026; ++year) {
    int worked = 0, off = 0;
    for (std::int64_t day = Date{year, 1, 1}.days(); day <= Date{year, 12, 31}.days(); ++day) {
      const Date date = Date::from_days(day);
      const bool work = is_working_day(date, test::programme()).value();
      worked += work && date.weekday() > 5;
      off += !work && date.weekday() <= 5;
    }
    INFO(year);
    // Eleven statutory days until 2024, thirteen from 2025; what is off beyond them is worked elsewhere.
    CHECK(worked >= 5);
    CHECK(worked <= 8);
    CHECK(off >= 15);
    CHECK(off <= 21);
  }
}
