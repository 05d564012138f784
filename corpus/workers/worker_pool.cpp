// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/worker_pool.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <new>
#include <thread>

#include "corpus/codec.h"
#include "corpus/workers/keeper.h"
#include "corpus/workers/waiting_clock.h"

extern char** environ;

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// This process's environment, but with `scratch` as home. What the user has installed (models for recognition) stays
/// where it was.
std::vector<std::string> worker_environment(const std::string& scratch) {
  std::vector<std::string> variables = {"TMPDIR=" + scratch, "HOME=" + scratch, "OMP_THREAD_LIMIT=1"};
  const char* data = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  if ((data == nullptr || *data == '\0') && home != nullptr && *home != '\0')
    variables.push_back(std::string("XDG_DATA_HOME=") + home + "/.local/share");
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::string_view name = variable.substr(0, variable.find('=') + 1);
    if (std::none_of(variables.begin(), variables.end(), [&](const std::string& it) { return it.starts_with(name); }))
      variables.emplace_back(variable);
  }
  return variables;
}

// Kinds of messages. Parent to worker: settings, greeting (once each), task, answer. Worker to parent: the others.
constexpr char kSettings = 's', kGreeting = 'g', kTask = 't', kAnswer = 'a';
constexpr char kReady = 'r', kProgress = 'p', kMessage = 'm', kQuestion = 'q', kDone = 'd', kGivesUp = 'x';

constexpr std::size_t kHeaderBytes = 9;  // kind, then the payload's size, 8 bytes little endian
constexpr int kFailedStartsAllowed = 3;
constexpr auto kTick = std::chrono::milliseconds(100);
constexpr auto kWaitingLook = std::chrono::milliseconds(200);  // how often a silent worker's waiting is looked at
constexpr std::size_t kReceiveBytes = 256 * 1024;

std::string header_of(char kind, std::size_t size) {
  std::string header(kHeaderBytes, kind);
  for (std::size_t i = 0; i < 8; ++i) header[i + 1] = static_cast<char>(size >> (8 * i) & 0xFF);
  return header;
}

std::uint64_t size_in(std::string_view header) {
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < 8; ++i)
    size |= static_cast<std::uint64_t>(static_cast<unsigned char>(header[i + 1])) << (8 * i);
  return size;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool write_message(int descriptor, char kind, std::string_view payload) {
  return write_all(descriptor, header_of(kind, payload.size())) && write_all(descriptor, payload);
}

std::string this_program() {
  std::error_code failed;
  const fs::path path = fs::read_symlink("/proc/self/exe", failed);
  return failed ? std::string("/proc/self/exe") : path.string();
}

// ---- scratch folders: <tmp>/gongshi-<pid>-XXXXXX, so that those of a killed parent are known and cleared by the next
// run ----

constexpr std::string_view kScratchPrefix = "gongshi-worker-";

fs::path scratch_root() {
  std::error_code failed;
  const fs::path root = fs::temp_directory_path(failed);
  return failed ? fs::path("/tmp") : root;
}

void clear_left_scratch() {
  std::error_code failed;
  for (fs::directory_iterator it(scratch_root(), failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kScratchPrefix)) continue;
    const int owner = std::atoi(name.c_str() + kScratchPrefix.size());
    std::error_code ignored;
    if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(it->path(), ignored);
  }
}

std::string make_scratch() {
  std::string pattern =
      (scratch_root() / fmt::format("{}{}-XXXXXX", kScratchPrefix, static_cast<int>(::getpid()))).string();
  return ::mkdtemp(pattern.data()) != nullptr ? pattern : std::string();
}

// The last line a dying worker wrote (a sanitizer's or a library's last words), without control characters.
std::string last_words(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line, last;
  for (int lines = 0; lines < 2000 && std::getline(file, line); ++lines) {
    if (line.find("ERROR: AddressSanitizer") != std::string::npos) {
      last = line;
      break;
    }
    if (!line.empty()) last = line;
  }
  last.resize(std::min<std::size_t>(last.size(), 200));
  std::replace_if(
      last.begin(), last.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return last;
}

std::string& chosen_program() {
  static std::string path;
  return path;
}

std::string ending_of(int status) {
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU) return "it used too much processor time";
    return fmt::format("the reader was killed by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  }
  return fmt::format("the reader ended with status {}", WEXITSTATUS(status));
}

}  // namespace

void set_worker_program(const std::string& path) { chosen_program() = path; }

std::vector<std::string> worker_command(std::string_view duty) {
  std::vector<std::string> command = {chosen_program().empty() ? this_program() : chosen_program(), "worker"};
  if (!duty.empty()) command.emplace_back(duty);
  return command;
}

struct WorkerPool::Worker {
  pid_t pid = 0;
  int channel = -1;
  bool programs = false;
  bool ready = false;  // has told its protections: the cage is closed
  bool dead = false;
  std::string scratch;
  std::string received;
  std::optional<Task> task;
  std::string last_reason;         // told by the worker itself before it ended
  Clock::time_point heard;         // of the last sign of progress
  Clock::time_point looked;        // when its waiting was looked at last
  Clock::duration kept_waiting{};  // for a processor, since it was heard
  WaitingClock waiting{0};

  void hear() {
    heard = Clock::now();
    kept_waiting = {};
  }
  // Silence that is its own: waiting for a processor is left out.
  Clock::duration silence(Clock::time_point now) {
    if (now - std::max(heard, looked) >= kWaitingLook) {
      const auto waited = waiting.waited();
      // What it waited before it was heard is none of this silence.
      if (looked >= heard) kept_waiting += std::min<Clock::duration>(waited, now - looked);
      looked = now;
    }
    return now - heard - kept_waiting;
  }
};

WorkerPool::WorkerPool(WorkerOptions options) : options_(std::move(options)) {
  if (options_.command.empty()) options_.command = worker_command("");
  if (options_.workers <= 0) options_.workers = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  clear_left_scratch();
}

WorkerPool::~WorkerPool() {
  for (const auto& worker : workers_) {
    if (worker->dead) continue;
    worker->task.reset();
    end(*worker, "", {});
  }
}

Result<WorkerPool::Worker*> WorkerPool::start(bool programs) {
  auto worker = std::make_unique<Worker>();
  worker->programs = programs;
  worker->scratch = make_scratch();
  if (worker->scratch.empty())
    return Error{"worker-start", "No scratch folder can be made in " + scratch_root().string() +
                                     "; free some space there or set TMPDIR to another folder."};
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error{"worker-start", std::string("No channel to a worker can be made: ") + std::strerror(errno) + "."};

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  const std::string words = worker->scratch + "/stderr";
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, words.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  // dup2 onto itself would leave close-on-exec set.
  if (ends[1] == kWorkerDescriptor) {
    const int other = ::fcntl(ends[1], F_DUPFD_CLOEXEC, 10);
    ::close(ends[1]);
    ends[1] = other;
  }
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], kWorkerDescriptor);
  // A group of its own, so that a converter that the worker started ends with it.
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

  std::vector<std::string> arguments = options_.command;
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<std::string> variables = worker_environment(worker->scratch);
  std::vector<char*> envp;
  for (std::string& variable : variables) envp.push_back(variable.data());
  envp.push_back(nullptr);

  const int failed = ::posix_spawn(&worker->pid, argv[0], &actions, &attributes, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  worker->channel = ends[0];
  worker->hear();
  worker->waiting = WaitingClock(worker->pid);
  if (failed != 0) {
    ::close(ends[0]);
    std::error_code ignored;
    fs::remove_all(worker->scratch, ignored);
    return Error{"worker-start", fmt::format("The worker {} cannot be started: {}.", argv[0], std::strerror(failed))};
  }
  const Limits& limits = options_.limits;
  const std::string settings = MessageWriter()
                                   .integer(::getpid())
                                   .integer(static_cast<std::int64_t>(limits.memory_bytes))
                                   .integer(static_cast<std::int64_t>(limits.output_bytes))
                                   .integer(limits.cpu_seconds)
                                   .integer(programs ? 1 : 0)
                                   .string(worker->scratch)
                                   .take();
  Worker* started = worker.get();
  workers_.push_back(std::move(worker));
  static_cast<void>(send(*started, kSettings, settings) && send(*started, kGreeting, options_.greeting));
  return started;
}

bool WorkerPool::send(Worker& worker, char kind, std::string_view payload) {
  return write_message(worker.channel, kind, payload);  // a dead worker is noticed when its channel is read
}

WorkerPool::Worker* WorkerPool::idle(bool programs) {
  for (const auto& worker : workers_)
    if (!worker->dead && worker->ready && !worker->task && worker->programs == programs) return worker.get();
  return nullptr;
}

// Hands tasks to idle workers, and starts workers while there is work for more of them. At most two tasks a worker are
// held here.
Result<void> WorkerPool::give_out(const WorkerEvents& events) {
  while (true) {
    for (auto task = waiting_.begin(); task != waiting_.end();) {
      Worker* worker = idle(task->needs_programs);
      if (worker == nullptr) {
        ++task;
        continue;
      }
      worker->task = std::move(*task);
      task = waiting_.erase(task);
      worker->hear();
      worker->last_reason.clear();
      static_cast<void>(send(*worker, kTask, worker->task->payload));
    }
    int engaged = 0;                // busy or starting
    std::array<int, 2> short_of{};  // tasks of each kind for which no worker is on its way
    for (const Task& task : waiting_) ++short_of[task.needs_programs ? 1 : 0];
    for (const auto& worker : workers_) {
      if (worker->dead || (worker->ready && !worker->task)) continue;
      ++engaged;
      if (!worker->ready) --short_of[worker->programs ? 1 : 0];
    }
    if (engaged >= options_.workers) return {};
    if (short_of[0] > 0 || short_of[1] > 0) {
      if (auto started = start(short_of[1] > 0); !started) return started.error();
    } else if (std::optional<Task> task = events.next()) {
      waiting_.push_back(std::move(*task));
    } else {
      return {};
    }
  }
}

Result<void> WorkerPool::run(const WorkerEvents& events) {
  waiting_.clear();
  start_failure_.clear();
  failed_starts_ = 0;
  std::vector<pollfd> watched;
  while (true) {
    if (events.tick && !events.tick()) {
      end_keepers();
      for (const auto& worker : workers_) {
        worker->task.reset();
        if (!worker->dead) end(*worker, "", events);
      }
      std::erase_if(workers_, [](const auto& worker) { return worker->dead; });
      return Error{"stopped", "Stopped before the work was done."};
    }
    if (auto given = give_out(events); !given) return given.error();
    if (failed_starts_ >= kFailedStartsAllowed) return Error{"worker-start", start_failure_};
    const bool working = !waiting_.empty() || std::any_of(workers_.begin(), workers_.end(), [](const auto& worker) {
      return !worker->dead && worker->task;
    });
    if (!working) return {};

    watched.clear();
    for (const auto& worker : workers_) watched.push_back({worker->channel, POLLIN, 0});
    ::poll(watched.data(), watched.size(), static_cast<int>(kTick.count()));
    const std::size_t known = watched.size();  // receive() may start no workers, but keep the indices honest
    for (std::size_t i = 0; i < known; ++i)
      if (watched[i].revents != 0 && !workers_[i]->dead) receive(*workers_[i], events);
    const auto now = Clock::now();
    for (const auto& worker : workers_) {
      if (worker->dead || (worker->ready && !worker->task)) continue;
      if (worker->silence(now) > std::chrono::seconds(options_.limits.silent_seconds))
        end(*worker, fmt::format("the reader made no progress for {} s", options_.limits.silent_seconds), events);
    }
    std::erase_if(workers_, [](const auto& worker) { return worker->dead; });
  }
}

// Workers that may start programs end them first: all at a time, so that a stop takes no longer for many.
void WorkerPool::end_keepers() {
  constexpr auto kPatience = std::chrono::milliseconds(1000);
  const auto until = Clock::now() + kPatience;
  for (const auto& worker : workers_)
    if (!worker->dead && worker->programs) ::kill(worker->pid, SIGTERM);
  for (const auto& worker : workers_) {
    if (worker->dead || !worker->programs) continue;
    siginfo_t ended{};
    while (::waitid(P_PID, static_cast<id_t>(worker->pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0 && Clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    worker->programs = false;  // waited for enough
  }
}

void WorkerPool::receive(Worker& worker, const WorkerEvents& events) {
  std::array<char, kReceiveBytes> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv
  const ssize_t count = ::recv(worker.channel, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    end(worker, "", events);
    return;
  }
  worker.received.append(buffer.data(), static_cast<std::size_t>(count));
  std::size_t used = 0;
  while (!worker.dead && worker.received.size() - used >= kHeaderBytes) {
    const std::string_view rest = std::string_view(worker.received).substr(used);
    const std::uint64_t size = size_in(rest);
    if (size > options_.limits.output_bytes) {
      end(worker, fmt::format("the result is larger than the limit of {} MB", options_.limits.output_bytes >> 20),
          events);
      return;
    }
    if (rest.size() < kHeaderBytes + size) break;
    handle(worker, rest[0], rest.substr(kHeaderBytes, size), events);
    used += kHeaderBytes + size;
  }
  if (!worker.dead) worker.received.erase(0, used);
}

void WorkerPool::handle(Worker& worker, char kind, std::string_view payload, const WorkerEvents& events) {
  if (kind == kReady) {
    worker.ready = true;
    failed_starts_ = 0;
    if (!worker.programs && protections_.empty()) protections_ = payload;
    return;
  }
  if (kind == kGivesUp) {
    worker.last_reason = payload;
    return;
  }
  if (!worker.task) return;  // talks out of turn: a worker that is no longer ours
  worker.hear();
  if (kind == kMessage) {
    static_cast<void>(events.message(*worker.task, payload, false));
  } else if (kind == kQuestion) {
    static_cast<void>(send(worker, kAnswer, events.message(*worker.task, payload, true)));
  } else if (kind == kDone) {
    const Task task = std::move(*worker.task);
    worker.task.reset();
    if (events.done) events.done(task);
  }
}

void WorkerPool::end(Worker& worker, const std::string& reason, const WorkerEvents& events) {
  worker.dead = true;
  ::close(worker.channel);
  // A worker that closed its channel by dying has a status to tell; give it a moment before it is killed for good.
  int status = 0;
  pid_t reaped = 0;
  for (int i = 0; reason.empty() && worker.task && i < 50 && reaped == 0; ++i) {
    reaped = ::waitpid(worker.pid, &status, WNOHANG);
    if (reaped == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (reaped == 0 && worker.programs) {  // its keeper ends the programs, too
    ::kill(worker.pid, SIGTERM);
    for (int i = 0; i < 500 && reaped == 0; ++i) {
      reaped = ::waitpid(worker.pid, &status, WNOHANG);
      if (reaped == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  ::kill(-worker.pid, SIGKILL);
  if (reaped == 0)
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
  std::string words = reason;
  if (words.empty()) words = worker.last_reason.empty() ? ending_of(status) : worker.last_reason;
  if (worker.last_reason.empty())
    if (const std::string last = last_words(worker.scratch + "/stderr"); !last.empty()) words += ": " + last;
  std::error_code ignored;
  fs::remove_all(worker.scratch, ignored);
  if (!worker.ready) {
    ++failed_starts_;
    start_failure_ = "The workers that read the files cannot be started: " + words + ".";
  }
  if (!worker.task) return;
  const Task task = std::move(*worker.task);
  worker.task.reset();
  if (std::optional<Task> again = events.failed(task, words)) waiting_.push_front(std::move(*again));
}

// ---- the worker's end ----

namespace {

bool read_exactly(int descriptor, char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = ::read(descriptor, bytes, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<std::string> read_message(int descriptor, char expected) {
  std::array<char, kHeaderBytes> header{};
  if (!read_exactly(descriptor, header.data(), header.size()) || header[0] != expected) return std::nullopt;
  std::string payload(size_in({header.data(), header.size()}), '\0');
  if (!read_exactly(descriptor, payload.data(), payload.size())) return std::nullopt;
  return payload;
}

}  // namespace

std::optional<std::string> WorkerChannel::receive() { return read_message(descriptor_, kTask); }

void WorkerChannel::write(char kind, std::string_view payload) {
  if (!write_message(descriptor_, kind, payload)) std::_Exit(0);  // nobody listens any more
}

void WorkerChannel::send(std::string_view message) { write(kMessage, message); }

std::string WorkerChannel::ask(std::string_view message) {
  write(kQuestion, message);
  std::optional<std::string> answer = read_message(descriptor_, kAnswer);
  if (!answer) std::_Exit(0);
  return std::move(*answer);
}

void WorkerChannel::progress() { write(kProgress, {}); }

int serve_tasks(int descriptor, const std::function<TaskFunction(std::string_view greeting, bool programs)>& prepare) {
  const auto settings = read_message(descriptor, kSettings);
  const auto greeting = settings ? read_message(descriptor, kGreeting) : std::nullopt;
  if (!greeting) return 2;
  MessageReader fields(*settings);
  const auto parent = static_cast<pid_t>(fields.integer());
  SandboxOptions sandbox;
  sandbox.limits.memory_bytes = static_cast<std::uint64_t>(fields.integer());
  sandbox.limits.output_bytes = static_cast<std::uint64_t>(fields.integer());
  sandbox.limits.cpu_seconds = static_cast<int>(fields.integer());
  sandbox.allow_programs = fields.integer() != 0;
  sandbox.scratch = fields.string();
  if (!fields.ok()) return 2;
  if (sandbox.allow_programs) {
    keep_descendants(parent, descriptor);
  } else {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) return 0;  // it died before the line above
  }

  WorkerChannel channel(descriptor);
  // Held back, so that the reason can still be told when memory has run out.
  auto reserve = std::make_unique<std::array<char, 1 << 20>>();
  std::string reason;
  try {
    const TaskFunction work = prepare(*greeting, sandbox.allow_programs);
    channel.write(kReady, enter_sandbox(sandbox).describe(sandbox.allow_programs));
    while (const std::optional<std::string> task = channel.receive()) {
      allow_processor_time(sandbox.limits.cpu_seconds);
      work(*task, channel);
      channel.write(kDone, {});
    }
    return 0;
  } catch (const std::bad_alloc&) {
    reserve.reset();
    reason = "it needs more memory than the limit of " + std::to_string(sandbox.limits.memory_bytes >> 20) + " MB";
  } catch (const std::exception& error) {
    reason = std::string("the reader failed: ") + error.what();
  }
  channel.write(kGivesUp, reason);
  return 1;
}

}  // namespace gongshi::corpus
