// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "schema/standard.h"

namespace gongshi {
inline namespace schema {

/// What is allowed in a standard's data, and yet is likely a slip; one line each, in English, tiers in order: clauses
/// whose text the requirement does not have, ratios whose formula the definition does not have, clauses without words
/// by which an answer is known.
[[nodiscard]] std::vector<std::string> remarks_on(const Standard& standard);

}  // namespace schema
}  // namespace gongshi
