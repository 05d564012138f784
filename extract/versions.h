// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gongshi::extract {

/// What reading depends on: "reader" (kReaderVersion) and the libraries that decide about text and pictures, by name.
/// Recognition engines name themselves on every page they read (Page::engine).
[[nodiscard]] std::vector<std::pair<std::string, std::string>> reader_versions();

}  // namespace gongshi::extract
