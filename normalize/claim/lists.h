// SPDX-License-Identifier: GPL-3.0-or-later
// Enumerations and the numbers that they belong to: 12个，分别是A、B、…; A、B等4种社区养老服务; 以下三点：1.… 2.… 3.…
#pragma once

#include "normalize/claim/binding.h"

namespace gongshi::normalize {

/// Fills `facts.lists` in text order. The quantities must be there and bound. `clauses` (of the row's indicator) may be
/// null: then no list is bound to a clause. A number whose list is followed by its parts' own numbers
/// (17个：…等6个…和…等9个…以及…2个…) stands as a list of all items.
void read_lists(const ClaimReading& reading, ClaimFacts& facts, const std::vector<ClauseWords>* clauses);

}  // namespace gongshi::normalize
