// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gongshi::extract {

/// The Unicode character that looks like character `code` (0xF000–0xF0FF or 0x00–0xFF) of a symbol font ("Symbol",
/// "Wingdings", "Wingdings 2"; case does not matter). 0 where it is not known here.
[[nodiscard]] char32_t symbol_character(char32_t code, std::string_view font);

/// A bullet's character: as above, and • for one that no known font explains.
[[nodiscard]] char32_t bullet_character(char32_t code, std::string_view font);

}  // namespace gongshi::extract
