// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "normalize/standard_index.h"
#include "schema/notice.h"

namespace gongshi::normalize {

/// Completes the rows' 一级指标. The cell spans rows, also over pages: words that a page break divided are put
/// together, and rows that lost the cell get the one above (or the one below, where the words were printed on the next
/// page), provided that the standard puts the row's indicator there or does not know the row. A category that the
/// notice does not print stays empty.
void resolve_categories(std::vector<IndicatorRecord>& rows, const Tier& tier, const StandardIndex& index);

}  // namespace gongshi::normalize
