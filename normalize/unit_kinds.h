// SPDX-License-Identifier: GPL-3.0-or-later
// What units measure.
#pragma once

#include <string_view>

#include "schema/programme.h"

namespace gongshi::normalize {

/// What may be divided by what: "household", "area", "piece" …; "" for a unit that the word file
/// "units" does not have.
[[nodiscard]] std::string_view unit_kind(std::string_view unit, const Programme& programme);

}  // namespace gongshi::normalize
