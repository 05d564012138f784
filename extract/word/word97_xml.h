// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of the rewriting of Word 97 documents as WordprocessingML.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/word/word97_file.h"

namespace gongshi::extract {

/// `text` for XML: markup characters escaped, control characters gone.
[[nodiscard]] std::string escaped(std::u16string_view text);

/// The opening tag of a part's root with the namespaces that are used; the closing one is "</w:NAME>".
[[nodiscard]] std::string root_tag(std::string_view name);

/// Names of the document's symbol fonts by their index; other fonts do not matter.
using SymbolFonts = std::map<int, std::string>;
[[nodiscard]] SymbolFonts symbol_fonts(const Word97File& file);

/// What paragraph changes say. Later ones win.
struct ParagraphChanges {
  std::optional<int> list, level;  ///< ilfo (0: none) and ilvl.
  std::optional<bool> centered;
  bool in_table = false, row_end = false, inner_cell = false, inner_row_end = false;
  int depth = 0;            ///< Of tables in each other; 0 where not stated.
  std::vector<Sprm> table;  ///< Those that shape the row which the paragraph ends.

  void apply(const Word97File& file, std::string_view grpprl, int nested = 0);
  /// w:numPr and w:jc.
  [[nodiscard]] std::string xml() const;
};

/// What character changes say. Later ones win.
struct CharacterChanges {
  std::optional<bool> hidden;
  bool deleted = false, special = false;
  bool superscript = false;
  std::optional<int> half_points, font, style;
  std::optional<std::pair<int, char16_t>> symbol;  ///< Font and character.
  std::optional<std::uint32_t> picture;            ///< Where in the stream Data.

  void apply(std::string_view grpprl);
  /// The content of w:rPr. Fonts that are no symbol fonts are left out.
  [[nodiscard]] std::string xml(const SymbolFonts& fonts) const;
};

/// The picture files (PNG, JPEG, TIFF) stored in `bytes` as blips ([MS-ODRAW] 2.2.23), in order.
[[nodiscard]] std::vector<std::string> blips_of(std::string_view bytes);

/// word/styles.xml and word/numbering.xml of a document; "" where it has none. Styles are named "s" with their index,
/// lists by the ilfo that paragraphs give.
[[nodiscard]] std::string word97_styles(const Word97File& file);
[[nodiscard]] std::string word97_numbering(const Word97File& file, const SymbolFonts& fonts);

}  // namespace gongshi::extract
