// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/waiting_clock.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using Times = std::map<pid_t, std::chrono::nanoseconds>;

// Adds what the threads of a process have waited, and those of its descendants.
void add_threads(pid_t process, Times& waited) {
  std::vector<pid_t> left = {process};
  std::set<pid_t> seen = {process};
  while (!left.empty()) {
    const std::string tasks = "/proc/" + std::to_string(left.back()) + "/task";
    left.pop_back();
    std::error_code gone;  // it may end at any moment
    for (fs::directory_iterator it(tasks, gone), end; !gone && it != end; it.increment(gone)) {
      std::int64_t running = 0, waiting = 0;
      if (std::ifstream(it->path() / "schedstat") >> running >> waiting)
        waited[std::atoi(it->path().filename().c_str())] = std::chrono::nanoseconds(waiting);
      std::ifstream children(it->path() / "children");
      for (pid_t child = 0; children >> child;)
        if (seen.insert(child).second) left.push_back(child);
    }
  }
}

}  // namespace

std::chrono::nanoseconds WaitingClock::waited() {
  Times now;
  add_threads(process_, now);
  std::chrono::nanoseconds longest{0};
  for (const auto& [thread, time] : now) {
    const auto before = before_.find(thread);  // a thread that is new has waited since the last call
    longest = std::max(longest, time - (before == before_.end() ? std::chrono::nanoseconds{0} : before->second));
  }
  before_ = std::move(now);
  return std::exchange(asked_, true) ? longest : std::chrono::nanoseconds{0};
}

}  // namespace gongshi::corpus
