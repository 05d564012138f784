// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/compact_text.h"

#include <algorithm>

#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

// Zero-width signs, directions of writing, soft hyphens, variation selectors, control characters.
bool is_invisible(char32_t code) {
  return (code < 0x20 && code != U'\n') || (code >= 0x7F && code <= 0x9F) || code == 0xAD || code == 0x34F ||
         code == 0x61C || code == 0x115F || code == 0x1160 || code == 0x17B4 || code == 0x17B5 || code == 0x180E ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0x3164 || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF ||
         code == 0xFFA0 || (code >= 0xE0000 && code <= 0xE0FFF);
}

char32_t half_width(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
  if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x2500 || code == 0x2501 || code == 0xFE58 ||
      code == 0xFE63 || code == 0x30FC || code == 0x2043)
    return U'-';
  switch (code) {
    case 0xFE55:
    case 0x2236:
    case 0xFE13:
      return U':';
    case U'〔':
    case U'【':
    case U'〖':
    case U'﹙':
    case U'[':
    case U'{':
      return U'(';
    case U'〕':
    case U'】':
    case U'〗':
    case U'﹚':
    case U']':
    case U'}':
      return U')';
    case U'﹒':
    case U'․':
      return U'.';
    case U'•':
    case U'・':
    case U'･':
    case U'‧':
    case U'∙':
    case U'⋅':
      return U'·';
    default:
      break;
  }
  // Digits of other sets: circled, mathematical, Arabic.
  if (code >= 0x2460 && code <= 0x2468) return code - 0x2460 + U'1';
  if (code == 0x24EA) return U'0';
  if (code >= 0x1D7CE && code <= 0x1D7FF) return (code - 0x1D7CE) % 10 + U'0';
  if (code >= 0x660 && code <= 0x669) return code - 0x660 + U'0';
  if (code >= 0x6F0 && code <= 0x6F9) return code - 0x6F0 + U'0';
  return code;
}

}  // namespace

CompactText::CompactText(std::string_view text) {
  characters_.reserve(text.size() / 2);
  codes_.reserve(text.size() / 2);
  bool gap = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const auto begin = static_cast<std::uint32_t>(offset);
    const char32_t code = utf8::next(text, offset);
    if (is_blank(code)) {
      gap = true;
    } else if (!is_invisible(code)) {
      characters_.push_back({half_width(code), begin, static_cast<std::uint32_t>(offset), gap});
      codes_.push_back(characters_.back().code);
      gap = false;
    }
  }
}

std::u32string_view CompactText::view(std::size_t begin, std::size_t end) const {
  end = std::min(end, codes_.size());
  return begin >= end ? std::u32string_view() : std::u32string_view(codes_).substr(begin, end - begin);
}

int any_digit(char32_t code) {
  if (is_digit(code)) return static_cast<int>(code - U'0');
  if (code == signs::kZeroSign) return 0;
  if (code == signs::kSpokenOneSign || code == signs::kFinancial[1]) return 1;
  const std::size_t at = signs::kDigits.find(code);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace schema
}  // namespace gongshi
