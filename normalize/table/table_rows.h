// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of an indicator table as they stand in its pieces, and rows that a page break or a cut divided put together
// again.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "normalize/table/column_finder.h"
#include "schema/document.h"

namespace gongshi::normalize {

enum class RowField { kCategory, kNumber, kName, kDefinition, kRequirement, kScore, kCommunity };
inline constexpr std::size_t kRowFields = 7;

/// A field of a row: the text, and the cells of the file that it stands in (also where they are empty).
struct Fragment {
  Text text;
  std::vector<Place> cells;  ///< Rectangle or grid position of each cell, first fragment first.
  double right = 0;          ///< Right edge of the last cell that has text; 0 when unknown.

  [[nodiscard]] bool empty() const { return text.empty(); }
  [[nodiscard]] const std::string& str() const { return text.utf8; }
  /// Appends the next fragment. A line break comes between them where the first one ended its paragraph, or where
  /// `apart` says that they are two cells of the table rather than two halves of one.
  void append(const Fragment& next, bool apart = false);
};

struct TableRow {
  std::array<Fragment, kRowFields> fields;
  std::vector<Fragment> claims;  ///< One per column of claims, left to right.
  std::optional<int> number;     ///< Of the number cell, or of a cell that holds number and name.
  bool recognised = false;       ///< Some of it was read by OCR.
  bool starts_piece = false;     ///< First row after a break of page, piece or header.
  bool continues_above =
      false;  ///< Its number or name cell reaches down from the row above: one indicator in several grid rows.
  bool own_category = false;  ///< Its category cell begins in this row.
  bool ruled = true;          ///< Table::ruled

  [[nodiscard]] Fragment& field(RowField which) { return fields[static_cast<std::size_t>(which)]; }
  [[nodiscard]] const Fragment& field(RowField which) const { return fields[static_cast<std::size_t>(which)]; }
  [[nodiscard]] const std::string& str(RowField which) const { return field(which).str(); }
  [[nodiscard]] bool has_claim() const;
  [[nodiscard]] bool blank() const;  ///< No text at all.
  /// Appends every field of the row's next fragment.
  void append(const TableRow& next, bool apart = false);
};

/// The row of the grid by the layout's roles. Text of cells that reach down from the row above is included for
/// categories and communities and, where the table has a column of communities, for all fields but the claims.
[[nodiscard]] TableRow read_row(const Grid& grid, int row, const ColumnLayout& layout);

struct RowJoinerOptions {
  /// A fragment goes on with the row above unless it alone fits the standard better than both together by this much.
  double least_gain = 0.05;
  /// From this likeness to another indicator's text a claim without number and name is a row of its own.
  double own_row_likeness = 0.5;
};

/// Puts rows that breaks divided together again, in place. Rows without any text go.
class RowJoiner {
 public:
  explicit RowJoiner(const StandardIndex& index, RowJoinerOptions options = {}) : index_(index), options_(options) {}
  [[nodiscard]] std::vector<TableRow> join(std::vector<TableRow> rows) const;

 private:
  bool goes_on(const std::vector<TableRow>& above, const TableRow& next) const;
  bool fits_better_together(const TableRow& above, const TableRow& next) const;
  bool completes_name(const TableRow& above, const TableRow& next) const;
  bool claim_is_own_row(const TableRow& above, const TableRow& next) const;

  const StandardIndex& index_;
  RowJoinerOptions options_;
};

}  // namespace gongshi::normalize
