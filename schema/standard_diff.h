// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two editions of a standard, indicator by indicator.
#pragma once

#include <string>
#include <vector>

#include "schema/standard.h"

namespace gongshi {
inline namespace schema {

/// One difference. Empty `before` means added, empty `after` removed.
struct StandardDifference {
  std::string tier;  ///< "成长型"
  std::string
      indicator;  ///< "8 智慧社区综合信息平台" (its number in the newer one, unless removed); "" for a tier as a whole.
  std::string field;  ///< "tier", "indicator", "no", "category", "definition", "requirement", "clause"
  std::string before, after;
};

/// Differences of `newer` against `older`. Tiers are paired by name, editions of a tier in order; indicators by name,
/// then those left over by number. White space and the vocabulary of the clauses are not
/// compared.
[[nodiscard]] std::vector<StandardDifference> compare_standards(const Standard& older, const Standard& newer);

/// As above for two tiers.
[[nodiscard]] std::vector<StandardDifference> compare_tiers(const Tier& older, const Tier& newer);

}  // namespace schema
}  // namespace gongshi
