// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "schema/programme.h"

namespace gongshi::audit {

/// A word of a list in a text, and where; npos if nowhere.
struct WordHit {
  std::size_t at = std::string::npos;
  std::string word;        ///< As the list has it.
  std::size_t length = 0;  ///< Bytes of the text that it takes up.
};

/// Words as printed, longest first, ready for finding any of them in one pass over a text.
class WordList {
 public:
  WordList() = default;
  /// Precondition: no word is empty.
  explicit WordList(std::vector<std::string> words);
  WordList(std::initializer_list<std::string> words) : WordList(std::vector<std::string>(words)) {}

  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

  /// The word that stands first in `text`, at or behind `from` (the longest of those that start there). White space
  /// within the printed word does not matter (正 在 建 设).
  [[nodiscard]] WordHit find_in(std::string_view text, std::size_t from = 0) const;

 private:
  using Letters = std::bitset<2048>;
  /// A number for the character at `at`, below the size of Letters.
  [[nodiscard]] static std::size_t letter(std::string_view text, std::size_t at);

  std::vector<std::string> words_;
  Letters beginnings_;  ///< First characters of the words: most of a text begins none, told without comparing.
};

/// The list `key` of the programme's word file "wording", or "elsewhere METRIC" and "here METRIC" of its members of
/// these names. Empty if absent. Lives as long as the programme.
[[nodiscard]] const WordList& word_list(std::string_view key, const Programme& programme);

/// The entry `key` of "special" in the programme's word file "metrics" (satisfaction: the metric of a poll); "" if it
/// has none. Lives as long as the programme.
[[nodiscard]] std::string_view special_metric(std::string_view key, const Programme& programme);

/// words.find_in(text, from)
[[nodiscard]] WordHit find_word(std::string_view text, const WordList& words, std::size_t from = 0);

/// Whether any of the words stands in the text, at its start, at its end (as printed there), or is the whole of it.
[[nodiscard]] bool has_word(std::string_view text, const WordList& words);
[[nodiscard]] bool starts_with_word(std::string_view text, const WordList& words);
[[nodiscard]] bool ends_with_word(std::string_view text, const WordList& words);
[[nodiscard]] bool is_word(std::string_view text, const WordList& words);

}  // namespace gongshi::audit
