// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gongshi::extract {

/// Signs without width that programs put inside words: soft hyphens, joiners, marks of direction. They are no text.
[[nodiscard]] constexpr bool is_without_width(char32_t code) {
  return code == 0xAD || code == 0x34F || code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2064) ||
         (code >= 0x2066 && code <= 0x206F) || code == 0xFEFF;
}

}  // namespace gongshi::extract
