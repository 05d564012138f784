// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <vector>

namespace gongshi::corpus {
namespace {

// The address sanitizer reserves terabytes and runs out of any sensible limit at once.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryCanBeLimited = false;
#else
constexpr bool kMemoryCanBeLimited = true;
#endif

bool limit(int resource, rlim_t value) {
  struct rlimit now {};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return false;
  const rlim_t wanted = now.rlim_max == RLIM_INFINITY || value < now.rlim_max ? value : now.rlim_max;
  const struct rlimit both { wanted, wanted };
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both) == 0;
}

bool set_limits(const Limits& limits) {
  bool all = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, limits.output_bytes);
  if (kMemoryCanBeLimited) all = limit(RLIMIT_DATA, limits.memory_bytes) && all;
  return all;
}

// ---- seccomp ----

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ALLOW)) {}
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;
  ~Filter() {
    if (context_ != nullptr) seccomp_release(context_);
  }

  // Refused calls fail with an errno instead of killing: libraries ask for things they can do without.
  void refuse(const char* name, int error = EPERM) {
    const int number = seccomp_syscall_resolve_name(name);
    if (context_ == nullptr || number == __NR_SCMP_ERROR) return;  // a call that this kernel's headers do not know
    good_ = seccomp_rule_add(context_, SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), number, 0) == 0 && good_;
  }
  void refuse_when(const char* name, scmp_arg_cmp condition) {
    const int number = seccomp_syscall_resolve_name(name);
    if (context_ == nullptr || number == __NR_SCMP_ERROR) return;
    good_ = seccomp_rule_add_array(context_, SCMP_ACT_ERRNO(EPERM), number, 1, &condition) == 0 && good_;
  }
  bool load() { return context_ != nullptr && good_ && seccomp_load(context_) == 0; }

 private:
  scmp_filter_ctx context_;
  bool good_ = true;
};

bool install_filter(bool allow_programs) {
  Filter filter;
  for (const char* name : {"ptrace",
                           "process_vm_readv",
                           "process_vm_writev",
                           "kcmp",
                           "pidfd_getfd",
                           "mount",
                           "umount2",
                           "pivot_root",
                           "chroot",
                           "move_mount",
                           "open_tree",
                           "fsopen",
                           "fsmount",
                           "fspick",
                           "swapon",
                           "swapoff",
                           "reboot",
                           "kexec_load",
                           "kexec_file_load",
                           "init_module",
                           "finit_module",
                           "delete_module",
                           "bpf",
                           "perf_event_open",
                           "userfaultfd",
                           "keyctl",
                           "add_key",
                           "request_key",
                           "unshare",
                           "setns",
                           "open_by_handle_at",
                           "acct",
                           "quotactl",
                           "settimeofday",
                           "clock_settime",
                           "adjtimex",
                           "clock_adjtime",
                           "sethostname",
                           "setdomainname",
                           "iopl",
                           "ioperm",
                           "lookup_dcookie",
                           "vhangup"})
    filter.refuse(name);
  for (const char* name : {"io_uring_setup", "io_uring_enter", "io_uring_register"}) filter.refuse(name, ENOSYS);
  if (allow_programs) {
    // The office converter talks to itself over local sockets; every other family is a way out.
    filter.refuse_when("socket", SCMP_A0(SCMP_CMP_NE, AF_UNIX));
  } else {
    for (const char* name : {"socket", "connect", "bind", "listen", "accept", "accept4", "execve", "execveat", "fork",
                             "vfork", "kill", "tkill", "pidfd_send_signal"})
      filter.refuse(name);
    filter.refuse_when("tgkill",
                       SCMP_A0(SCMP_CMP_NE, static_cast<scmp_datum_t>(::getpid())));  // abort() needs it for itself
    // Threads are made by clone() too; glibc falls back to it when clone3(), whose flags a filter cannot see, is
    // missing.
    filter.refuse("clone3", ENOSYS);
    filter.refuse_when("clone", SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  }
  return filter.load();
}

// ---- Landlock ----

int landlock_abi() {
  return static_cast<int>(::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
}

// Rights that later kernels added, for the headers of Debian 12.
constexpr std::uint64_t kRefer = 1ULL << 13;
constexpr std::uint64_t kTruncate = 1ULL << 14;
constexpr std::uint64_t kTcp = 1ULL << 0 | 1ULL << 1;     // bind, connect
constexpr std::uint64_t kScopes = 1ULL << 0 | 1ULL << 1;  // abstract sockets, signals

// struct landlock_ruleset_attr as of ABI 6.
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};

bool allow_writes_below(int ruleset, const char* path, std::uint64_t rights) {
  const int folder = ::open(path, O_PATH | O_CLOEXEC);
  if (folder < 0) return false;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = folder;
  const bool added = ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  ::close(folder);
  return added;
}

// The ABI that is in force now; 0 where the kernel has none.
int confine_writes(const std::string& scratch, bool allow_programs) {
  const int abi = landlock_abi();
  if (abi < 1) return 0;
  std::uint64_t writes = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                         LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                         LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (abi >= 2) writes |= kRefer;
  if (abi >= 3) writes |= kTruncate;
  RulesetAttributes attributes;
  attributes.files = writes;
  if (abi >= 4) attributes.network = kTcp;
  if (abi >= 6) attributes.scoped = kScopes;
  const std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  const int ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
  if (ruleset < 0) return 0;
  bool good = allow_writes_below(ruleset, scratch.c_str(), writes);
  // LibreOffice binds its local socket in /tmp, whatever TMPDIR says, and removes it at the end.
  if (allow_programs)
    good = allow_writes_below(ruleset, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE) && good;
  const std::uint64_t file_rights = LANDLOCK_ACCESS_FS_WRITE_FILE | (abi >= 3 ? kTruncate : 0);
  good = allow_writes_below(ruleset, "/dev/null", file_rights) && good;
  good = good && ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  ::close(ruleset);
  return good ? abi : 0;
}

}  // namespace

std::string Protections::describe(bool programs_allowed) const {
  std::vector<std::string> held, missing;
  (no_new_privileges ? held : missing).emplace_back("no new privileges");
  (limits ? held : missing).emplace_back("resource limits");
  (seccomp ? held : missing)
      .emplace_back(programs_allowed ? "seccomp (no network)" : "seccomp (no network, no programs)");
  if (landlock_abi > 0)
    held.push_back("Landlock " + std::to_string(landlock_abi) + " (writes only to the scratch folder)");
  else
    missing.emplace_back("Landlock (writes confined)");
  std::string text;
  for (const std::string& name : held) text += (text.empty() ? "" : ", ") + name;
  for (std::size_t i = 0; i < missing.size(); ++i) text += (i == 0 ? "; not available here: " : ", ") + missing[i];
  return text;
}

Protections enter_sandbox(const SandboxOptions& options) {
  Protections held;
  held.limits = set_limits(options.limits);
  held.no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!held.no_new_privileges) return held;  // both filters below need it
  held.landlock_abi = confine_writes(options.scratch, options.allow_programs);
  held.seccomp = install_filter(options.allow_programs);
  return held;
}

void allow_processor_time(int seconds) {
  struct rusage used {};
  struct rlimit now {};
  if (::getrusage(RUSAGE_SELF, &used) != 0 || ::getrlimit(RLIMIT_CPU, &now) != 0) return;
  // The soft limit alone moves: it raises SIGXCPU, which ends the process, and the next file may move it on.
  now.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + seconds);
  if (now.rlim_max != RLIM_INFINITY && now.rlim_cur > now.rlim_max) now.rlim_cur = now.rlim_max;
  static_cast<void>(::setrlimit(RLIMIT_CPU, &now));
}

}  // namespace gongshi::corpus
