// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace gongshi {
inline namespace schema {

/// A day of the proleptic Gregorian calendar.
struct Date {
  int year = 0, month = 0, day = 0;

  [[nodiscard]] bool valid() const;
  /// Days since 1970-01-01. Precondition: valid().
  [[nodiscard]] std::int64_t days() const;
  [[nodiscard]] static Date from_days(std::int64_t days);
  /// 1 = Monday … 7 = Sunday. Precondition: valid().
  [[nodiscard]] int weekday() const;
  /// "2024-11-07".
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const Date&, const Date&) = default;
};

}  // namespace schema
}  // namespace gongshi
