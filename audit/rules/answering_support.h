// SPDX-License-Identifier: GPL-3.0-or-later
// What of a claim can answer a clause: not what only repeats the definition, restates another item of the requirement,
// or is told of another thing (充电桩 of cars where bicycles are asked about).
#pragma once

#include <string>

#include "audit/rule.h"

namespace gongshi::audit::checks {

/// The key of the row's claim as UTF-8, with | for each character that cannot answer `clause`. `indicator` has the
/// clause; nullptr where it is not known, then only the definition's text is left out. The definition counts as an
/// answer where `with_definition`.
[[nodiscard]] std::string answering_text(const RuleInput& input, std::size_t row, const Indicator* indicator,
                                         const Clause& clause, bool with_definition);

}  // namespace gongshi::audit::checks
