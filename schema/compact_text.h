// SPDX-License-Identifier: GPL-3.0-or-later
// A text as the search for personal data sees it: however it is spaced or set, a number is its digits and a name its
// characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/claim.h"

namespace gongshi {
inline namespace schema {

/// One character that is neither a blank nor invisible.
struct CompactCharacter {
  char32_t code = 0;        ///< Half width (Ａ is A, ： is :, dashes are -).
  std::uint32_t begin = 0;  ///< Bytes of the original, half open.
  std::uint32_t end = 0;
  bool gap = false;  ///< A blank stands before it.
};

/// Characters of a text without blanks and zero-width signs; line feeds stay.
class CompactText {
 public:
  explicit CompactText(std::string_view text);

  [[nodiscard]] std::size_t size() const { return characters_.size(); }
  /// 0 past the end.
  [[nodiscard]] char32_t at(std::size_t i) const { return i < characters_.size() ? characters_[i].code : U'\0'; }
  [[nodiscard]] const CompactCharacter& operator[](std::size_t i) const { return characters_[i]; }
  [[nodiscard]] bool gap(std::size_t i) const { return i >= characters_.size() || characters_[i].gap; }
  /// The codes of [begin, end), cut at the text's end.
  [[nodiscard]] std::u32string_view view(std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::u32string_view from(std::size_t begin) const { return view(begin, codes_.size()); }
  /// The bytes of the characters [begin, end), end > begin, with what stands between them.
  [[nodiscard]] ByteRange range(std::size_t begin, std::size_t end) const {
    return {characters_[begin].begin, characters_[end - 1].end};
  }

 private:
  std::vector<CompactCharacter> characters_;
  std::u32string codes_;
};

/// 0–9 for a digit of any width, also for one written as a Chinese character (〇, 一 … 九, 幺); -1 for others.
[[nodiscard]] int any_digit(char32_t code);

}  // namespace schema
}  // namespace gongshi
