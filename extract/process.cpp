// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

namespace gongshi::extract {
namespace {

constexpr std::uintmax_t kMostOutput = std::uintmax_t{256} << 20;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  void open(int descriptor, const char* path, int flags) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, 0600);
  }
  void close_from(int descriptor) { posix_spawn_file_actions_addclosefrom_np(&actions_, descriptor); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class OwnGroup {
 public:
  OwnGroup() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }
  OwnGroup(const OwnGroup&) = delete;
  OwnGroup& operator=(const OwnGroup&) = delete;
  ~OwnGroup() { posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

// Waits until `child` has ended, without reaping it: its number stays its own until its group is killed.
bool ended_within(pid_t child, int seconds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (true) {
    siginfo_t state{};
    if (waitid(P_PID, static_cast<id_t>(child), &state, WEXITED | WNOHANG | WNOWAIT) != 0 && errno != EINTR)
      return true;
    if (state.si_pid == child) return true;
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

int reap(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::vector<std::string> environment(const std::string& folder) {
  const char* path = std::getenv("PATH");
  return {fmt::format("PATH={}", path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"),
          "HOME=" + folder,
          "TMPDIR=" + folder,
          "LANG=C.UTF-8",
          "LC_ALL=C.UTF-8",
          "SAL_USE_VCLPLUGIN=svp"};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  list.reserve(words.size() + 1);
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

std::string read_output(const std::string& path) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  std::string bytes(failed ? 0 : static_cast<std::size_t>(std::min(size, kMostOutput)), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

}  // namespace

Result<TemporaryFolder> TemporaryFolder::make() {
  std::error_code failed;
  std::filesystem::path base = std::filesystem::temp_directory_path(failed);
  if (failed) base = "/tmp";
  std::string path = (base / "gongshi-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr)
    return Error{"disk-full", fmt::format("no folder could be made in {}: {}.", base.string(), std::strerror(errno))};
  return TemporaryFolder(std::move(path));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<ProgramRun> run_program(const std::vector<std::string>& arguments, const std::string& folder, int seconds,
                               bool want_output) {
  const std::string output = want_output ? folder + "/output" : "/dev/null";
  FileActions actions;
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.open(STDOUT_FILENO, output.c_str(), want_output ? O_WRONLY | O_CREAT | O_TRUNC : O_WRONLY);
  actions.open(STDERR_FILENO, "/dev/null", O_WRONLY);
  actions.close_from(3);
  const OwnGroup group;
  std::vector<std::string> words = arguments, variables = environment(folder);
  pid_t child = 0;
  const int failure = posix_spawnp(&child, words.front().c_str(), actions.get(), group.get(), pointers(words).data(),
                                   pointers(variables).data());
  if (failure == ENOENT || failure == EACCES)
    return Error{"program-missing", fmt::format("the program {} is not installed.", arguments.front())};
  if (failure != 0)
    return Error{"program-failed",
                 fmt::format("{} could not be started: {}.", arguments.front(), std::strerror(failure))};
  const bool ended = ended_within(child, seconds);
  ::kill(-child, SIGKILL);
  ProgramRun run;
  run.exit_status = reap(child);
  if (!ended)
    return Error{"program-timeout",
                 fmt::format("{} did not end within {} s and was stopped.", arguments.front(), seconds)};
  if (want_output) run.output = read_output(output);
  return run;
}

}  // namespace gongshi::extract
