// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of flow formats (Word, HTML, sheets) share.
#pragma once

#include <string>
#include <vector>

#include "schema/document.h"

namespace gongshi::extract {

/// Bounds of tables. Word allows 63 columns; the largest notice measured has 2 000 cells, the largest archive of them
/// 40 000.
struct TableLimits {
  int columns = 1'000;
  int rows = 200'000;
  int cells = 500'000;  ///< Of all tables of a document together.
};

/// A paragraph of flowing text: one span at `place` over all of `text` (none when it is empty).
[[nodiscard]] Paragraph flow_paragraph(std::string text, const Place& place);

/// Moves `blocks`, the content of one cell, into it: paragraphs stay, tables go to Cell::nested with their paragraphs
/// repeated in reading order among the cell's own.
void fill_cell(Cell& cell, std::vector<Block> blocks);

/// True where any block holds a character that is not white space.
[[nodiscard]] bool has_text(const std::vector<Block>& blocks);

/// Numbers the tables of `blocks`, the content of a document of its own, from `first` on. Returns how many there are.
int renumber_tables(std::vector<Block>& blocks, int first);

/// Opens frames: a table that only stands around another (a single column, or fewer cells than a table inside it that
/// has at least three rows and columns) becomes its content, in reading order.
[[nodiscard]] std::vector<Block> without_frames(std::vector<Block> blocks);

[[nodiscard]] Block paragraph_block(Paragraph paragraph);
[[nodiscard]] Block table_block(Table table);

}  // namespace gongshi::extract
