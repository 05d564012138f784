// SPDX-License-Identifier: GPL-3.0-or-later
// Which indicator of the tier each row is: by name, definition, requirement and place in the sequence.
#pragma once

#include <optional>
#include <vector>

#include "normalize/standard_index.h"
#include "normalize/table/table_rows.h"

namespace gongshi::normalize {

struct RowMatch {
  std::optional<int> indicator;
  double match = 0;  ///< 0–1, how well the row's texts fit the indicator's.
};

struct Alignment {
  std::vector<RowMatch> rows;  ///< One per row.
  double score = 0;            ///< Sum over the rows; comparable between tiers for the same rows.
};

struct RowAlignerOptions {
  /// Weight of each field's likeness (name, definition, requirement). Names tell indicators apart best; several
  /// definitions differ in few words.
  double weights[kStandardFields] = {3, 2, 2};
  /// Likeness that a row without any text to compare counts as, and what an indicator must exceed to be taken at all.
  double unknown = 0.45, none = 0.40;
  /// Gain of following directly on the row above, losses of standing twice and of going back. Small against a likeness,
  /// so that order decides only where the texts do not.
  double next = 0.10, again = -0.10, back = -0.05;
  /// Gain where the printed number is the indicator's.
  double same_number = 0.05;
};

class RowAligner {
 public:
  /// Compares every row with the standard once; align() is cheap after that. Keeps a reference to the index.
  RowAligner(const StandardIndex& index, const std::vector<TableRow>& rows, RowAlignerOptions options = {});

  /// The most likely sequence of indicators of a tier (Viterbi). A row may match none, an indicator may stand twice or
  /// out of order. Cost: rows × indicators².
  [[nodiscard]] Alignment align(std::size_t tier) const;

 private:
  double fit(std::size_t row, std::size_t tier, int indicator) const;

  struct RowTexts {
    Likenesses fields[kStandardFields];
    std::optional<int> number;
  };
  const StandardIndex& index_;
  RowAlignerOptions options_;
  std::vector<RowTexts> rows_;
};

}  // namespace gongshi::normalize
