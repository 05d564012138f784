// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/xlsx_reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "extract/sheet/number_text.h"
#include "extract/sheet/sheet_grid.h"
#include "office/workbook.h"
#include "office/xml_part.h"

namespace gongshi::extract {
namespace {

std::string shown_text(const office::Workbook& book, const office::WorkbookCell& cell) {
  if (!cell.number) return cell.text;
  std::string_view format = "General";
  if (cell.look < book.formats().size()) {
    const office::NumberFormat& look = book.formats()[cell.look];
    format = look.code ? std::string_view(*look.code) : built_in_format(look.id);
  }
  return number_text(cell.text, format, book.since_1904());
}

// Merged ranges that start at a cell; what their covered cells hold is not shown.
void merge_cells(const std::vector<SheetRange>& merges, SheetContent& content) {
  std::map<SheetPosition, SheetCell>& cells = content.cells;
  for (const SheetRange& range : merges) {
    const auto anchor = cells.find(range.first);
    if (anchor == cells.end()) continue;
    anchor->second.row_span = range.last.row - range.first.row + 1;
    anchor->second.col_span = range.last.col - range.first.col + 1;
    content.merges.push_back(range);
    for (auto cell = cells.upper_bound(range.first); cell != cells.end() && cell->first.row <= range.last.row;) {
      const bool covered = cell->first.col >= range.first.col && cell->first.col <= range.last.col;
      cell = covered ? cells.erase(cell) : std::next(cell);
    }
  }
}

SheetContent content_of(const office::Workbook& book, office::WorkbookSheet sheet) {
  SheetContent content;
  for (const office::WorkbookRow& row : sheet.rows) {
    if (row.hidden) {
      content.hidden_rows.push_back(row.row);
      continue;
    }
    for (const office::WorkbookCell& cell : row.cells) {
      const SheetPosition at{row.row, cell.col};
      if (std::vector<std::string> lines = sheet_lines(shown_text(book, cell)); !lines.empty())
        content.cells[at] = SheetCell{at, 1, 1, std::move(lines)};
    }
  }
  merge_cells(sheet.merges, content);
  content.hidden_columns = std::move(sheet.hidden_columns);
  return content;
}

}  // namespace

Result<Document> read_xlsx(std::string_view bytes, Source source, const Options& options) {
  office::PackageLimits limits;
  limits.part_bytes = std::min(limits.part_bytes, options.max_bytes);
  Result<office::Workbook> book = office::Workbook::open(bytes, source.display(), limits);
  if (!book) return book.error();
  const TableLimits table_limits;
  SheetBlocks blocks(table_limits);
  bool text_cut = false;
  for (const office::Workbook::Sheet& sheet : book->sheets()) {
    if (sheet.hidden) continue;
    Result<office::WorkbookSheet> read = book->read(sheet, table_limits.cells);
    if (!read) return read.error();
    text_cut = text_cut || read->text_cut;
    const auto added =
        blocks.add(office::clean_text(sheet.name), content_of(*book, std::move(*read)), source.display());
    if (!added) return added.error();
  }
  Document document;
  document.source = std::move(source);
  document.blocks = blocks.take();
  if (text_cut)
    document.problems.push_back({"text-too-long",
                                 "The workbook's cells show more text than any register has: long ones were read in "
                                 "part. Look at the file.",
                                 0});
  return with_text(std::move(document), "workbook");
}

}  // namespace gongshi::extract
