// SPDX-License-Identifier: GPL-3.0-or-later
// 序号: reading them, and giving every row its own where the file lost, doubled or misread some.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace gongshi::normalize {

/// A 序号 cell's number: ASCII or full-width digits, circled digits, with or without brackets and a closing point (1,
/// １., （3）, ⑫). With `misread`, also what recognition makes of digits (l → 1, O → 0). Empty for anything else and
/// for numbers outside 1–999.
[[nodiscard]] std::optional<int> parse_row_number(std::string_view text, bool misread);

struct NumberedText {
  std::optional<int> number;
  std::size_t offset = 0;  ///< Byte where the text after the number begins; 0 without a number.
};

/// Splits "3.广播电视" and "3 广播电视". No number where none leads or where it belongs to a word (5G网络).
[[nodiscard]] NumberedText split_leading_number(std::string_view text);

/// What the numbering of a table knows of one row.
struct NumberedRow {
  std::optional<int> printed;
  std::optional<int> indicator;  ///< Matched indicator of the tier.
  bool recognised = false;       ///< Read by OCR: the number may be misread, rows may be lost.
};

/// Every row's own number, in order: as printed; where nothing is printed, or where what is printed does not fit into
/// the notice's numbering (a number that stands twice, and with OCR any that breaks the order), the row's place in that
/// numbering. The standard's numbers only tell how many rows recognition lost between two rows.
[[nodiscard]] std::vector<int> number_rows(const std::vector<NumberedRow>& rows);

}  // namespace gongshi::normalize
