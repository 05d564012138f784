// SPDX-License-Identifier: GPL-3.0-or-later
// The one definition of a digit, a Chinese character and a space.
#pragma once

namespace gongshi {
inline namespace schema {

/// 0–9 in half width.
[[nodiscard]] constexpr bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }

/// A Chinese character: the ideographs of every block, also those for compatibility, and 〇.
[[nodiscard]] constexpr bool is_han(char32_t code) {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) || code == 0x3007 ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

/// White space of any width, a line's end too. Signs without width are none.
[[nodiscard]] constexpr bool is_space(char32_t code) {
  return code == U' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
         code == 0x3000;
}

/// White space within a line.
[[nodiscard]] constexpr bool is_blank(char32_t code) { return code != U'\n' && is_space(code); }

}  // namespace schema
}  // namespace gongshi
