// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "extract/word/word97_xml.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

// Codes of [MS-DOC] 2.6.
constexpr std::uint16_t kInTable = 0x2416, kRowEnd = 0x2417, kDepth = 0x6649, kInnerCell = 0x244B,
                        kInnerRowEnd = 0x244C, kAlign = 0x2461, kAlign80 = 0x2403, kLevel = 0x260A, kList = 0x460B,
                        kHuge = 0x6646, kHuge2 = 0x6645;
constexpr std::uint16_t kDeleted = 0x0800, kHidden = 0x083C, kSpecial = 0x0855, kSymbol = 0x6A09, kPosition = 0x2A48,
                        kSize = 0x4A43, kStyle = 0x4A30, kFont = 0x4A4F, kPictureAt = 0x6A03;
constexpr int kMostNested = 4;  // Changes that are stored elsewhere, and there again.
constexpr int kGroupTable = 5;  // sgc: what a change is about.

}  // namespace

std::string escaped(std::u16string_view text) {
  std::string xml;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t code = text[i];
    if (code >= 0xD800 && code < 0xDC00 && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (text[i + 1] - 0xDC00U);
      ++i;
    }
    switch (code) {
      case U'&':
        xml += "&amp;";
        break;
      case U'<':
        xml += "&lt;";
        break;
      case U'>':
        xml += "&gt;";
        break;
      case U'"':
        xml += "&quot;";
        break;
      default:
        if (code >= 0x20) utf8::append(xml, code);
    }
  }
  return xml;
}

std::string root_tag(std::string_view name) {
  return fmt::format("<w:{} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">", name);
}

void ParagraphChanges::apply(const Word97File& file, std::string_view grpprl, int nested) {
  for (const Sprm& sprm : sprms_of(grpprl)) {
    const bool on = sprm.value(1) != 0;
    switch (sprm.code) {
      case kInTable:
        in_table = on;
        break;
      case kRowEnd:
        row_end = on;
        break;
      case kInnerCell:
        inner_cell = on;
        break;
      case kInnerRowEnd:
        inner_row_end = on;
        break;
      case kDepth:
        depth = static_cast<int>(std::min<std::uint32_t>(sprm.value(4), 64));
        break;
      case kAlign:
      case kAlign80:
        centered = sprm.value(1) == 1;
        break;
      case kLevel:
        level = static_cast<int>(sprm.value(1));
        break;
      case kList:
        list = static_cast<int>(sprm.value(2));
        break;
      case kHuge:
      case kHuge2:
        if (nested < kMostNested) apply(file, file.huge_grpprl(sprm.value(4)), nested + 1);
        break;
      default:
        if ((sprm.code >> 10 & 7) == kGroupTable) table.push_back(sprm);
    }
  }
}

std::string ParagraphChanges::xml() const {
  std::string text;
  if (list || level) {
    text += "<w:numPr>";
    if (level) text += fmt::format("<w:ilvl w:val=\"{}\"/>", *level);
    // From 0x7FF on: a paragraph that once was in a list.
    if (list) text += fmt::format("<w:numId w:val=\"{}\"/>", *list < 0x7FF ? *list : 0);
    text += "</w:numPr>";
  }
  if (centered) text += *centered ? "<w:jc w:val=\"center\"/>" : "<w:jc w:val=\"left\"/>";
  return text;
}

void CharacterChanges::apply(std::string_view grpprl) {
  for (const Sprm& sprm : sprms_of(grpprl)) {
    const std::uint32_t toggle = sprm.value(1);
    switch (sprm.code) {
      case kDeleted:
        deleted = toggle != 0;
        break;
      // 0x80: as the style says; 0x81: the opposite.
      case kHidden:
        hidden = toggle == 0x80 ? std::optional<bool>() : toggle != 0;
        break;
      case kSpecial:
        special = toggle != 0;
        break;
      case kPosition:
        superscript = toggle == 1;
        break;
      case kSize:
        half_points = static_cast<int>(sprm.value(2));
        break;
      case kStyle:
        style = static_cast<int>(sprm.value(2));
        break;
      case kFont:
        font = static_cast<int>(sprm.value(2));
        break;
      case kPictureAt:
        picture = sprm.value(4);
        break;
      case kSymbol:
        symbol = {static_cast<int>(sprm.value(2)), static_cast<char16_t>(sprm.value(4) >> 16)};
        break;
      default:
        break;
    }
  }
}

std::string CharacterChanges::xml(const SymbolFonts& fonts) const {
  std::string text;
  if (style) text += fmt::format("<w:rStyle w:val=\"s{}\"/>", *style);
  if (const auto name = font ? fonts.find(*font) : fonts.end(); name != fonts.end())
    text += fmt::format("<w:rFonts w:ascii=\"{}\"/>", name->second);
  if (hidden) text += *hidden ? "<w:vanish/>" : "<w:vanish w:val=\"0\"/>";
  if (half_points) text += fmt::format("<w:sz w:val=\"{}\"/>", *half_points);
  if (superscript) text += "<w:vertAlign w:val=\"superscript\"/>";
  return text;
}

}  // namespace gongshi::extract
