// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/flow_document.h"

#include <algorithm>
#include <utility>

namespace gongshi::extract {

Paragraph flow_paragraph(std::string text, const Place& place) {
  Paragraph paragraph;
  paragraph.text.utf8 = std::move(text);
  if (paragraph.text.empty()) return paragraph;
  TextSpan span;
  span.range = {0, static_cast<std::uint32_t>(paragraph.text.utf8.size())};
  span.place = place;
  paragraph.text.spans.push_back(std::move(span));
  return paragraph;
}

void fill_cell(Cell& cell, std::vector<Block> blocks) {
  for (Block& block : blocks) {
    if (block.kind == Block::Kind::kParagraph) {
      cell.paragraphs.push_back(std::move(block.paragraph));
      continue;
    }
    for (const Cell& inner : block.table.cells)
      cell.paragraphs.insert(cell.paragraphs.end(), inner.paragraphs.begin(), inner.paragraphs.end());
    cell.nested.push_back(std::move(block.table));
  }
}

bool has_text(const std::vector<Block>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
    if (block.kind == Block::Kind::kParagraph) return !block.paragraph.text.trimmed().empty();
    return std::any_of(block.table.cells.begin(), block.table.cells.end(),
                       [](const Cell& cell) { return !cell.text().trimmed().empty(); });
  });
}

Block paragraph_block(Paragraph paragraph) {
  Block block;
  block.paragraph = std::move(paragraph);
  return block;
}

Block table_block(Table table) {
  Block block;
  block.kind = Block::Kind::kTable;
  block.table = std::move(table);
  return block;
}

}  // namespace gongshi::extract
