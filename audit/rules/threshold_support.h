// SPDX-License-Identifier: GPL-3.0-or-later
// Percentages and counts that miss what the tier asks for. One fact gives one finding: where both miss it, the finding
// on the counts carries the printed rate.
#pragma once

#include <vector>

#include "audit/rules/figures_support.h"

namespace gongshi::audit::checks {

/// Whether the counts of the ratio come to less than its clause asks at least (or to more than it allows at most), and
/// no other counts of the clause in the row are as asked. `all` is ratios_of(), which `parts` is of.
[[nodiscard]] bool counts_miss(const std::vector<RatioParts>& all, const RatioParts& parts);

/// The same of the printed percentage.
[[nodiscard]] bool rate_misses(const RuleInput& input, const RatioParts& parts);

}  // namespace gongshi::audit::checks
