// SPDX-License-Identifier: GPL-3.0-or-later
// Annexes that print the tiers beside one another, a column for what each of them asks: 评定内容 | 三星级 | 四星级 |
// 五星级.
#pragma once

#include <string>
#include <vector>

#include "normalize/draft/clause_draft.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// The document with every such table in place of itself once per tier, below a line with the tier's name, its own
/// column alone, without the rows in which the tier is asked for nothing. All else stays. `declared`: names of tiers
/// beside those that end like one.
[[nodiscard]] Document with_tiers_apart(const Document& document, const DraftingWords& words,
                                        const std::vector<std::string>& declared);

}  // namespace gongshi::normalize
