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
struct WordHit {
  std::size_t at = std::string::npos;
  std::string word;
};
[[nodiscard]] WordHit find_word(std::string_view text, const std::vector<std::string>& words, std::size_t from = 0);

}  // namespace gongshi::audit
