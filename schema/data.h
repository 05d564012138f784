// SPDX-License-Identifier: GPL-3.0-or-later
// Data files: the standard, vocabularies, holiday calendar, messages, templates. They are built into the program, so
// that one binary works anywhere, and each can be replaced by a file of the same name in a data directory, so that a
// bureau can change them without compiling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// The text of the data file `name` ("normalize/units.json", "programmes/shandong-2022/programme.json"): from the
/// directory set by set_data_directory (or the environment's GONGSHI_DATA) if it has the file, else the one built in.
/// Errors: "data-missing", "file-unreadable".
[[nodiscard]] Result<std::string> load_data(std::string_view name);

/// Names of all data files below `prefix`, built in and in the data directory, sorted.
[[nodiscard]] std::vector<std::string> list_data(std::string_view prefix);

/// Call once, before threads start. An empty path means: none.
void set_data_directory(std::string path);

/// The directory that is in use; empty: none.
[[nodiscard]] const std::string& data_directory_in_use();

}  // namespace schema
}  // namespace gongshi
