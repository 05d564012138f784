// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi::audit::report {

/// Writes a file whole: into a temporary name beside it, then renamed, so that nobody ever opens half a report. Error:
/// "report-unwritable".
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);

/// Makes the folder and those above it. Error: "report-unwritable".
[[nodiscard]] Result<void> make_folder(const std::string& path);

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
[[nodiscard]] std::string digest(std::string_view bytes);

}  // namespace gongshi::audit::report
