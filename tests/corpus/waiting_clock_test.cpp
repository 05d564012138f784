// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/waiting_clock.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>
#include "tests/support/skip.h"

namespace gongshi::corpus {
namespace {

// A process of its own, ended with the object or its maker.
class Child {
 public:
  explicit Child(const std::function<void()>& work) : pid_(::fork()) {
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    ::_exit(0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

void turn_on_first_core() {
  cpu_set_t cores;
  ::sched_getaffinity(0, sizeof cores, &cores);
  int first = 0;
  while (!CPU_ISSET(first, &cores)) ++first;
  CPU_ZERO(&cores);
  CPU_SET(first, &cores);
  ::sched_setaffinity(0, sizeof cores, &cores);
  for (volatile bool on = true; on;) {
  }
}

bool kernel_tells() {
  std::int64_t running = 0, waiting = 0, slices = 0;
  return static_cast<bool>(std::ifstream("/proc/self/schedstat") >> running >> waiting >> slices) && slices > 0;
}

}  // namespace

TEST_CASE("a process that shares its core waits, one that sleeps does not") {
  if (!kernel_tells()) GONGSHI_SKIP("the kernel does not count waiting (/proc/self/schedstat)");
  const Child one(turn_on_first_core), other(turn_on_first_core), parent([] {
    const Child third(turn_on_first_core);
    ::pause();
  });
  const Child asleep([] { ::pause(); });
  WaitingClock of_one(one.pid()), of_parent(parent.pid()), of_asleep(asleep.pid());
  CHECK(of_one.waited().count() == 0);  // nothing to compare with yet
  CHECK(of_parent.waited().count() == 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  static_cast<void>(of_asleep.waited());  // it has gone to sleep by now
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  CHECK(of_one.waited().count() > 0);
  CHECK(of_parent.waited().count() > 0);  // its child waits
  CHECK(of_asleep.waited().count() == 0);
}

TEST_CASE("a process that is gone waits for nothing") {
  WaitingClock clock(0);
  CHECK(clock.waited().count() == 0);
  CHECK(clock.waited().count() == 0);
}

}  // namespace gongshi::corpus
