// SPDX-License-Identifier: GPL-3.0-or-later
// How alike two texts are, fast and forgiving: what row alignment, column finding and OCR's misreadings need. (Which
// words of a claim are the standard's is another question, answered elsewhere.)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gongshi::normalize {

/// What texts are compared by: full-width forms folded, letters lower case, white space and punctuation left out.
/// Digits stay.
[[nodiscard]] std::u32string likeness_key(std::string_view text);

/// A text's pairs of neighbouring characters, counted. A text of one character has one pair; an empty one none.
class Shingles {
 public:
  Shingles() = default;
  explicit Shingles(std::u32string_view key);

  [[nodiscard]] std::size_t size() const { return pairs_.size(); }
  [[nodiscard]] bool empty() const { return pairs_.empty(); }

  /// Sørensen–Dice coefficient of the two multisets, 0–1; 0 when either is empty.
  [[nodiscard]] static double likeness(const Shingles& a, const Shingles& b);
  /// Share of the pairs of `part` that stand in `whole`, 0–1; 0 when `part` is empty.
  [[nodiscard]] static double share_within(const Shingles& part, const Shingles& whole);

 private:
  static std::size_t common(const Shingles& a, const Shingles& b);

  std::vector<std::uint64_t> pairs_;  // sorted
};

/// likeness() of two texts by their keys.
[[nodiscard]] double likeness(std::string_view a, std::string_view b);

/// Edit distance (insertions, deletions, substitutions) of two keys, or `limit` + 1 where it is more than `limit`.
/// Cost: O(length × limit).
[[nodiscard]] std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t limit);

}  // namespace gongshi::normalize
