// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/date_text.h"

#include "schema/chinese_signs.h"

namespace gongshi {
inline namespace schema {

std::string date_text(const Date& date) {
  std::string text;
  const auto add = [&](int number, std::string_view sign) {
    if (number > 0) text.append(std::to_string(number)).append(sign);
  };
  add(date.year, signs::kYear);
  add(date.month, signs::kMonth);
  add(date.day, signs::kDay);
  return text;
}

}  // namespace schema
}  // namespace gongshi
