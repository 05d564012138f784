// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that were scanned in another order than they are read in.
#pragma once

#include <cstddef>
#include <vector>

#include "extract/page_content.h"

namespace gongshi::extract {

/// The pages' places in the order of the numbers of their tables' rows: the page at `order[0]` comes first. Their own
/// order, unless each has numbered rows, the numbers of no two pages overlap, and they begin with 1.
[[nodiscard]] std::vector<std::size_t> order_by_rows(const std::vector<PageContent>& pages);

}  // namespace gongshi::extract
