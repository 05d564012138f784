// SPDX-License-Identifier: GPL-3.0-or-later
// Recognition engines by name: which one pages would be read with, and which of two reads better.
#pragma once

#include <string>
#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/notice.h"

namespace gongshi::extract {

/// What stands for the engine where none could read what needed one.
inline constexpr std::string_view kNoEngine = "none";

/// How well an engine reads, by its name (Page::engine): of two the larger one is better, measured on scans of notices
/// (docs/manual.md). Versions of one engine and model are equal. 0 for kNoEngine, -1 for "" (none was needed).
[[nodiscard]] int engine_rank(std::string_view name);

/// The name of the engine that pages would be recognised with now, kNoEngine where there is none. Loads its model.
[[nodiscard]] std::string engine_in_use(const Options& options);

}  // namespace gongshi::extract
