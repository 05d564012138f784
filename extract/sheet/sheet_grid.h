// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of any format: cells on a grid → paragraphs and tables.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extract/flow_document.h"
#include "office/workbook.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

using office::SheetPosition, office::SheetRange, office::kMostSheetColumns, office::kMostSheetRows;

struct SheetCell {
  SheetPosition at;
  int row_span = 1, col_span = 1;
  std::vector<std::string> lines;
};

/// One sheet as its file has it.
struct SheetContent {
  std::map<SheetPosition, SheetCell> cells;  ///< Those with text that are not hidden under a merged one.
  std::vector<SheetRange> merges;
  std::vector<int> hidden_rows;
  std::vector<SheetRange> hidden_columns;  ///< Rows do not matter.
};

/// The lines of a cell's text, clean, without blank ones.
[[nodiscard]] std::vector<std::string> sheet_lines(std::string_view text);

/// Makes the blocks of a workbook, sheet by sheet.
class SheetBlocks {
 public:
  explicit SheetBlocks(const TableLimits& limits) : limits_(limits) {}

  /// Adds a sheet: rows and columns that hold nothing, or are hidden, go; single cells above and below the table are
  /// paragraphs. Its name, where it is not one that programs give, is furniture: names of sheets are no titles. Error:
  /// "table-too-large".
  [[nodiscard]] Result<void> add(std::string_view name, SheetContent content, std::string_view shown);

  [[nodiscard]] std::vector<Block> take() { return std::move(blocks_); }

 private:
  struct Grid {
    int rows = 0, cols = 0;
    std::vector<SheetCell> cells;  // row-major
  };
  // Rows from the first to the one behind the last that belong together, with their cells.
  struct Stretch {
    int first_row = 0, end_row = 0;
    std::size_t first_cell = 0, end_cell = 0;
  };

  [[nodiscard]] bool compact(SheetContent& content, Grid& grid) const;
  [[nodiscard]] static std::vector<Stretch> stretches_of(const Grid& grid);
  void add_paragraphs(const std::vector<std::string>& lines, bool centered, bool furniture = false);
  void add_blocks(const Grid& grid);
  void add_table(const Grid& grid, const std::vector<Stretch>& stretches);

  TableLimits limits_;
  std::vector<Block> blocks_;
  int tables_ = 0, paragraphs_ = 0;
};

}  // namespace gongshi::extract
