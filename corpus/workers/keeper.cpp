// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/keeper.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace gongshi::corpus {
namespace {

// The process that started `pid`; 0 if it is gone.
pid_t parent_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');  // names may hold anything
  if (name_end == std::string::npos || name_end + 4 > line.size()) return 0;
  return static_cast<pid_t>(std::atoi(line.c_str() + name_end + 4));
}

std::vector<pid_t> children() {
  std::vector<pid_t> found;
  DIR* processes = ::opendir("/proc");
  if (processes == nullptr) return found;
  while (const dirent* entry = ::readdir(processes))
    if (const pid_t pid = std::atoi(entry->d_name); pid > 0 && parent_of(pid) == ::getpid()) found.push_back(pid);
  ::closedir(processes);
  return found;
}

// What the dead leave behind becomes our child, until nobody is left.
void end_descendants() {
  while (true) {
    for (const pid_t pid : children()) ::kill(pid, SIGKILL);
    if (::waitpid(-1, nullptr, 0) < 0 && errno == ECHILD) return;
  }
}

[[noreturn]] void end_as(int status) {
  if (WIFSIGNALED(status)) {
    const struct rlimit none {};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(WTERMSIG(status), SIG_DFL);
    sigset_t all;
    sigemptyset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    std::raise(WTERMSIG(status));
  }
  ::_exit(WEXITSTATUS(status));
}

[[noreturn]] void keep(pid_t child, const sigset_t& awaited) {
  int status = SIGKILL;  // as a worker that is ended looks to its parent
  bool working = true;
  while (working) {
    const int signal = ::sigwaitinfo(&awaited, nullptr);
    if (signal == SIGTERM) break;
    for (pid_t ended = 1; working && ended > 0;) {
      int state = 0;
      ended = ::waitpid(-1, &state, WNOHANG);
      if (ended != child) continue;
      status = state;
      working = false;
    }
  }
  end_descendants();
  end_as(status);
}

}  // namespace

void keep_descendants(pid_t parent, int channel) {
  sigset_t awaited, before;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGTERM);
  sigaddset(&awaited, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &awaited, &before);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(0);  // it died before the line above
  const pid_t keeper = ::getpid(), child = ::fork();
  if (child > 0) {
    ::close(channel);
    keep(child, awaited);
  }
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (child == 0 && ::getppid() != keeper) ::_exit(0);
}

}  // namespace gongshi::corpus
