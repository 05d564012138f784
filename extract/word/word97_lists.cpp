// SPDX-License-Identifier: GPL-3.0-or-later
// Styles ("STSH") and lists ("PlfLst", "PlfLfo") of Word 97 documents.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "office/compound_file.h"
#include "extract/word/word97_xml.h"

namespace gongshi::extract {
namespace {

constexpr std::uint32_t kNoStyle = 0x0FFF;
constexpr std::size_t kMostStyles = 4096, kMostLists = 8192;
constexpr std::size_t kListSize = 28, kLevelSize = 28, kOverrideSize = 16;

// w:numFmt by the number format code (MSONFC, [MS-OSHARED] 2.2.1.3).
constexpr std::string_view kFormats[] = {"decimal",
                                         "upperRoman",
                                         "lowerRoman",
                                         "upperLetter",
                                         "lowerLetter",
                                         "ordinal",
                                         "cardinalText",
                                         "ordinalText",
                                         "hex",
                                         "chicago",
                                         "ideographDigital",
                                         "japaneseCounting",
                                         "aiueo",
                                         "iroha",
                                         "decimalFullWidth",
                                         "decimalHalfWidth",
                                         "japaneseLegal",
                                         "japaneseDigitalTenThousand",
                                         "decimalEnclosedCircle",
                                         "decimalFullWidth2",
                                         "aiueoFullWidth",
                                         "irohaFullWidth",
                                         "decimalZero",
                                         "bullet",
                                         "ganada",
                                         "chosung",
                                         "decimalEnclosedFullstop",
                                         "decimalEnclosedParen",
                                         "decimalEnclosedCircleChinese",
                                         "ideographEnclosedCircle",
                                         "ideographTraditional",
                                         "ideographZodiac",
                                         "ideographZodiacTraditional",
                                         "taiwaneseCounting",
                                         "ideographLegalTraditional",
                                         "taiwaneseCountingThousand",
                                         "taiwaneseDigital",
                                         "chineseCounting",
                                         "chineseLegalSimplified",
                                         "chineseCountingThousand"};

std::string_view format_name(std::uint32_t code) {
  if (code == 0xFF) return "none";
  return code < std::size(kFormats) ? kFormats[code] : "decimal";
}

std::string_view take(std::string_view& bytes, std::size_t size) {
  const std::string_view part = bytes.substr(0, size);
  bytes.remove_prefix(part.size());
  return part;
}

std::u16string wide(std::string_view bytes) {
  std::u16string text;
  for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) text += static_cast<char16_t>(office::little_endian(bytes, at, 2));
  return text;
}

// One level (LVL), cut from the front of `bytes`, as w:lvl.
std::string take_level(std::string_view& bytes, int index, std::uint32_t style, const SymbolFonts& fonts) {
  const std::string_view head = take(bytes, kLevelSize);
  if (head.size() < kLevelSize) return {};
  const std::uint32_t flags = office::little_endian(head, 5, 1), follow = office::little_endian(head, 15, 1),
                      restart = office::little_endian(head, 26, 1);
  take(bytes, office::little_endian(head, 25, 1));
  CharacterChanges look;
  look.apply(take(bytes, office::little_endian(head, 24, 1)));
  const std::u16string text = wide(take(bytes, 2 * std::size_t{office::little_endian(take(bytes, 2), 0, 2)}));
  std::string shown;
  for (const char16_t unit : text)
    shown += unit < 9 ? fmt::format("%{}", unit + 1) : escaped(std::u16string_view(&unit, 1));
  std::string xml = fmt::format("<w:lvl w:ilvl=\"{}\"><w:start w:val=\"{}\"/><w:numFmt w:val=\"{}\"/>", index,
                                office::little_endian(head, 0, 4), format_name(office::little_endian(head, 4, 1)));
  if (style != kNoStyle) xml += fmt::format("<w:pStyle w:val=\"s{}\"/>", style);
  if ((flags & 0x08) != 0) xml += fmt::format("<w:lvlRestart w:val=\"{}\"/>", restart);
  if ((flags & 0x04) != 0) xml += "<w:isLgl/>";
  if (follow == 2) xml += "<w:suff w:val=\"nothing\"/>";
  return xml + fmt::format("<w:lvlText w:val=\"{}\"/><w:rPr>{}</w:rPr></w:lvl>", shown, look.xml(fonts));
}

// Lists as w:abstractNum, numbered in their order; their identifiers go to `ids`.
std::string abstract_lists(const Word97File& file, std::map<std::uint32_t, std::size_t>& ids,
                           const SymbolFonts& fonts) {
  std::string_view bytes = file.table_onwards(Word97Table::kLists);
  const std::size_t count = std::min<std::size_t>(office::little_endian(bytes, 0, 2), kMostLists);
  if (bytes.size() < 2 + kListSize * count) return {};
  const std::string_view heads = bytes.substr(2, kListSize * count);
  std::string_view levels = bytes.substr(2 + kListSize * count);
  std::string xml;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view head = heads.substr(kListSize * i, kListSize);
    ids.emplace(office::little_endian(head, 0, 4), i);
    xml += fmt::format("<w:abstractNum w:abstractNumId=\"{}\">", i);
    const int level_count = (office::little_endian(head, 26, 1) & 1) != 0 ? 1 : 9;
    for (int level = 0; level < level_count; ++level)
      xml += take_level(levels, level, office::little_endian(head, 8 + 2 * static_cast<std::size_t>(level), 2), fonts);
    xml += "</w:abstractNum>";
  }
  return xml;
}

// What one list override changes at its levels, cut from the front of `bytes`.
std::string take_level_overrides(std::string_view& bytes, std::uint32_t count, const SymbolFonts& fonts) {
  std::string xml;
  for (std::uint32_t i = 0; i < count && !bytes.empty(); ++i) {
    const std::string_view head = take(bytes, 8);
    const std::uint32_t flags = office::little_endian(head, 4, 4);
    const int level = static_cast<int>(flags & 0x0F);
    xml += fmt::format("<w:lvlOverride w:ilvl=\"{}\">", level);
    const bool own_level = (flags & 0x20) != 0;
    if ((flags & 0x10) != 0 && !own_level)
      xml += fmt::format("<w:startOverride w:val=\"{}\"/>", office::little_endian(head, 0, 4));
    if (own_level) xml += take_level(bytes, level, kNoStyle, fonts);
    xml += "</w:lvlOverride>";
  }
  return xml;
}

// One style (STD) as w:style.
std::string style_xml(const Word97File& file, std::string_view bytes, std::size_t index, std::size_t base_size) {
  const std::uint32_t kind_and_base = office::little_endian(bytes, 2, 2), kind = kind_and_base & 0x0F,
                      base = kind_and_base >> 4;
  if (kind != 1 && kind != 2) return {};
  std::size_t at = base_size;
  at += 2 + 2 * std::size_t{office::little_endian(bytes, at, 2)} + 2;  // The name, with its length and a zero.
  const auto next_part = [&] {
    at += at % 2;
    const std::size_t size = office::little_endian(bytes, at, 2);
    const std::string_view part = at + 2 <= bytes.size() ? bytes.substr(at + 2, size) : std::string_view();
    at += 2 + size;
    return part;
  };
  ParagraphChanges paragraph;
  CharacterChanges character;
  if (kind == 1) {
    const std::string_view part = next_part();
    if (part.size() > 2) paragraph.apply(file, part.substr(2));
  }
  character.apply(next_part());
  character.style.reset();
  std::string xml = fmt::format("<w:style w:type=\"{}\" w:styleId=\"s{}\"{}>", kind == 1 ? "paragraph" : "character",
                                index, index == 0 ? " w:default=\"1\"" : "");
  if (base != kNoStyle) xml += fmt::format("<w:basedOn w:val=\"s{}\"/>", base);
  return xml + fmt::format("<w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>", paragraph.xml(), character.xml({}));
}

}  // namespace

SymbolFonts symbol_fonts(const Word97File& file) {
  const std::string_view table = file.table(Word97Table::kFonts);
  SymbolFonts fonts;
  const std::uint32_t count = office::little_endian(table, 0, 2);
  std::size_t at = 4;
  for (std::uint32_t i = 0; i < count && at < table.size(); ++i) {
    const std::size_t size = static_cast<unsigned char>(table[at]);
    std::string name;
    for (std::size_t c = at + 40; c + 2 <= std::min(at + 1 + size, table.size()); c += 2) {
      const std::uint32_t unit = office::little_endian(table, c, 2);
      if (unit == 0 || unit >= 0x7F) break;
      name += static_cast<char>(unit);
    }
    if (name == "Symbol" || name.starts_with("Wingdings")) fonts.emplace(static_cast<int>(i), name);
    at += 1 + size;
  }
  return fonts;
}

std::string word97_styles(const Word97File& file) {
  std::string_view bytes = file.table(Word97Table::kStyles);
  const std::string_view head = bytes.substr(std::min<std::size_t>(2, bytes.size()), office::little_endian(bytes, 0, 2));
  if (head.size() < 4) return {};
  const std::size_t count = std::min<std::size_t>(office::little_endian(head, 0, 2), kMostStyles),
                    base_size = office::little_endian(head, 2, 2);
  bytes.remove_prefix(2 + head.size());
  std::string xml = root_tag("styles");
  for (std::size_t i = 0; i < count && bytes.size() >= 2; ++i) {
    const std::size_t size = office::little_endian(take(bytes, 2), 0, 2);
    const std::string_view style = take(bytes, size);
    if (style.size() > base_size) xml += style_xml(file, style, i, base_size);
    if (size % 2 != 0) take(bytes, 1);
  }
  return xml + "</w:styles>";
}

std::string word97_numbering(const Word97File& file, const SymbolFonts& fonts) {
  std::map<std::uint32_t, std::size_t> ids;
  const std::string lists = abstract_lists(file, ids, fonts);
  const std::string_view overrides = file.table(Word97Table::kListOverrides);
  const std::size_t count = std::min<std::size_t>(office::little_endian(overrides, 0, 4), kMostLists);
  if (lists.empty() || overrides.size() < 4 + kOverrideSize * count) return {};
  std::string_view data = overrides.substr(4 + kOverrideSize * count);
  std::string xml = root_tag("numbering") + lists;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view head = overrides.substr(4 + kOverrideSize * i, kOverrideSize);
    take(data, 4);
    const std::string levels = take_level_overrides(data, office::little_endian(head, 12, 1), fonts);
    const auto list = ids.find(office::little_endian(head, 0, 4));
    if (list != ids.end())
      xml +=
          fmt::format("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/>{}</w:num>", i + 1, list->second, levels);
  }
  return xml + "</w:numbering>";
}

}  // namespace gongshi::extract
