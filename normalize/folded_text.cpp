// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/folded_text.h"

#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

/// What folding leaves out: spaces within a line, and signs without width.
constexpr bool is_left_out(char32_t c) { return is_blank(c) || c == 0x200B || c == 0xFEFF; }

constexpr char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0x2010 && c <= 0x2015) return U'-';
  switch (c) {
    case 0x2212:
    case 0xFE63:
      return U'-';
    case 0x301C:
    case 0x223C:
      return U'~';
    case 0xB2:
      return U'2';
    case 0xB3:
      return U'3';
    case 0xFE6A:
      return U'%';
    case 0x2215:
      return U'/';
    case 0xB7:
    case 0x2022:
      return U'·';
    default:
      return c;
  }
}

}  // namespace

FoldedText::FoldedText(std::string_view text) {
  chars.reserve(text.size() / 3 + 8);
  begins.reserve(chars.capacity());
  ends.reserve(chars.capacity());
  gaps.reserve(chars.capacity());
  std::uint8_t gap = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto begin = static_cast<std::uint32_t>(offset);
    const char32_t code = utf8::next(text, offset);
    if (is_left_out(code)) {
      if (gap < 255) ++gap;
      continue;
    }
    chars.push_back(fold(code));
    begins.push_back(begin);
    ends.push_back(static_cast<std::uint32_t>(offset));
    gaps.push_back(gap);
    gap = 0;
  }
}

ByteRange FoldedText::range(std::size_t first, std::size_t last) const {
  if (first >= last) {
    const std::uint32_t at = first < begins.size() ? begins[first] : ends.empty() ? 0 : ends.back();
    return {at, at};
  }
  return {begins[first], ends[last - 1]};
}

std::u32string folded(std::string_view text) { return FoldedText(text).chars; }

}  // namespace gongshi::normalize
