// SPDX-License-Identifier: GPL-3.0-or-later
// What quantities of a community can be: audit/data/limits.json.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/decimal.h"

namespace gongshi::audit::checks {

/// One quantity per one of another, with what it can be.
struct RatioLimit {
  std::string of, per;  ///< Quantity::measure
  std::optional<Decimal> min, max;
  std::string title, unit, source;
};

struct Limits {
  std::map<std::string, std::string> single;    ///< Measures that have one value in a notice, with their Chinese names.
  std::map<std::string, std::string> not_zero;  ///< Measures that cannot be zero.
  std::vector<RatioLimit> ratios;
};

/// Loaded at the first call and kept; empty where the file is missing or damaged. Safe from several threads.
[[nodiscard]] const Limits& limits();

}  // namespace gongshi::audit::checks
