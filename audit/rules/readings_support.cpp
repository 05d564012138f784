// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/readings_support.h"

#include <nlohmann/json.hpp>

namespace gongshi::audit::checks {
std::string_view name_of(ReadingReason reason) {
  switch (reason) {
    case ReadingReason::kNamed:
      return "named";
    case ReadingReason::kUnnamed:
      return "unnamed";
    case ReadingReason::kDivision:
      return "division";
    case ReadingReason::kSentence:
      return "sentence";
    case ReadingReason::kNearest:
      return "nearest";
    case ReadingReason::kWider:
      return "wider";
    case ReadingReason::kOtherRow:
      return "other_row";
    case ReadingReason::kInAll:
      return "in_all";
    case ReadingReason::kEach:
      return "each";
    case ReadingReason::kPartition:
      return "partition";
    case ReadingReason::kAmong:
      return "among";
    case ReadingReason::kOverlap:
      return "overlap";
  }
  return "";
}

std::vector<Reading> readings_of(const IndicatorRecord& row, int figure) {
  for (const NumberStatement& number : row.facts.numbers)
    if (number.figure == figure) return number.readings;
  const Quantity& quantity = row.facts.quantities[static_cast<std::size_t>(figure)];
  return {{ReadingReason::kInAll, -1, -1, {}, {}, quantity.upper.value_or(quantity.value)}};
}

std::string reading_words(ReadingReason reason, const Programme& programme) {
  return programme.words("readings").value(std::string(name_of(reason)), "");
}

}  // namespace gongshi::audit::checks
