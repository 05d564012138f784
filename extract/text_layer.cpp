// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/text_layer.h"

#include <cstddef>
#include <set>
#include <string_view>

#include "extract/common_ideographs.h"

namespace gongshi::extract {
namespace {

// Sound layers measured (all text PDFs of the corpus): no undecoded characters; bullets in private-use fonts stay far
// below.
constexpr double kMostUndecoded = 0.10;
// Sound Chinese notices have no characters outside the blocks of Chinese print (all text PDFs of the corpus: 0); tables
// spoilt by a rewriting program have 0.6–3 %, and as many wrong ones inside those blocks.
constexpr double kMostForeign = 0.004;
constexpr std::size_t kFewForeign = 2;
// Signs of other scripts that Chinese notices do use (¥, é, Φ, kana) are few in kind; spoilt tables show ever new ones.
constexpr std::size_t kMostOddSigns = 8;
constexpr double kMostOdd = 0.05;
// The 3755 common characters of GB 2312 make up 97–99 % of the ideographs of a notice; characters drawn by chance 18 %.
constexpr double kLeastCommon = 0.70;
constexpr std::size_t kEnoughIdeographs = 40;  // below, the share of common ones says little
// A page that one picture covers is a scan even with a few words over it (a page number, a scanner's advertisement).
constexpr double kPicturePage = 0.5, kFullPicture = 0.8;
constexpr std::size_t kFewGlyphs = 12, kFewGlyphsOnFullPicture = 60;

// A short notice has 500 characters of 2 to 10 outlines each on 15 lines; an emblem has hundreds in one place.
constexpr std::size_t kLeastOutlines = 200, kOutlinesForOneGlyph = 8;
constexpr int kLeastBands = 8;

bool in(char32_t code, char32_t first, char32_t last) { return first <= code && code <= last; }

// Blocks that Chinese print draws from.
bool is_of_chinese_print(char32_t code) {
  return in(code, 0x20, 0x7E) || is_ideograph(code) || in(code, 0x3400, 0x4DBF) || in(code, 0x3000, 0x303F) ||
         in(code, 0xFF00, 0xFFEF) || in(code, 0x2000, 0x2BFF) || in(code, 0x3200, 0x33FF) || in(code, 0xA7, 0xB7) ||
         code == 0xD7 || code == 0xF7 || in(code, 0xFE10, 0xFE6F) || in(code, 0x20000, 0x2FFFF);
}

// Currency, the accented Latin of pinyin and names, Greek, kana, Cyrillic. Spoilt tables bring ÿ, Ā and controls.
bool is_odd_sign(char32_t code) {
  constexpr std::u32string_view kPinyin = U"āēīōūǖ";
  return in(code, 0xA1, 0xFE) || in(code, 0x1CD, 0x1DC) || kPinyin.find(code) != std::u32string_view::npos ||
         in(code, 0x370, 0x45F) || in(code, 0x3040, 0x312F) || in(code, 0x31A0, 0x31FF);
}

bool is_undecoded(const DrawnPage& page) {
  const auto visible = static_cast<double>(page.content.glyphs.size());
  if (page.undecoded > kMostUndecoded * visible) return true;
  std::size_t foreign = 0, odd = 0, ideographs = 0, common_ones = 0;
  std::set<char32_t> odd_kinds;
  for (const Glyph& glyph : page.content.glyphs) {
    if (!is_of_chinese_print(glyph.code)) {
      ++foreign;
      if (is_odd_sign(glyph.code)) {
        ++odd;
        odd_kinds.insert(glyph.code);
      }
    }
    if (!is_ideograph(glyph.code)) continue;
    ++ideographs;
    if (is_common_ideograph(glyph.code)) ++common_ones;
  }
  if (odd_kinds.size() <= kMostOddSigns && static_cast<double>(odd) <= kMostOdd * visible) foreign -= odd;
  if (foreign >= kFewForeign && static_cast<double>(foreign) > kMostForeign * visible) return true;
  return ideographs >= kEnoughIdeographs &&
         static_cast<double>(common_ones) < kLeastCommon * static_cast<double>(ideographs);
}

// Text drawn as outlines: many small shapes over many lines, and next to no characters.
bool is_drawn(const DrawnPage& page) {
  return page.outlines >= kLeastOutlines && page.outline_bands >= kLeastBands &&
         kOutlinesForOneGlyph * page.content.glyphs.size() < page.outlines;
}

}  // namespace

TextLayer judge_text_layer(const DrawnPage& page) {
  const std::size_t visible = page.content.glyphs.size();
  const std::size_t few = page.picture_share > kFullPicture   ? kFewGlyphsOnFullPicture
                          : page.picture_share > kPicturePage ? kFewGlyphs
                                                              : 1;
  if (is_drawn(page)) return TextLayer::kDrawn;
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
    case TextLayer::kDrawn:
      return "The page's text is drawn as outlines; it was recognised.";
    case TextLayer::kHidden:
      return "The text layer is invisible (another program's recognition) and was not used.";
    case TextLayer::kUndecoded:
      return "The text layer's fonts do not say which characters they show; it was not used.";
  }
  return "";
}

}  // namespace gongshi::extract
