// SPDX-License-Identifier: GPL-3.0-or-later
// Calendar days and working days. The holidays and make-up working days stand in normalize/data/holidays.json with the
// number of the State Council's notice that each year is from.
#pragma once

#include <optional>
#include <string>

#include "schema/date.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Days from `begin` to `end`, both counted. Precondition: both valid, begin <= end.
[[nodiscard]] int calendar_days(const Date& begin, const Date& end);

/// Working days from `begin` to `end`, both counted: Monday to Friday without holidays, and make-up days. Empty where
/// the calendar of a year in between is not known. Precondition: both valid, begin <= end.
[[nodiscard]] std::optional<int> working_days(const Date& begin, const Date& end, const Programme& programme);

/// What a day is in the calendar of working days.
enum class DayKind { kWorking, kMakeUp, kWeekEnd, kHoliday };

/// Monday to Friday, a make-up working day, a Saturday or Sunday, or a day of a holiday of the State Council's notice
/// (week ends within it too); empty where the year's calendar is not known. Precondition: valid.
[[nodiscard]] std::optional<DayKind> kind_of_day(const Date& day, const Programme& programme);

/// Whether the day is worked; empty where its year's calendar is not known. Precondition: valid.
[[nodiscard]] std::optional<bool> is_working_day(const Date& day, const Programme& programme);

}  // namespace gongshi::normalize
