// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gongshi::extract {

/// One of the block of CJK ideographs that Chinese print uses (U+4E00–9FFF).
[[nodiscard]] constexpr bool is_ideograph(char32_t code) { return code >= 0x4E00 && code <= 0x9FFF; }

/// One of the 3755 common characters of GB 2312 (its level 1), which make up 97–99 % of a notice's ideographs.
[[nodiscard]] bool is_common_ideograph(char32_t code);

}  // namespace gongshi::extract
