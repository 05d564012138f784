// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/notice.h"

#include <algorithm>

namespace gongshi {
inline namespace schema {

std::vector<Place> IndicatorRecord::places() const {
  for (const RecordCell* cell : {&claim, &requirement, &definition, &name, &number})
    if (!cell->places.empty()) return cell->places;
  return {};
}

double IndicatorRecord::confidence() const {
  return std::min({number.confidence, name.confidence, definition.confidence, requirement.confidence, claim.confidence});
}

}  // namespace schema
}  // namespace gongshi
