// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/date.h"

#include <chrono>
#include <cstdio>

namespace gongshi {
inline namespace schema {

namespace {
std::chrono::year_month_day calendar_day(const Date& date) {
  return std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
         std::chrono::day(static_cast<unsigned>(date.day));
}
}  // namespace

bool Date::valid() const { return month >= 1 && month <= 12 && day >= 1 && day <= 31 && calendar_day(*this).ok(); }

std::int64_t Date::days() const { return std::chrono::sys_days(calendar_day(*this)).time_since_epoch().count(); }

Date Date::from_days(std::int64_t days) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

int Date::weekday() const {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(calendar_day(*this))).iso_encoding());
}

std::string Date::to_string() const {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  return text;
}

}  // namespace schema
}  // namespace gongshi
