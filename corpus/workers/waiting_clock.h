// SPDX-License-Identifier: GPL-3.0-or-later
// How long a process has been kept waiting for a processor. On a machine with more work than cores a program that makes
// no progress may be ready to run and not be let; that is not its fault, as sleeping or turning in circles is.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>

namespace gongshi::corpus {

class WaitingClock {
 public:
  explicit WaitingClock(pid_t process) : process_(process) {}

  /// The time since the last call that the process, or the one of its threads and descendants that waited longest, was
  /// ready to run without running (Linux: /proc/PID/task/TID/schedstat). 0 at the first call, and where the kernel does
  /// not tell.
  [[nodiscard]] std::chrono::nanoseconds waited();

 private:
  pid_t process_;
  bool asked_ = false;
  std::map<pid_t, std::chrono::nanoseconds> before_;  // by thread, since its start
};

}  // namespace gongshi::corpus
