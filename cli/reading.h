// SPDX-License-Identifier: GPL-3.0-or-later
// Progress and problems of reading, on stderr.
#pragma once

#include <functional>
#include <string>

#include "app/reading.h"

namespace gongshi::cli {

/// Calls `read` with a watcher that shows progress on a terminal, then says what could not be read, one line a problem.
[[nodiscard]] app::FilesRead read_with_progress(
    const std::function<app::FilesRead(const app::ReadingWatcher& watcher)>& read);

/// "40 s", "2 min 10 s", "3 h 5 min", rounded as one says it.
[[nodiscard]] std::string duration_words(double seconds);

/// What a file's problems say, in the language that is set.
void localize_problems(NoticeFile& file);

}  // namespace gongshi::cli
