// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker process gives up before it opens a file that somebody sent.
#pragma once

#include <cstdint>
#include <string>

namespace gongshi::corpus {

/// How far the work on one file may go.
struct Limits {
  /// Private memory of a worker (RLIMIT_DATA). 1.5 GB: the largest scan of the trials needs a third of it.
  std::uint64_t memory_bytes = std::uint64_t{1536} << 20;
  /// Of one result that a worker hands back, and of one file that it writes to its scratch folder.
  std::uint64_t output_bytes = std::uint64_t{512} << 20;
  /// Without a sign of progress (a page done counts as one), asleep or at work; time that a worker is kept waiting for
  /// a processor does not count.
  int silent_seconds = 120;
  int cpu_seconds = 3600;    ///< Of processor time for one file or archive member.
};

struct SandboxOptions {
  Limits limits;
  std::string scratch;          ///< The one folder that may be written to. Must exist.
  bool allow_programs = false;  ///< For workers that drive the office converter: other programs may be started (in the
                                ///< same cage: what they inherit cannot be undone).
};

/// Which protections hold in this process.
struct Protections {
  bool no_new_privileges = false;
  bool limits = false;   ///< Memory, file size, core dumps.
  bool seccomp = false;  ///< No network, no tracing, no mounts, no kernel modules; no other programs unless allowed.
  int landlock_abi = 0;  ///< 0: absent. From 1 on writes are confined to the scratch folder; from 4 on no TCP.

  /// "no-new-privileges, rlimits, seccomp (no network, no programs), landlock 7 (writes only to scratch)"; what is
  /// missing is named.
  [[nodiscard]] std::string describe(bool programs_allowed) const;
};

/// Cages the calling process for good. Call before untrusted bytes are touched and while there is one thread only.
/// Protections that the kernel lacks are left out and show in the result.
[[nodiscard]] Protections enter_sandbox(const SandboxOptions& options);

/// Allows `seconds` more of processor time to the calling process, counted from now.
void allow_processor_time(int seconds);

}  // namespace gongshi::corpus
