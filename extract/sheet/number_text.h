// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

/// The number `stored` (as in the file: "0.80500000000000005", "45601") as Excel shows it in the number format `format`
/// (ECMA-376 part 1, 18.8.31: "General", "0.00%", "#,##0", "yyyy\"年\"m\"月\"d\"日\"" …). Rounds half up on the decimal
/// value at 15 digits, as Excel does. Formats that are not understood (fractions, exponents) give the plain number;
/// what is no number is given back as it is. `since_1904`: dates count from 1904-01-01.
[[nodiscard]] std::string number_text(std::string_view stored, std::string_view format, bool since_1904 = false);

/// The format code of a built-in number format id as a Chinese Excel shows it; "General" for ids without one.
[[nodiscard]] std::string_view built_in_format(int id);

}  // namespace gongshi::extract
