// SPDX-License-Identifier: GPL-3.0-or-later
// One task for one worker: what is asked once, and waited for.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/workers/sandbox.h"
#include "schema/result.h"

namespace gongshi::corpus {

struct OneTask {
  std::string kind;                  ///< Of worker: `gongshi worker KIND`.
  std::vector<std::string> command;  ///< Empty: this program. Tests put another one here.
  Limits limits;
  std::string name;  ///< What the worker is given.
};

/// Starts a worker that knows the data directory in use, gives it the task, and calls `message` with what it sends, or
/// `failed` with the reason why it broke off; neither where nothing is heard of it. Errors: those of WorkerPool::run.
[[nodiscard]] Result<void> run_one_task(const OneTask& task, const std::function<void(std::string_view)>& message,
                                        const std::function<void(const std::string&)>& failed);

}  // namespace gongshi::corpus
