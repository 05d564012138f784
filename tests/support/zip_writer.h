// SPDX-License-Identifier: GPL-3.0-or-later
// Zip packages made in memory, for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gongshi::test {

/// A package of the parts (name, bytes), deflated. With `password` the parts are encrypted (AES-256).
std::string make_zip(const std::vector<std::pair<std::string, std::string>>& parts, const std::string& password = "");

/// An Excel workbook with one sheet; `content` is the inside of its <worksheet> (sheetData, mergeCells).
std::string make_workbook(const std::string& sheet, const std::string& content);

}  // namespace gongshi::test
