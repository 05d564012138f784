// SPDX-License-Identifier: GPL-3.0-or-later
// Which column of a table holds what: by the headings' words and by what the cells hold, never by position.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "normalize/standard_index.h"
#include "normalize/vocabulary.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// Quick access to a table's cells. Keeps a pointer to the table.
class Grid {
 public:
  /// Cells or parts of cells outside rows × cols are left out; a table larger than kMostPlaces is cut to whole rows
  /// that fit.
  explicit Grid(const Table& table);
  static constexpr std::size_t kMostPlaces = 1'000'000;

  [[nodiscard]] const Table& table() const { return *table_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int cols() const { return cols_; }
  /// The cell that covers the place, or nullptr. Precondition: inside rows() × cols().
  [[nodiscard]] const Cell* at(int row, int col) const {
    return places_[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols_) + static_cast<std::size_t>(col)];
  }
  /// The only cell of a row that covers every column of a table of three or more; nullptr for other rows.
  [[nodiscard]] const Cell* full_width(int row) const;

 private:
  const Table* table_;
  int rows_ = 0, cols_ = 0;
  std::vector<const Cell*> places_;
};

struct Column {
  ColumnRole role = ColumnRole::kOther;
  std::string heading;  ///< As printed; "" where the table has no header.
};

/// The columns of one piece of a table, left to right.
struct ColumnLayout {
  std::vector<Column> columns;
  std::vector<double> edges;  ///< Table::col_x.

  [[nodiscard]] bool has(ColumnRole role) const;
};

struct ColumnFinderOptions {
  /// Headings that make a row a header; a row of the body can hold one by chance (标准, 指标), not two of different
  /// kinds.
  int least_headings = 2;
  /// Mean likeness to the standard's texts from which a column without a heading is taken for names, definitions,
  /// requirements. The fields' texts are below 0.3 alike, a badly recognised page above 0.6.
  double least_likeness = 0.5;
  /// Rows looked at for what a column holds.
  int sampled_rows = 8;
  /// Most rows of a header; a heading that spans more was merged by mistake.
  int most_header_rows = 3;
  /// False where a table of the standard itself is looked for, which has no column of claims.
  bool needs_claims = true;
};

class ColumnFinder {
 public:
  /// Keeps references; both must outlive it.
  ColumnFinder(const StandardIndex& index, const Vocabulary& vocabulary, ColumnFinderOptions options = {})
      : index_(index), vocabulary_(vocabulary), options_(options) {}

  /// Rows that the header beginning at `row` takes (a heading over several columns has its parts below it); 0 where
  /// none begins there.
  [[nodiscard]] int header_rows(const Grid& grid, int row) const;

  /// The layout of an indicator table, or nothing where the table is none. `previous` is the layout of the piece
  /// before, which this piece takes over where it has no header of its own and its columns agree in number or position.
  [[nodiscard]] std::optional<ColumnLayout> find(const Grid& grid, const ColumnLayout* previous) const;

 private:
  bool has_headings(const Grid& grid, int row) const;
  ColumnLayout from_header(const Grid& grid, int row) const;
  void complete_from_contents(const Grid& grid, int first_row, ColumnLayout& layout) const;
  std::optional<ColumnLayout> continued(const Grid& grid, const ColumnLayout& previous) const;

  const StandardIndex& index_;
  const Vocabulary& vocabulary_;
  ColumnFinderOptions options_;
};

}  // namespace gongshi::normalize
