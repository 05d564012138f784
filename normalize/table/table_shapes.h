// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that are not one indicator a row: halves side by side, claims in a row of their own, rows of sums and
// signatures.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "normalize/table/column_finder.h"
#include "normalize/vocabulary.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// Columns from `begin` to before `end`.
struct ColumnRange {
  int begin = 0, end = 0;
};

/// The parts of a table whose header stands two times or more beside itself, left to right; empty for any other.
[[nodiscard]] std::vector<ColumnRange> side_by_side(const ColumnLayout& layout);

/// The parts as tables of their own, in the order in which they are read: the left one to its end, then the next; row
/// by row, as one table, where their numbers say so.
[[nodiscard]] std::vector<Table> parted(const Grid& grid, const std::vector<ColumnRange>& parts,
                                        const ColumnLayout& layout);

/// The table with rows put right whose first cell, that of a category over several rows, was lost on the way (some
/// producers drop it with the merge): their number stands in the category's column and nothing in the last. nullopt where
/// there are none.
[[nodiscard]] std::optional<Table> with_shifted_rows(const Grid& grid, const ColumnLayout& layout);

/// A row that holds nothing but the claim of the row above it.
struct ClaimRow {
  const Cell* cell = nullptr;
  std::size_t offset = 0;  ///< Byte of the cell's trimmed text where the claim begins, behind "完成情况：".
};

/// The claim row at `row`: one cell over nearly all columns that begins with a heading of claims and a colon, or such a
/// heading in a cell of its own with the text beside it. With `unlabelled`, any cell over nearly all columns.
[[nodiscard]] std::optional<ClaimRow> claim_row(const Grid& grid, int row, const Vocabulary& vocabulary,
                                                bool unlabelled);

/// Whether the claims of a table without a column of them stand below their indicators: labelled, or unlabelled under
/// most numbered rows. nullopt where they do not.
enum class ClaimRows { kLabelled, kUnlabelled };
[[nodiscard]] std::optional<ClaimRows> claim_rows(const Grid& grid, const ColumnLayout& layout,
                                                  const Vocabulary& vocabulary);

/// A row of sums (小计, 合计) or one to be signed or sealed (验收组签字：): no indicator, and no text of the notice.
[[nodiscard]] bool is_sum_or_signature(const Grid& grid, int row, const CueWords& cues);

}  // namespace gongshi::normalize
