// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of a table without cross rules begin. Part of extract/unruled.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "extract/known_texts.h"
#include "extract/options.h"

namespace gongshi::extract {

/// A line of one column: heights and size in points.
struct CellLine {
  double y0 = 0, y1 = 0, size = 0;
  std::u32string text;

  [[nodiscard]] double center() const { return (y0 + y1) / 2; }
};

/// By column the lines of a table's part on one page, top to bottom.
using Columns = std::vector<std::vector<CellLine>>;

/// Columns by what they hold; -1 where there is none.
struct ColumnRoles {
  int number = -1, name = -1, category = -1;
};

/// What is known of a table's part beside its text.
struct PartEnds {
  bool begins = false;  ///< The table begins with it: its first row is whole.
  bool ends = false;    ///< The table ends with it: its last row is whole.
};

struct RowStart {
  double y = 0;
  bool category = false;  ///< Does the category's cell begin here too?
};

/// Finds rows, part after part of one table. A row begins at its number (in a narrow column 1 above 0 is ten where ten
/// may follow), or, where its number is lost, at a name of the standard beside other cells that begin. Where cells
/// stand in the middle or at the bottom of their rows, the standard's own texts tell where they begin and end.
class RowFinder {
 public:
  RowFinder(ColumnRoles roles, const Options& options);

  /// Learns from a part, before any is asked about, whether cells stand at the top of their rows, in the middle, or at
  /// the bottom.
  void look_at(const Columns& columns, PartEnds part);

  /// Where rows begin in the next part, ascending; the part's first row is left out where it begins with the part.
  [[nodiscard]] std::vector<RowStart> next_part(const Columns& columns, PartEnds part);

 private:
  struct Number {
    double top = 0, center = 0;
  };
  struct Extent {
    double y0 = 0, y1 = 0;
  };
  using Extents = std::vector<Extent>;  // of one column

  std::vector<Number> read_numbers(const Columns& columns);
  void add_names(const Columns& columns, std::vector<double>& starts) const;
  [[nodiscard]] bool begins_name(const std::vector<CellLine>& lines, std::size_t i) const;
  [[nodiscard]] bool completes_name(const std::vector<CellLine>& lines, std::size_t i,
                                    const std::vector<double>& starts) const;
  void look_for_bottoms(const Columns& columns, PartEnds part);
  [[nodiscard]] bool beside_numbers() const;
  [[nodiscard]] bool at_bottom() const;
  [[nodiscard]] bool top_aligned() const { return beside_numbers() && !at_bottom(); }
  [[nodiscard]] std::vector<RowStart> top_aligned_rows(const Columns& columns,
                                                       const std::vector<Number>& numbers) const;
  [[nodiscard]] std::vector<RowStart> aligned_rows(const Columns& columns, const std::vector<Number>& numbers,
                                                   PartEnds part) const;
  [[nodiscard]] std::vector<Extents> known_cells(const Columns& columns) const;

  ColumnRoles roles_;
  KnownTexts texts_;
  std::unordered_set<std::u32string> names_;  // of the standard's indicators, all tiers
  int last_number_ = 0;
  std::u32string rest_of_number_;  // digits that stand on the next page
  std::vector<double> offsets_;    // em; of the line nearest to its row's number, by cell
  int tops_ = 0, bottoms_ = 0;     // known texts of several lines that begin, that end beside a number
  bool text_above_first_ = false;  // lines above the table's number 1
};

}  // namespace gongshi::extract
