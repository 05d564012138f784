// SPDX-License-Identifier: GPL-3.0-or-later
// Glyphs → lines → paragraphs, inside a region that holds one column of text (a cell, or a page between its tables).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "extract/page_content.h"
#include "schema/document.h"

namespace gongshi::extract {

/// Glyphs that stand in one line, left to right. Pointers into the page's glyphs, which must outlive it.
struct Line {
  std::vector<const Glyph*> glyphs;
  Box box;          ///< Of all glyphs.
  double size = 0;  ///< Font size of most of the line, points.

  [[nodiscard]] double center_y() const { return (box.y0 + box.y1) / 2; }
};

/// Lines from top to bottom. Glyphs belong to one line when their boxes overlap in height by at least half of the
/// smaller one.
[[nodiscard]] std::vector<Line> make_lines(std::vector<const Glyph*> glyphs);

/// The line's pieces, cut where a gap between neighbours is wider than `gap` times the font size.
[[nodiscard]] std::vector<Line> split_at_gaps(const Line& line, double gap);

/// The line's pieces, cut where `parts_here` says so of two neighbours.
[[nodiscard]] std::vector<Line> split_where(const Line& line,
                                            const std::function<bool(const Glyph&, const Glyph&)>& parts_here);

/// Characters of the line without spaces.
[[nodiscard]] std::u32string plain_text(const Line& line);

/// Where the text of a region may stand.
struct TextRegion {
  double left = 0, right = 0;  ///< Room for a line, points: the cell without its padding, or the page's text column.
  int page = 0;
  bool indented = false;  ///< An indented line begins a paragraph (running text; cells centre their lines too often).
};

/// Undoes line wraps: a line ends its paragraph when the next line's first word would still have fitted in it, when the
/// next line starts an item (1. （1） ①), is indented, or stands clearly apart. One TextSpan per line.
[[nodiscard]] std::vector<Paragraph> make_paragraphs(const std::vector<Line>& lines, const TextRegion& region);

/// The room of a cell's text: its box without the padding that its lines show.
[[nodiscard]] TextRegion cell_region(const std::vector<Line>& lines, const Box& cell, int page);

}  // namespace gongshi::extract
