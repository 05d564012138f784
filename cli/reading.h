// SPDX-License-Identifier: GPL-3.0-or-later
// Progress and problems of reading, on stderr.
#pragma once

#include <functional>

#include "app/reading.h"

namespace gongshi::cli {

/// Calls `read` with a watcher that shows progress on a terminal, then says what could not be read, one line a problem.
[[nodiscard]] app::FilesRead read_with_progress(
    const std::function<app::FilesRead(const app::ReadingWatcher& watcher)>& read);

}  // namespace gongshi::cli
