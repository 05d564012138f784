// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::audit {

/// The word list `key` of audit/data/wording.json, as printed, longest first. Empty if absent. Loaded once; safe from
/// several threads.
[[nodiscard]] const std::vector<std::string>& word_list(std::string_view key);

/// The word of the list that stands first in `text` (the longest of those that start there) and where; npos if none.
/// White space within the printed word does not matter (正 在 建 设).
struct WordHit {
  std::size_t at = std::string::npos;
  std::string word;        ///< As the list has it.
  std::size_t length = 0;  ///< Bytes of the text that it takes up.
};
[[nodiscard]] WordHit find_word(std::string_view text, const std::vector<std::string>& words, std::size_t from = 0);

}  // namespace gongshi::audit
