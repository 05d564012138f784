// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/calendar.h"

#include <nlohmann/json.hpp>
#include <set>

#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

struct Calendar {
  std::set<int> years;
  std::set<std::int64_t> off, work;  // days since 1970-01-01
};

std::optional<Date> parse_day(const nlohmann::json& value) {
  if (!value.is_string()) return std::nullopt;
  Date date;
  const std::string text = value.get<std::string>();
  if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2d-%2d", &date.year, &date.month, &date.day) != 3 ||
      !date.valid())
    return std::nullopt;
  return date;
}

void add_year(const nlohmann::json& entry, Calendar& calendar) {
  if (const auto off = entry.find("off"); off != entry.end() && off->is_array())
    for (const auto& range : *off) {
      if (!range.is_array() || range.size() != 2) continue;
      const auto first = parse_day(range[0]), last = parse_day(range[1]);
      if (first && last && *first <= *last)
        for (std::int64_t day = first->days(); day <= last->days(); ++day) calendar.off.insert(day);
    }
  if (const auto work = entry.find("work"); work != entry.end() && work->is_array())
    for (const auto& value : *work)
      if (const auto day = parse_day(value)) calendar.work.insert(day->days());
}

const Calendar& calendar() {
  static const Calendar kCalendar = [] {
    Calendar loaded;
    const nlohmann::json object = read_vocabulary("holidays");
    if (const auto years = object.find("years"); years != object.end() && years->is_object())
      for (const auto& [year, entry] : years->items()) {
        loaded.years.insert(std::atoi(year.c_str()));
        add_year(entry, loaded);
      }
    return loaded;
  }();
  return kCalendar;
}

}  // namespace

int calendar_days(const Date& begin, const Date& end) { return static_cast<int>(end.days() - begin.days()) + 1; }

std::optional<DayKind> kind_of_day(const Date& day) {
  if (calendar().years.count(day.year) == 0) return std::nullopt;
  if (calendar().work.count(day.days()) > 0) return DayKind::kMakeUp;
  if (calendar().off.count(day.days()) > 0) return DayKind::kHoliday;
  return day.weekday() <= 5 ? DayKind::kWorking : DayKind::kWeekEnd;
}

std::optional<bool> is_working_day(const Date& day) {
  const auto kind = kind_of_day(day);
  if (!kind) return std::nullopt;
  return *kind == DayKind::kWorking || *kind == DayKind::kMakeUp;
}

std::optional<int> working_days(const Date& begin, const Date& end) {
  if (end.year - begin.year > 5) return std::nullopt;
  int count = 0;
  for (std::int64_t day = begin.days(); day <= end.days(); ++day) {
    const auto worked = is_working_day(Date::from_days(day));
    if (!worked) return std::nullopt;
    count += *worked ? 1 : 0;
  }
  return count;
}

}  // namespace gongshi::normalize
