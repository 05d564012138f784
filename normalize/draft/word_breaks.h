// SPDX-License-Identifier: GPL-3.0-or-later
// Chinese text cut into the words of a dictionary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::normalize {

/// The words of a text without signs and blanks, in their order, by ICU's dictionary: 生活垃圾分类 → 生活, 垃圾, 分类.
/// A character that forms no word with its neighbours is one of its own. The whole text as one word where ICU has no
/// dictionary.
[[nodiscard]] std::vector<std::u32string> dictionary_words(std::u32string_view text);

}  // namespace gongshi::normalize
