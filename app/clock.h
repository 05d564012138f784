// SPDX-License-Identifier: GPL-3.0-or-later
// The day and the time that results bear.
#pragma once

#include <string>

#include "schema/date.h"

namespace gongshi::app {

/// A day with a time of that day, by the machine's clock and its time zone; by SOURCE_DATE_EPOCH (seconds since 1970,
/// as reproducible builds have it) where it is set.
struct Moment {
  Date day;
  std::string time;  ///< "12:05"
};
[[nodiscard]] Moment now();

/// The program's version: "0.1.0".
[[nodiscard]] std::string program_version();

}  // namespace gongshi::app
