// SPDX-License-Identifier: GPL-3.0-or-later
// How the notice quotes the standard (标准要求, 指标释义) and where that differs from every edition of its tier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/rule.h"

namespace gongshi::audit::checks {

struct Misquotation {
  std::string stated;      ///< The notice's words where they begin to differ.
  std::string expected;    ///< The standard's words there, in the nearest edition.
  std::string other_tier;  ///< The tier whose text it is, word for word; "" if none.
  bool certain = true;     ///< False where the cell was not read well enough.
};

/// Empty where the cell is empty, was filled from the standard, or agrees with an edition but for a few characters:
/// notes (注：…) may be left out, and white space, punctuation, width and list numbers do not count. A figure that
/// differs always does.
[[nodiscard]] std::optional<Misquotation> misquotation(const RuleInput& input, const Indicator& indicator,
                                                       const IndicatorRecord& row, bool requirement);

/// Names of the tiers whose requirement for this indicator differs from every edition of the notice's tier.
[[nodiscard]] std::vector<std::string> tiers_differing(const RuleInput& input, const Indicator& indicator);

}  // namespace gongshi::audit::checks
