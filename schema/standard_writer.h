// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "schema/standard.h"

namespace gongshi {
inline namespace schema {

/// Version of a drafted standard, until a person has gone over its words and gives it another.
inline constexpr std::string_view kDraftVersion = "draft";

/// The standard as JSON in the form that parse_standard reads, indented, ending with a line break. Every edition is
/// written whole (without a base). parse_standard of the result gives an equal standard.
[[nodiscard]] std::string write_standard(const Standard& standard);

[[nodiscard]] std::string_view to_string(ClauseKind kind);  ///< "ratio", "coverage", "qualitative" …

}  // namespace schema
}  // namespace gongshi
