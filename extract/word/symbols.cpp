// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/symbols.h"

#include <algorithm>
#include <string>

namespace gongshi::extract {
namespace {

struct Symbol {
  unsigned code;
  char32_t character;
};

// What notices and forms use of these fonts: relations, arrows, boxes, ticks, bullets, circled digits.
constexpr Symbol kSymbol[] = {
    {0x25, U'%'}, {0x2B, U'+'}, {0x2D, U'−'}, {0x3C, U'<'}, {0x3D, U'='}, {0x3E, U'>'}, {0x7E, U'∼'}, {0xA2, U'′'},
    {0xA3, U'≤'}, {0xA4, U'⁄'}, {0xA5, U'∞'}, {0xA8, U'♦'}, {0xAB, U'↔'}, {0xAC, U'←'}, {0xAD, U'↑'}, {0xAE, U'→'},
    {0xAF, U'↓'}, {0xB0, U'°'}, {0xB1, U'±'}, {0xB2, U'″'}, {0xB3, U'≥'}, {0xB4, U'×'}, {0xB7, U'•'}, {0xB8, U'÷'},
    {0xB9, U'≠'}, {0xBA, U'≡'}, {0xBB, U'≈'}, {0xBC, U'…'}, {0xD6, U'√'}, {0xD7, U'⋅'}, {0xDE, U'⇒'}, {0xE5, U'∑'},
};

constexpr Symbol kWingdings[] = {
    {0x28, U'☎'}, {0x29, U'✆'}, {0x2A, U'✉'}, {0x6C, U'●'}, {0x6D, U'❍'}, {0x6E, U'■'}, {0x6F, U'□'}, {0x70, U'◻'},
    {0x71, U'❑'}, {0x72, U'❒'}, {0x74, U'◆'}, {0x75, U'◆'}, {0x76, U'❖'}, {0x77, U'◆'}, {0x80, U'⓪'}, {0x81, U'①'},
    {0x82, U'②'}, {0x83, U'③'}, {0x84, U'④'}, {0x85, U'⑤'}, {0x86, U'⑥'}, {0x87, U'⑦'}, {0x88, U'⑧'}, {0x89, U'⑨'},
    {0x8A, U'⑩'}, {0x8C, U'❶'}, {0x8D, U'❷'}, {0x8E, U'❸'}, {0x8F, U'❹'}, {0x90, U'❺'}, {0x91, U'❻'}, {0x92, U'❼'},
    {0x93, U'❽'}, {0x94, U'❾'}, {0x95, U'❿'}, {0x9F, U'•'}, {0xA0, U'▪'}, {0xA1, U'○'}, {0xA4, U'◉'}, {0xA7, U'▪'},
    {0xA8, U'☐'}, {0xAB, U'★'}, {0xD8, U'➢'}, {0xE0, U'→'}, {0xFB, U'✗'}, {0xFC, U'✓'}, {0xFD, U'☒'}, {0xFE, U'☑'},
};

constexpr Symbol kWingdings2[] = {
    {0x4F, U'✗'}, {0x50, U'✓'}, {0x51, U'☒'}, {0x52, U'☑'}, {0x53, U'☒'},
    {0x54, U'☒'}, {0x97, U'●'}, {0x98, U'●'}, {0xA2, U'■'}, {0xA3, U'□'},
};

template <std::size_t N>
char32_t look_up(const Symbol (&table)[N], unsigned code) {
  for (const Symbol& symbol : table)
    if (symbol.code == code) return symbol.character;
  return 0;
}

}  // namespace

char32_t symbol_character(char32_t code, std::string_view font) {
  if (code >= 0xF000 && code <= 0xF0FF) code -= 0xF000;
  if (code > 0xFF) return 0;
  std::string name(font);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name == "symbol") return look_up(kSymbol, static_cast<unsigned>(code));
  if (name == "wingdings") return look_up(kWingdings, static_cast<unsigned>(code));
  if (name == "wingdings 2") return look_up(kWingdings2, static_cast<unsigned>(code));
  return 0;
}

char32_t bullet_character(char32_t code, std::string_view font) {
  if (const char32_t known = symbol_character(code, font)) return known;
  const bool private_use = code >= 0xE000 && code <= 0xF8FF;
  if (!private_use) return code;
  if (const char32_t guess = look_up(kWingdings, static_cast<unsigned>(code & 0xFF)); guess != 0 && font.empty())
    return guess;
  return U'•';
}

}  // namespace gongshi::extract
