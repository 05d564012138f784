// SPDX-License-Identifier: GPL-3.0-or-later
// Processes that do the untrusted work, and the conversation with them. The pool knows nothing of notices: tasks and
// messages are bytes.
//
//   WorkerPool pool(options);
//   pool.run({.next = …, .message = …, .failed = …});
//
// One worker has one task at a time. A worker that crashes, falls silent or uses too much is replaced; its task goes to
// `failed`.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/workers/sandbox.h"
#include "schema/result.h"

namespace gongshi::corpus {

struct WorkerOptions {
  /// Program and arguments; the pool appends nothing. Empty: this program with the hidden command "worker".
  std::vector<std::string> command;
  std::string greeting;  ///< Sent to each worker once, after the pool's own settings.
  int workers = 0;       ///< 0: one per core.
  Limits limits;
};

struct Task {
  std::uint64_t id = 0;
  std::string payload;
  bool needs_programs = false;  ///< Goes to a worker that may start the office converter.
};

/// What the owner of the pool does. All are called on the thread that calls run(), never at once.
struct WorkerEvents {
  /// The next task, or nothing when there is none at the moment (asked again after every event).
  std::function<std::optional<Task>()> next;
  /// A message of the worker on `task`. The text returned is sent back to it where the worker asked (`wants_reply`).
  std::function<std::string(const Task& task, std::string_view message, bool wants_reply)> message;
  /// The worker is done with the task.
  std::function<void(const Task& task)> done;
  /// The worker died on the task, and `reason` says how ("killed by signal 11 (Segmentation fault)", "no progress for
  /// 120 s", …). A task that is returned is given to a worker next.
  std::function<std::optional<Task>(const Task& task, const std::string& reason)> failed;
  /// Called about ten times a second while work goes on; false stops the run at once (workers are ended). May be empty.
  std::function<bool()> tick;
};

class WorkerPool {
 public:
  explicit WorkerPool(WorkerOptions options);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();  ///< Ends all workers and removes their scratch folders.

  /// Works until `next` has no task, none waits and no worker is busy. Errors: "worker-start" (workers cannot be
  /// started, or die before they take a task; nothing is done then), "stopped" (tick returned false).
  [[nodiscard]] Result<void> run(const WorkerEvents& events);

  /// The protections that the first plain worker reported; empty before one has started.
  [[nodiscard]] const std::string& protections() const { return protections_; }

 private:
  struct Worker;

  Result<Worker*> start(bool programs);
  Result<void> give_out(const WorkerEvents& events);
  bool send(Worker& worker, char kind, std::string_view payload);
  void receive(Worker& worker, const WorkerEvents& events);
  void handle(Worker& worker, char kind, std::string_view payload, const WorkerEvents& events);
  void end_keepers();
  void end(Worker& worker, const std::string& reason, const WorkerEvents& events);
  [[nodiscard]] Worker* idle(bool programs);

  WorkerOptions options_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::deque<Task> waiting_;  // retries, and tasks that need another kind of worker
  std::string protections_;
  std::string start_failure_;
  int failed_starts_ = 0;
};

class WorkerChannel;

/// What a worker does with one task.
using TaskFunction = std::function<void(std::string_view payload, WorkerChannel& channel)>;

/// The worker's end of the conversation.
class WorkerChannel {
 public:
  explicit WorkerChannel(int descriptor) : descriptor_(descriptor) {}

  /// Waits for the next message; nothing when the parent has closed the channel.
  [[nodiscard]] std::optional<std::string> receive();
  /// A message to WorkerEvents::message.
  void send(std::string_view message);
  /// The same, and waits for the answer. Ends the process when the parent is gone.
  [[nodiscard]] std::string ask(std::string_view message);
  /// Puts off the limit on silence.
  void progress();

 private:
  friend int serve_tasks(int descriptor,
                         const std::function<TaskFunction(std::string_view greeting, bool programs)>& prepare);
  void write(char kind, std::string_view payload);

  int descriptor_;
};

/// A worker's main loop on `descriptor` (3 for workers that a pool started): takes the settings, lets `prepare` make
/// the task function from the greeting (before the cage closes: data files are loaded there), enters the sandbox and
/// works until the channel closes. Returns the exit status. std::bad_alloc and other exceptions of a task end the
/// process with the reason told to the parent.
int serve_tasks(int descriptor, const std::function<TaskFunction(std::string_view greeting, bool programs)>& prepare);

/// This program with the hidden command "worker", for what `duty` says ("pictures"; "" reads files).
[[nodiscard]] std::vector<std::string> worker_command(std::string_view duty);

/// Makes worker_command() name the program at `path` instead of this one: for programs that are not gongshi but call
/// what needs its workers. Call before any worker is started.
void set_worker_program(const std::string& path);

/// The descriptor on which a pool's worker finds its channel.
inline constexpr int kWorkerDescriptor = 3;

}  // namespace gongshi::corpus
