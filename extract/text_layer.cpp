// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/text_layer.h"

#include <unicode/ucnv.h>

#include <bitset>
#include <cstddef>

namespace gongshi::extract {
namespace {

// Sound layers measured (all text PDFs of the corpus): no undecoded characters; bullets in private-use fonts stay far
// below.
constexpr double kMostUndecoded = 0.10;
// Sound Chinese notices have no characters outside the blocks of Chinese print (all text PDFs of the corpus: 0); tables
// spoilt by a rewriting program have 0.6–3 %, and as many wrong ones inside those blocks.
constexpr double kMostForeign = 0.004;
constexpr std::size_t kFewForeign = 2;
// The 3755 common characters of GB 2312 make up 97–99 % of the ideographs of a notice; characters drawn by chance 18 %.
constexpr double kLeastCommon = 0.70;
constexpr std::size_t kEnoughIdeographs = 40;  // below, the share of common ones says little
// A page that one picture covers is a scan even with a few words over it (a page number, a scanner's advertisement).
constexpr double kPicturePage = 0.5, kFullPicture = 0.8;
constexpr std::size_t kFewGlyphs = 12, kFewGlyphsOnFullPicture = 60;

bool in(char32_t code, char32_t first, char32_t last) { return first <= code && code <= last; }

constexpr char32_t kFirstIdeograph = 0x4E00, kLastIdeograph = 0x9FFF;

// Level 1 of GB 2312: rows 16–55 (lead bytes 0xB0–0xD7).
std::bitset<kLastIdeograph - kFirstIdeograph + 1> common_ideographs() {
  std::bitset<kLastIdeograph - kFirstIdeograph + 1> common;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("GB2312", &status);
  if (U_FAILURE(status)) return common.set();
  for (unsigned row = 0xB0; row <= 0xD7; ++row) {
    for (unsigned cell = 0xA1; cell <= 0xFE; ++cell) {
      const char bytes[2] = {static_cast<char>(row), static_cast<char>(cell)};
      UChar text[2] = {};
      UErrorCode conversion = U_ZERO_ERROR;
      const auto length = ucnv_toUChars(converter, text, 2, bytes, 2, &conversion);
      if (length == 1 && in(text[0], kFirstIdeograph, kLastIdeograph)) common.set(text[0] - kFirstIdeograph);
    }
  }
  ucnv_close(converter);
  return common;
}

// Blocks that Chinese print draws from.
bool is_of_chinese_print(char32_t code) {
  return in(code, 0x20, 0x7E) || in(code, kFirstIdeograph, kLastIdeograph) || in(code, 0x3400, 0x4DBF) ||
         in(code, 0x3000, 0x303F) || in(code, 0xFF00, 0xFFEF) || in(code, 0x2000, 0x2BFF) || in(code, 0x3200, 0x33FF) ||
         in(code, 0xA7, 0xB7) || code == 0xD7 || code == 0xF7 || in(code, 0xFE10, 0xFE6F) || in(code, 0x20000, 0x2FFFF);
}

bool is_undecoded(const DrawnPage& page) {
  const auto visible = static_cast<double>(page.content.glyphs.size());
  if (page.undecoded > kMostUndecoded * visible) return true;
  static const auto common = common_ideographs();
  std::size_t foreign = 0, ideographs = 0, common_ones = 0;
  for (const Glyph& glyph : page.content.glyphs) {
    if (!is_of_chinese_print(glyph.code)) ++foreign;
    if (!in(glyph.code, kFirstIdeograph, kLastIdeograph)) continue;
    ++ideographs;
    if (common[glyph.code - kFirstIdeograph]) ++common_ones;
  }
  if (foreign >= kFewForeign && static_cast<double>(foreign) > kMostForeign * visible) return true;
  return ideographs >= kEnoughIdeographs &&
         static_cast<double>(common_ones) < kLeastCommon * static_cast<double>(ideographs);
}

}  // namespace

TextLayer judge_text_layer(const DrawnPage& page) {
  const std::size_t visible = page.content.glyphs.size();
  const std::size_t few = page.picture_share > kFullPicture   ? kFewGlyphsOnFullPicture
                          : page.picture_share > kPicturePage ? kFewGlyphs
                                                              : 1;
  if (visible < few) {
    if (!page.hidden.empty()) return TextLayer::kHidden;
    return page.picture_share > kPicturePage ? TextLayer::kMissing : TextLayer::kEmpty;
  }
  return is_undecoded(page) ? TextLayer::kUndecoded : TextLayer::kTrusted;
}

std::string_view note_of(TextLayer layer) {
  switch (layer) {
    case TextLayer::kTrusted:
      return "";
    case TextLayer::kEmpty:
      return "The page is blank.";
    case TextLayer::kMissing:
      return "The page is a picture without a text layer.";
    case TextLayer::kHidden:
      return "The text layer is invisible (another program's recognition) and was not used.";
    case TextLayer::kUndecoded:
      return "The text layer's fonts do not say which characters they show; it was not used.";
  }
  return "";
}

}  // namespace gongshi::extract
