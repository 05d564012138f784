// SPDX-License-Identifier: GPL-3.0-or-later
// Judging a statement that can be understood in several ways: an error is asserted only where every sensible reading
// fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/claim.h"
#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::audit::checks {

/// kHolds: the natural reading is true, nothing is to be said. kOpen: it fails, but another is true: inconclusive.
/// kFails: every reading fails: an error.
enum class Bears { kHolds, kOpen, kFails };

struct Judgement {
  Bears bears = Bears::kHolds;
  const Reading* other = nullptr;  ///< The reading that is true where the natural one fails; into the readings given.
};

/// Precondition: the natural reading stands first, and there is one.
template <typename Holds>
[[nodiscard]] Judgement judge(const std::vector<Reading>& readings, const Holds& holds) {
  if (readings.empty() || holds(readings.front())) return {};
  for (std::size_t i = 1; i < readings.size(); ++i)
    if (holds(readings[i])) return {Bears::kOpen, &readings[i]};
  return {Bears::kFails, nullptr};
}

/// What a number may come to: of each of several dates, or of all. One reading with its own value where nothing else
/// is stated. A reading without a value may be any number.
[[nodiscard]] std::vector<Reading> readings_of(const IndicatorRecord& row, int figure);

/// The reason's key in the word file "readings": "other_row".
[[nodiscard]] std::string_view name_of(ReadingReason reason);

/// Which reading would be right and what settles it, as a sentence; from the word file "readings".
[[nodiscard]] std::string reading_words(ReadingReason reason, const Programme& programme);

}  // namespace gongshi::audit::checks
