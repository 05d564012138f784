// SPDX-License-Identifier: GPL-3.0-or-later
// Documents in one line of text, for tests: paragraphs between |, "c:" before centered, "f:" before furniture ones;
// tables as [rows×cols cell;cell;…] with (row,col,row_span×col_span) before merged cells and / between a cell's
// paragraphs.
#pragma once

#include <string>

#include "schema/document.h"

namespace gongshi::test {

inline std::string table_text(const Table& table) {
  std::string text = "[" + std::to_string(table.rows) + "x" + std::to_string(table.cols) + " ";
  for (const Cell& cell : table.cells) {
    if (&cell != &table.cells.front()) text += ";";
    if (cell.row_span > 1 || cell.col_span > 1)
      text += "(" + std::to_string(cell.row) + "," + std::to_string(cell.col) + "," + std::to_string(cell.row_span) +
              "x" + std::to_string(cell.col_span) + ")";
    bool first = true;
    for (const Paragraph& paragraph : cell.paragraphs) {
      text += (first ? "" : "/") + paragraph.text.utf8;
      first = false;
    }
  }
  return text + "]";
}

inline std::string document_text(const Document& document) {
  std::string text;
  for (const Block& block : document.blocks) {
    if (!text.empty()) text += "|";
    if (block.kind == Block::Kind::kTable) {
      text += table_text(block.table);
      continue;
    }
    if (block.paragraph.centered) text += "c:";
    if (block.paragraph.furniture) text += "f:";
    text += block.paragraph.text.utf8;
  }
  return text;
}

/// The same of what a reader returned: the error's code where it failed.
inline std::string document_text(const Result<Document>& document) {
  return document ? document_text(*document) : "!" + document.error().code;
}

}  // namespace gongshi::test
