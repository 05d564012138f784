// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/one_task.h"

#include <optional>
#include <utility>

#include "corpus/codec.h"
#include "corpus/workers/worker_pool.h"
#include "schema/data.h"

namespace gongshi::corpus {

Result<void> run_one_task(const OneTask& task, const std::function<void(std::string_view)>& message,
                          const std::function<void(const std::string&)>& failed) {
  WorkerOptions workers;
  workers.command = task.command.empty() ? worker_command(task.kind) : task.command;
  workers.greeting = MessageWriter().string(data_directory_in_use()).take();
  workers.limits = task.limits;
  workers.workers = 1;
  bool given = false;
  WorkerEvents events;
  events.next = [&]() -> std::optional<Task> {
    if (std::exchange(given, true)) return std::nullopt;
    return Task{0, task.name, false};
  };
  events.message = [&](const Task&, std::string_view sent, bool) {
    message(sent);
    return std::string();
  };
  events.done = [](const Task&) {};
  events.failed = [&](const Task&, const std::string& reason) -> std::optional<Task> {
    failed(reason);
    return std::nullopt;
  };
  return WorkerPool(std::move(workers)).run(events);
}

}  // namespace gongshi::corpus
