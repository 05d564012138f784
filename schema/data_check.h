// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// Whether `text` will do for the data file `name`: word files, messages and page furniture by their shape, tables by
/// their columns, all others by not being empty. Programmes are checked whole, by load_programme. Errors:
/// "data-damaged", "data-invalid" (file, place, what is wrong), "data-unknown" (no part of the program reads such a
/// file).
[[nodiscard]] Result<void> check_data_file(std::string_view name, std::string_view text);

/// Checks every file of the data directory in use; without one there is nothing to check: the built-in files are
/// checked by a test. To be called before any input is read. Errors: as check_data_file, and "file-unreadable".
[[nodiscard]] Result<void> check_data();

}  // namespace schema
}  // namespace gongshi
