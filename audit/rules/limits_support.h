// SPDX-License-Identifier: GPL-3.0-or-later
// What quantities of a community can be: the word file "limits".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/decimal.h"
#include "schema/programme.h"

namespace gongshi::audit::checks {

/// One quantity per one of another, with what it can be.
struct RatioLimit {
  std::string of, per;  ///< Quantity::measure
  std::optional<Decimal> min, max;
  std::string title, unit, source;
};

/// What a quantity of the community has as its parts.
struct PartLimit {
  std::string whole, title;           ///< Measure of the whole; the name for findings.
  std::vector<std::string> measures;  ///< Of parts.
  std::vector<std::string> units,
      nouns;  ///< Parts without a measure: unit, and what stands behind it (empty: anything).
};

/// What everyone of a group has to be given.
struct Provision {
  std::string group, title;               ///< Measure of the group; its name for findings.
  std::vector<std::string> units, words;  ///< Of the things: units, and words in front of their number.
};

struct Limits {
  explicit Limits(const Programme& programme);

  std::map<std::string, std::string> single;    ///< Measures that have one value in a notice, with their Chinese names.
  std::map<std::string, std::string> not_zero;  ///< Measures that cannot be zero.
  std::map<std::string, std::string> same;      ///< A measure, and the one that it is when told of the community.
  std::vector<PartLimit> parts;
  std::vector<Provision> provisions;
  std::vector<RatioLimit> ratios;
};

/// The programme's word file "limits"; empty where it has none.
[[nodiscard]] const Limits& limits(const Programme& programme);

}  // namespace gongshi::audit::checks
