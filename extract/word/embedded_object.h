// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::extract {

/// The file inside an embedded object: what its container keeps as a package, or what the Packager wrapped ([MS-OLEDS]
/// 2.3.6; the user's own file with its name before it). `bytes` themselves where they are no such container.
[[nodiscard]] std::string embedded_object(std::string bytes);

}  // namespace gongshi::extract
