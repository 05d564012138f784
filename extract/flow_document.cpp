// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/flow_document.h"

#include <algorithm>
#include <utility>

#include "extract/without_width.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kLeastFramedSide = 3;  // rows and columns of a table that others may be a frame around
constexpr int kMostFrames = 16;      // in each other

std::string without_invisible(std::string text) {
  // All of them begin with one of these bytes in UTF-8: most texts have none.
  if (text.find_first_of("\xC2\xCD\xE1\xE2\xEF") == std::string::npos) return text;
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    if (!is_without_width(utf8::next(text, offset))) plain.append(text, begin, offset - begin);
  }
  return plain;
}

void shift(Paragraph& paragraph, int by) {
  for (TextSpan& span : paragraph.text.spans)
    if (span.place.table >= 0) span.place.table += by;
}

// Returns the number behind the highest.
int shift(Table& table, int by) {
  if (table.place.table < 0) return 0;
  int end = (table.place.table += by) + 1;
  for (Cell& cell : table.cells) {
    cell.place.table += by;
    for (Paragraph& paragraph : cell.paragraphs) shift(paragraph, by);
    for (Table& nested : cell.nested) end = std::max(end, shift(nested, by));
  }
  return end;
}

bool is_frame(const Table& table) {
  for (const Cell& cell : table.cells)
    for (const Table& inner : cell.nested) {
      const bool large = inner.rows >= kLeastFramedSide && inner.cols >= kLeastFramedSide;
      const bool inside_a_frame = inner.rows * inner.cols <= 2 && is_frame(inner);
      if ((large && (table.cols == 1 || inner.cells.size() > table.cells.size())) || inside_a_frame) return true;
    }
  return false;
}

bool belongs_to(const Paragraph& paragraph, int table) {
  return !paragraph.text.spans.empty() && paragraph.text.spans.front().place.table == table;
}

// A cell's content in reading order. Its paragraphs hold those of the tables in it too: they tell where each stands.
void open_cell(Cell& cell, int own_table, std::vector<Block>& blocks) {
  std::size_t next = 0;
  const auto tables_up_to = [&](std::size_t end) {
    for (; next < end; ++next) blocks.push_back(table_block(std::move(cell.nested[next])));
  };
  for (Paragraph& paragraph : cell.paragraphs) {
    const bool own = belongs_to(paragraph, own_table) || paragraph.text.spans.empty();
    if (own) {
      // Tables that this paragraph stands behind were seen by their own paragraphs.
      blocks.push_back(paragraph_block(std::move(paragraph)));
      continue;
    }
    const int table = paragraph.text.spans.front().place.table;
    std::size_t holder = next;
    while (holder < cell.nested.size() && cell.nested[holder].place.table <= table) ++holder;
    tables_up_to(holder);
  }
  tables_up_to(cell.nested.size());
}

void open_frames(std::vector<Block> blocks, std::vector<Block>& opened, int depth) {
  for (Block& block : blocks) {
    if (block.kind != Block::Kind::kTable || depth >= kMostFrames || !is_frame(block.table)) {
      opened.push_back(std::move(block));
      continue;
    }
    std::vector<Block> inner;
    for (Cell& cell : block.table.cells) open_cell(cell, block.table.place.table, inner);
    open_frames(std::move(inner), opened, depth + 1);
  }
}

}  // namespace

int renumber_tables(std::vector<Block>& blocks, int first) {
  int end = first;
  for (Block& block : blocks) {
    if (block.kind == Block::Kind::kTable)
      end = std::max(end, shift(block.table, first));
    else
      shift(block.paragraph, first);
  }
  return end - first;
}

std::vector<Block> without_frames(std::vector<Block> blocks) {
  std::vector<Block> opened;
  open_frames(std::move(blocks), opened, 0);
  return opened;
}

Paragraph flow_paragraph(std::string text, const Place& place) {
  Paragraph paragraph;
  paragraph.text.utf8 = without_invisible(std::move(text));
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
