// SPDX-License-Identifier: GPL-3.0-or-later
// Filling in a 问题台账.xlsx as a person would.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gongshi::test {

/// The sheet 问题台账 of a ledger.
inline constexpr const char* kLedgerSheet = "xl/worksheets/sheet2.xml";

/// The ledger `bytes` with the texts of `cells` (by column letter) in row `row` (1-based, the heading is row 1). Throws
/// std::runtime_error where there is no such cell.
std::string filled_in(const std::string& bytes, const std::string& sheet, int row,
                      const std::vector<std::pair<char, std::string>>& cells);

/// Lines below the heading.
int ledger_lines(const std::string& bytes);

}  // namespace gongshi::test
