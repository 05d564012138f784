// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

/// `value` as Word shows it in the number format `format`, the value of w:numFmt/@w:val (ECMA-376 part 1, 17.18.59):
/// "decimal", "chineseCounting", "decimalEnclosedCircle", "upperRoman" … "none" and "bullet" give "". Values outside a
/// format's range, and formats that Word itself falls back for, give plain digits.
[[nodiscard]] std::string format_number(int value, std::string_view format);

}  // namespace gongshi::extract
