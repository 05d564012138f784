// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/calendar.h"

#include <nlohmann/json.hpp>
#include <set>

#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

Date parse_day(const nlohmann::json& value) {
  Date date;
  std::sscanf(value.get_ref<const std::string&>().c_str(), "%4d-%2d-%2d", &date.year, &date.month, &date.day);
  return date;
}

struct Calendar {
  std::set<int> years;
  std::set<std::int64_t> off, work;  // days since 1970-01-01

  explicit Calendar(const Programme& programme) {
    for (const auto& [year, entry] : programme.words("holidays").at("years").items()) {
      years.insert(std::atoi(year.c_str()));
      for (const auto& range : entry.at("off"))
        for (std::int64_t day = parse_day(range.front()).days(); day <= parse_day(range.back()).days(); ++day)
          off.insert(day);
      for (const auto& value : entry.at("work")) work.insert(parse_day(value).days());
    }
  }
};

}  // namespace

int calendar_days(const Date& begin, const Date& end) { return static_cast<int>(end.days() - begin.days()) + 1; }

std::optional<DayKind> kind_of_day(const Date& day, const Programme& programme) {
  const Calendar& calendar = programme.prepared<Calendar>();
  if (calendar.years.count(day.year) == 0) return std::nullopt;
  if (calendar.work.count(day.days()) > 0) return DayKind::kMakeUp;
  if (calendar.off.count(day.days()) > 0) return DayKind::kHoliday;
  return day.weekday() <= 5 ? DayKind::kWorking : DayKind::kWeekEnd;
}

std::optional<bool> is_working_day(const Date& day, const Programme& programme) {
  const auto kind = kind_of_day(day, programme);
  if (!kind) return std::nullopt;
  return *kind == DayKind::kWorking || *kind == DayKind::kMakeUp;
}

std::optional<int> working_days(const Date& begin, const Date& end, const Programme& programme) {
  if (end.year - begin.year > 5) return std::nullopt;
  int count = 0;
  for (std::int64_t day = begin.days(); day <= end.days(); ++day) {
    const auto worked = is_working_day(Date::from_days(day), programme);
    if (!worked) return std::nullopt;
    count += *worked ? 1 : 0;
  }
  return count;
}

}  // namespace gongshi::normalize
