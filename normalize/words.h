// SPDX-License-Identifier: GPL-3.0-or-later
// Vocabulary from word files, and finding its words in a folded text.
#pragma once

#include <bitset>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace gongshi::normalize {

/// Words with a number each; finds the longest at a position. Words are in folded form.
class WordTable {
 public:
  struct Match {
    std::size_t length = 0;  ///< Characters; at least 1.
    int value = 0;
  };

  void add(std::string_view word, int value);
  /// Call once after the last add().
  void finish();

  /// The longest word that begins at `position`.
  [[nodiscard]] std::optional<Match> starting_at(std::u32string_view text, std::size_t position) const;
  /// The longest word that ends before `position`.
  [[nodiscard]] std::optional<Match> ending_at(std::u32string_view text, std::size_t position) const;

 private:
  using Entries = std::vector<std::pair<std::u32string, int>>;
  /// Characters by their lower 13 bits: most of a text begins no word, and that is told without a look-up.
  using Letters = std::bitset<8192>;
  [[nodiscard]] static std::size_t bit(char32_t letter) { return letter % 8192; }

  Letters first_, last_;
  std::unordered_map<char32_t, Entries> by_first_, by_last_;
};

/// A text in which many lists of words are looked for: most words share no beginning with it, and that is told by its
/// letters (lower bits), without looking for each. Refers to the text.
class LetteredText {
 public:
  explicit LetteredText(std::u32string_view text) : text_(text) {
    for (const char32_t letter : text) letters_.set(letter % letters_.size());
  }
  [[nodiscard]] std::u32string_view text() const { return text_; }
  [[nodiscard]] bool contains(std::u32string_view word) const {
    return word.empty() || (letters_[word.front() % letters_.size()] && letters_[word.back() % letters_.size()] &&
                            text_.find(word) != std::u32string_view::npos);
  }

 private:
  std::u32string_view text_;
  std::bitset<1024> letters_;
};

/// True where any of the words stands in `text`.
[[nodiscard]] bool contains_any(const LetteredText& text, const std::vector<std::u32string>& words);
[[nodiscard]] bool contains_any(std::u32string_view text, const std::vector<std::u32string>& words);

/// True where `text` is one of the words, begins or ends with one of them.
[[nodiscard]] bool is_any(std::u32string_view text, const std::vector<std::u32string>& words);
[[nodiscard]] bool starts_with_any(std::u32string_view text, const std::vector<std::u32string>& words);
[[nodiscard]] bool ends_with_any(std::u32string_view text, const std::vector<std::u32string>& words);

/// A list of strings of a checked word file (Programme::words); empty where the file has no such list.
[[nodiscard]] std::vector<std::string> string_list(const nlohmann::json& object, const char* key);

/// The same, folded.
[[nodiscard]] std::vector<std::u32string> word_list(const nlohmann::json& object, const char* key);

/// Fills lists from those of a checked word file that has them all, folded.
void take_lists(const nlohmann::json& object,
                std::initializer_list<std::pair<std::vector<std::u32string>*, const char*>> lists);

/// The characters of a member of a checked word file, folded.
[[nodiscard]] std::u32string characters(const nlohmann::json& object, const char* key);

/// Where the first of the words stands in the text, and where the last one does; npos if none does.
[[nodiscard]] std::size_t first_of(std::u32string_view text, const std::vector<std::u32string>& words);
[[nodiscard]] std::size_t last_of(std::u32string_view text, const std::vector<std::u32string>& words);

/// The words of a list, each with `value`, or of an object of words with a whole number each; finished.
[[nodiscard]] WordTable word_table(const nlohmann::json& object, const char* key, int value = 0);

}  // namespace gongshi::normalize
