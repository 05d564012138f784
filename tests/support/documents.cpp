// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents.h"

#include <algorithm>
#include <utility>

#include "schema/utf8.h"
#include "tests/support/records.h"

namespace gongshi::test {
namespace {

Text placed(const std::string& utf8, const Place& place) {
  Text text;
  text.utf8 = utf8;
  if (!utf8.empty()) text.spans.push_back({{0, static_cast<std::uint32_t>(utf8.size())}, place, 1.0F, {}, {}});
  return text;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

Table table_of(const Rows& rows, const Place& place) {
  Table table;
  table.rows = static_cast<int>(rows.size());
  table.place = place;
  for (const auto& row : rows) table.cols = std::max(table.cols, static_cast<int>(row.size()));
  for (int row = 0; row < table.rows; ++row) {
    const auto& texts = rows[static_cast<std::size_t>(row)];
    for (int col = 0; col < static_cast<int>(texts.size()); ++col) {
      const std::string& text = texts[static_cast<std::size_t>(col)];
      if (text == "^" || text == "<") continue;
      Cell cell;
      cell.row = row;
      cell.col = col;
      while (col + cell.col_span < static_cast<int>(texts.size()) &&
             texts[static_cast<std::size_t>(col + cell.col_span)] == "<")
        ++cell.col_span;
      while (row + cell.row_span < table.rows &&
             col < static_cast<int>(rows[static_cast<std::size_t>(row + cell.row_span)].size()) &&
             rows[static_cast<std::size_t>(row + cell.row_span)][static_cast<std::size_t>(col)] == "^")
        ++cell.row_span;
      cell.place = place;
      if (place.page > 0) {
        const double width = 500.0 / table.cols;
        cell.place.box = {50 + width * col, 50.0 + 20 * row, 50 + width * (col + cell.col_span), 70.0 + 20 * row};
      } else {
        cell.place.row = row;
        cell.place.cell = col;
      }
      for (const std::string& line : lines(text)) {
        Place at = cell.place;
        if (place.page == 0) at.paragraph = static_cast<int>(cell.paragraphs.size());
        Paragraph paragraph;
        paragraph.text = placed(line, at);
        cell.paragraphs.push_back(std::move(paragraph));
      }
      table.cells.push_back(std::move(cell));
    }
  }
  if (place.page > 0)
    for (int col = 0; col <= table.cols; ++col) table.col_x.push_back(50 + 500.0 / table.cols * col);
  return table;
}

}  // namespace

Block paragraph(const std::string& text) {
  Block block;
  block.paragraph.text = placed(text, Place{});
  return block;
}

Block table(const Rows& rows, int number) {
  Block block;
  block.kind = Block::Kind::kTable;
  Place place;
  place.table = number;
  block.table = table_of(rows, place);
  return block;
}

Block page_table(int page, const Rows& rows) {
  Block block;
  block.kind = Block::Kind::kTable;
  block.page = page;
  Place place;
  place.page = page;
  block.table = table_of(rows, place);
  return block;
}

Document document(std::vector<Block> blocks) {
  Document document;
  document.source.path = "test";
  document.blocks = std::move(blocks);
  return document;
}

Rows whole_table(const std::string& tier, const std::string& claim) {
  Rows rows = {{"一级指标", "序号", "二级指标", "指标释义", "标准要求", "本社区完成情况"}};
  std::string category;
  for (const Indicator& indicator : standard().find(tier)->indicators) {
    rows.push_back({indicator.category == category ? "^" : indicator.category, std::to_string(indicator.no),
                    indicator.name, indicator.definition, indicator.requirement, claim});
    category = indicator.category;
  }
  return rows;
}

}  // namespace gongshi::test
