// SPDX-License-Identifier: GPL-3.0-or-later
// How bytes travel as text in MIME files and web addresses. What is wrong in the input is passed over.
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

[[nodiscard]] std::string from_quoted_printable(std::string_view text);
[[nodiscard]] std::string from_base64(std::string_view text);
/// %E5 → the byte 0xE5.
[[nodiscard]] std::string from_percents(std::string_view text);

}  // namespace gongshi::extract
