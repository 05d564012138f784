// SPDX-License-Identifier: GPL-3.0-or-later
// A text as the fact parsers read it: one width, one case, no white space, and every character knows where it stands in
// the text it was made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/characters.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// Full-width forms become ASCII (， ： ％ （ too), letters lower case, dashes '-', tildes '~', superscripts digits.
/// White space is left out, but "\n" between paragraphs stays.
struct FoldedText {
  std::u32string chars;
  std::vector<std::uint32_t> begins;  ///< Byte offset in the text of each character.
  std::vector<std::uint32_t> ends;    ///< Byte offset past it.
  std::vector<std::uint8_t> gaps;     ///< How many white space characters stood before it.

  explicit FoldedText(std::string_view text);

  [[nodiscard]] std::size_t size() const { return chars.size(); }
  [[nodiscard]] std::u32string_view view() const { return chars; }
  /// Precondition: first <= last <= size().
  [[nodiscard]] std::u32string_view view(std::size_t first, std::size_t last) const {
    return std::u32string_view(chars).substr(first, last - first);
  }
  /// The character at `index`, or 0 outside of the text.
  [[nodiscard]] char32_t at(std::size_t index) const { return index < chars.size() ? chars[index] : U'\0'; }
  /// Bytes of the text from character `first` to before `last`; an empty range where first >= last.
  [[nodiscard]] ByteRange range(std::size_t first, std::size_t last) const;
};

/// The folded form of vocabulary: as FoldedText::chars.
[[nodiscard]] std::u32string folded(std::string_view text);

[[nodiscard]] constexpr bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

}  // namespace gongshi::normalize
