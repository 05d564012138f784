// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers say, and advise, where a file is not read for what it holds.
#pragma once

#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi {

/// The file goes beyond a limit or its names cannot be trusted. `what` says so, with the file's name in front.
[[nodiscard]] Error refusal(std::string code, std::string_view what);

/// "no-text": the file can be read and says nothing. `what` says so, with the file's name in front.
[[nodiscard]] Error no_text(std::string_view what);

}  // namespace gongshi
