// SPDX-License-Identifier: GPL-3.0-or-later
// Office files as what they are: ZIP archives of XML parts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/result.h"

namespace gongshi::office {

/// Parts by name ("xl/workbook.xml").
using Package = std::map<std::string, std::string>;

/// Unpacks `bytes` whole (office/zip_package.h reads part by part). Errors: "file-damaged" (no ZIP archive, a part does
/// not unpack), "zip-bomb" (over 512 MB unpacked, or over 10 000 parts).
[[nodiscard]] Result<Package> unpack(std::string_view bytes);

/// Packs the parts in the given order, all with one fixed date, so that the same parts give the same bytes. Error:
/// "report-unwritable".
[[nodiscard]] Result<std::string> pack(const std::vector<std::pair<std::string, std::string>>& parts);

/// The whole file. Error: "file-unreadable".
[[nodiscard]] Result<std::string> read_whole_file(const std::string& path);

}  // namespace gongshi::office
