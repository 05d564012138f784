// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace gongshi {
inline namespace schema {

/// What a CSV file for spreadsheet programs begins with: they take UTF-8 from it.
inline constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

/// One line of RFC 4180 with its line end; fields are quoted where they must be. They are presentable
/// (schema/presentable.h), and a field that a spreadsheet program would take for a formula (it begins with = + - @ or a
/// tab) has an apostrophe before it: inputs are untrusted.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

}  // namespace schema
}  // namespace gongshi
