// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::corpus {

/// Waits until the file, or the folder's list of names, has reached the disk. False where it cannot be opened or
/// written.
[[nodiscard]] bool synced(const std::string& path);

}  // namespace gongshi::corpus
