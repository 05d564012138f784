// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/word97_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "office/compound_file.h"

namespace gongshi::extract {
namespace {

constexpr std::uint16_t kDefinition = 0xD608, kMerge = 0x5624, kSplit = 0x5625, kVerticalMerge = 0xD62B,
                        kWidth = 0x7623;
constexpr std::size_t kMostCells = 64, kCellSize = 20;
// Edges of the same column differ by a few twips between rows that were drawn by hand; the narrowest column seen (序号)
// has 440.
constexpr int kSameEdge = 60;

int signed16(std::uint32_t value) { return static_cast<std::int16_t>(value); }

void define(Word97Row& row, std::string_view operand) {
  const std::size_t count = std::min<std::size_t>(office::little_endian(operand, 0, 1), kMostCells);
  row.edges.clear();
  row.shapes.assign(count, {});
  for (std::size_t i = 0; i <= count; ++i) row.edges.push_back(signed16(office::little_endian(operand, 1 + 2 * i, 2)));
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t flags = office::little_endian(operand, 1 + 2 * (count + 1) + kCellSize * i, 2);
    Word97Row::Shape& shape = row.shapes[i];
    shape.merged_first = (flags & 0x0003) == 0x0001;
    shape.merged = (flags & 0x0002) != 0;
    shape.vertical_first = (flags & 0x0060) == 0x0060;
    shape.vertical = (flags & 0x0060) == 0x0020;
  }
}

void set_width(Word97Row& row, std::size_t first, std::size_t last, int width) {
  for (std::size_t i = first; i < std::min(last, row.shapes.size()); ++i) {
    const int change = width - (row.edges[i + 1] - row.edges[i]);
    for (std::size_t edge = i + 1; edge < row.edges.size(); ++edge) row.edges[edge] += change;
  }
}

// All edges of a table, those of one column taken together.
std::vector<int> grid_of(const std::vector<Word97Row>& rows) {
  std::vector<int> edges;
  for (const Word97Row& row : rows) edges.insert(edges.end(), row.edges.begin(), row.edges.end());
  std::sort(edges.begin(), edges.end());
  std::vector<int> grid;
  for (const int edge : edges)
    if (grid.empty() || edge - grid.back() > kSameEdge) grid.push_back(edge);
  return grid;
}

int column_of(const std::vector<int>& grid, int edge) {
  const auto above = std::upper_bound(grid.begin(), grid.end(), edge);
  return above == grid.begin() ? 0 : static_cast<int>(above - grid.begin()) - 1;
}

std::string cell_xml(const Word97Row& row, std::size_t index, int span) {
  const Word97Row::Shape shape = index < row.shapes.size() ? row.shapes[index] : Word97Row::Shape{};
  std::string properties;
  if (span > 1) properties += fmt::format("<w:gridSpan w:val=\"{}\"/>", span);
  if (shape.merged_first || shape.merged) properties += shape.merged ? "<w:hMerge/>" : "<w:hMerge w:val=\"restart\"/>";
  if (shape.vertical_first || shape.vertical)
    properties += shape.vertical ? "<w:vMerge/>" : "<w:vMerge w:val=\"restart\"/>";
  return fmt::format("<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>", properties, row.cells[index]);
}

}  // namespace

void Word97Row::apply(const std::vector<Sprm>& changes) {
  for (const Sprm& sprm : changes) {
    const std::size_t first = office::little_endian(sprm.operand, 0, 1),
                      last = std::min<std::size_t>(office::little_endian(sprm.operand, 1, 1), shapes.size());
    if (sprm.code == kDefinition) define(*this, sprm.operand);
    if (sprm.code == kWidth) set_width(*this, first, last, signed16(office::little_endian(sprm.operand, 2, 2)));
    for (std::size_t i = first; i < last && (sprm.code == kMerge || sprm.code == kSplit); ++i) {
      shapes[i].merged_first = sprm.code == kMerge && i == first;
      shapes[i].merged = sprm.code == kMerge && i > first;
    }
    if (sprm.code == kVerticalMerge && first < shapes.size()) {
      const std::uint32_t kind = office::little_endian(sprm.operand, 1, 1);
      shapes[first].vertical = kind == 1;
      shapes[first].vertical_first = kind == 3;
    }
  }
}

std::string word97_table(std::vector<Word97Row>& rows) {
  const std::vector<int> grid = grid_of(rows);
  std::string xml = "<w:tbl>";
  for (const Word97Row& row : rows) {
    int column = row.edges.empty() ? 0 : column_of(grid, row.edges.front());
    xml += "<w:tr><w:trPr>";
    if (column > 0) xml += fmt::format("<w:gridBefore w:val=\"{}\"/>", column);
    xml += "</w:trPr>";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const int end = i + 1 < row.edges.size() ? std::max(column_of(grid, row.edges[i + 1]), column + 1) : column + 1;
      xml += cell_xml(row, i, end - column);
      column = end;
    }
    xml += "</w:tr>";
  }
  return xml + "</w:tbl>";
}

}  // namespace gongshi::extract
