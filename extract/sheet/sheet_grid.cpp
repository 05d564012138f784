// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/sheet_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "office/xml_part.h"
#include "schema/refusal.h"

namespace gongshi::extract {
namespace {

// Names that programs give: they say nothing.
bool is_default_name(std::string_view name) {
  for (const std::string_view stem : {"Sheet", "sheet", "工作表"})
    if (name.starts_with(stem) && name.find_first_not_of("0123456789 ()", stem.size()) == std::string_view::npos)
      return true;
  return name.empty();
}

}  // namespace

std::vector<std::string> sheet_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = office::clean_text(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(' ') != std::string::npos) lines.push_back(line);
  }
  return lines;
}

Result<void> SheetBlocks::add(std::string_view name, SheetContent content, std::string_view shown) {
  Grid grid;
  if (!compact(content, grid))
    return refusal("table-too-large", fmt::format("{}: a sheet with more than {} columns or {} cells", shown,
                                                  limits_.columns, limits_.cells));
  if (grid.cells.empty()) return {};
  if (!is_default_name(name)) add_paragraphs({std::string(name)}, false, true);
  add_blocks(grid);
  return {};
}

// Rows and columns that hold nothing, or are hidden, go; the others are numbered anew.
bool SheetBlocks::compact(SheetContent& content, Grid& grid) const {
  auto& cells = content.cells;
  const auto& hidden_cols = content.hidden_columns;
  const std::set<int> hidden_rows(content.hidden_rows.begin(), content.hidden_rows.end());
  const auto is_hidden = [&](int col) {
    return std::any_of(hidden_cols.begin(), hidden_cols.end(),
                       [&](const SheetRange& range) { return col >= range.first.col && col <= range.last.col; });
  };
  std::erase_if(cells, [&](const auto& entry) { return entry.second.col_span == 1 && is_hidden(entry.first.col); });
  std::vector<int> rows, cols;
  for (const auto& [at, cell] : cells) {
    rows.push_back(at.row);
    if (!is_hidden(at.col)) cols.push_back(at.col);
  }
  // A merge keeps its last row and column, so that neighbours that are empty beside it are told from a single cell.
  for (const SheetRange& merge : content.merges) {
    rows.push_back(merge.last.row);
    if (!is_hidden(merge.last.col)) cols.push_back(merge.last.col);
  }
  const auto tidy = [](std::vector<int>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  tidy(rows);
  tidy(cols);
  std::erase_if(rows, [&](int row) { return hidden_rows.contains(row); });
  if (cols.size() > static_cast<std::size_t>(limits_.columns)) return false;
  grid.rows = static_cast<int>(rows.size());
  grid.cols = static_cast<int>(cols.size());
  const auto before = [](const std::vector<int>& list, int value) {
    return static_cast<int>(std::lower_bound(list.begin(), list.end(), value) - list.begin());
  };
  for (auto& [at, cell] : cells) {
    SheetCell placed;
    placed.at = {before(rows, at.row), before(cols, at.col)};
    placed.row_span = before(rows, at.row + cell.row_span) - placed.at.row;
    placed.col_span = before(cols, at.col + cell.col_span) - placed.at.col;
    placed.lines = std::move(cell.lines);
    if (placed.row_span > 0 && placed.col_span > 0) grid.cells.push_back(std::move(placed));
  }
  return true;
}

void SheetBlocks::add_paragraphs(const std::vector<std::string>& lines, bool centered, bool furniture) {
  for (const std::string& line : lines) {
    Place place;
    place.paragraph = paragraphs_++;
    Paragraph paragraph = flow_paragraph(line, place);
    paragraph.centered = centered;
    paragraph.furniture = furniture;
    blocks_.push_back(paragraph_block(std::move(paragraph)));
  }
}

// Cuts the grid where no cell reaches over.
std::vector<SheetBlocks::Stretch> SheetBlocks::stretches_of(const Grid& grid) {
  std::vector<Stretch> stretches;
  int reach = 0;
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    const SheetCell& cell = grid.cells[i];
    if (stretches.empty() || cell.at.row >= reach) stretches.push_back({cell.at.row, 0, i, 0});
    reach = std::max(reach, cell.at.row + cell.row_span);
    stretches.back().end_row = reach;
    stretches.back().end_cell = i + 1;
  }
  return stretches;
}

void SheetBlocks::add_blocks(const Grid& grid) {
  const std::vector<Stretch> stretches = stretches_of(grid);
  const auto single = [&](const Stretch& stretch) { return stretch.end_cell - stretch.first_cell == 1; };
  std::size_t first = 0, end = stretches.size();
  while (first < end && single(stretches[first])) ++first;
  while (end > first && single(stretches[end - 1])) --end;
  std::vector<Stretch> table;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const SheetCell& cell = grid.cells[stretches[i].first_cell];
    // Inside, a title is a cell over half the table's width; a lone cell in one column is a row with gaps.
    const bool wide = cell.col_span > 1 && 2 * cell.col_span > grid.cols;
    if (single(stretches[i]) && (i < first || i >= end || wide)) {
      add_table(grid, std::exchange(table, {}));
      add_paragraphs(cell.lines, wide && i < first);
    } else {
      table.push_back(stretches[i]);
    }
  }
  add_table(grid, table);
}

void SheetBlocks::add_table(const Grid& grid, const std::vector<Stretch>& stretches) {
  if (stretches.empty()) return;
  Table table;
  table.place.table = tables_++;
  table.cols = grid.cols;
  const int top = stretches.front().first_row;
  table.rows = stretches.back().end_row - top;
  for (std::size_t i = stretches.front().first_cell; i < stretches.back().end_cell; ++i) {
    const SheetCell& from = grid.cells[i];
    Cell cell;
    cell.row = from.at.row - top;
    cell.col = from.at.col;
    cell.row_span = from.row_span;
    cell.col_span = from.col_span;
    cell.place.table = table.place.table;
    cell.place.row = cell.row;
    cell.place.cell = cell.col;
    for (const std::string& line : from.lines) {
      Place place = cell.place;
      place.paragraph = static_cast<int>(cell.paragraphs.size());
      cell.paragraphs.push_back(flow_paragraph(line, place));
    }
    table.cells.push_back(std::move(cell));
  }
  blocks_.push_back(table_block(std::move(table)));
}

}  // namespace gongshi::extract
