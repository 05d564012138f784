// SPDX-License-Identifier: GPL-3.0-or-later
// The few things that every folder needs of UTF-8. Anything that needs character properties uses ICU in its own folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gongshi::utf8 {

/// Bytes of the code point that starts with `lead`: 1–4; 1 for a byte that cannot start one.
[[nodiscard]] constexpr std::size_t length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1;
}

/// The code point at `offset`, which is advanced past it. Malformed bytes give U+FFFD, one per byte. Precondition:
/// offset < text.size().
[[nodiscard]] char32_t next(std::string_view text, std::size_t& offset);

/// Appends `code` (U+FFFD for surrogates and values past U+10FFFF).
void append(std::string& text, char32_t code);

/// Number of code points (malformed bytes count one each).
[[nodiscard]] std::size_t count(std::string_view text);

/// UTF-32 and back; malformed bytes give U+FFFD.
[[nodiscard]] std::u32string decode(std::string_view text);
[[nodiscard]] std::string encode(std::u32string_view text);

/// Where `word` first stands in `text`, at or behind `from`; npos if nowhere. As text.find(word, from), which looks at
/// every place with the word's first byte: in Chinese text that is every third one.
[[nodiscard]] std::size_t find(std::string_view text, std::string_view word, std::size_t from = 0);

/// True where every byte belongs to a well-formed code point.
[[nodiscard]] bool valid(std::string_view text);

}  // namespace gongshi::utf8
