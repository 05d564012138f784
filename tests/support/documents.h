// SPDX-License-Identifier: GPL-3.0-or-later
// Hand-made Documents for tests of normalize/.
#pragma once

#include <string>
#include <vector>

#include "schema/document.h"
#include "schema/standard.h"

namespace gongshi::test {

/// A table's cells, row by row. "^" continues the cell above, "<" the cell to the left.
using Rows = std::vector<std::vector<std::string>>;

/// A paragraph of a flow document.
Block paragraph(const std::string& text);

/// A table of a flow document; `number` is its number in the document.
Block table(const Rows& rows, int number = 0);

/// A table on a page (1-based), its cells laid out in equal columns and rows between x 50 and 550.
Block page_table(int page, const Rows& rows);

Document document(std::vector<Block> blocks);

/// The header and rows of a whole table of the tier, in the usual six columns, with the claim `claim` in every row.
Rows whole_table(const std::string& tier, const std::string& claim = "达标");

}  // namespace gongshi::test
