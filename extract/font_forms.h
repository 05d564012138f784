// SPDX-License-Identifier: GPL-3.0-or-later
// Characters that only fonts bring: a PDF's ToUnicode table often names the Kangxi radical ⽤ (U+2F64) where the page
// prints 用.
#pragma once

#include <string>

namespace gongshi::extract {

/// The plain characters that `code` stands for: radicals, strokes and compatibility ideographs become the ideograph,
/// ligatures their letters, vertical punctuation its horizontal form, full-width letters and digits the ASCII ones, all
/// spaces U+0020. Empty for characters without an appearance (soft hyphen, zero-width, controls). Everything else,
/// above all printed punctuation （，。；％①…), is returned as it is.
[[nodiscard]] std::u32string fold_font_form(char32_t code);

}  // namespace gongshi::extract
