// SPDX-License-Identifier: GPL-3.0-or-later
// What several processes, on any number of machines, share while they fill one store on a server: files to be read are
// claimed one by one, under leases that run out where a process dies; one process at a time compares notices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/store/database.h"

namespace gongshi::corpus {

/// The claims of one process. Names of work are paths, or whatever else must be done by one alone. All calls throw
/// DatabaseError; none may be made in a transaction.
class SharedWork {
 public:
  /// `lease_seconds`: how long what is claimed stays with a process that gives no sign (keep()).
  SharedWork(Database& database, int lease_seconds);
  SharedWork(const SharedWork&) = delete;
  SharedWork& operator=(const SharedWork&) = delete;
  ~SharedWork();  ///< Gives back what was not done.

  /// To be done by whoever comes first; what is known already is left as it is.
  void offer(const std::vector<std::string>& names);
  /// Claims the next that nobody has, below one of the roots ("/a": itself, or "/a/…"); nothing where there is none
  /// now.
  [[nodiscard]] std::optional<std::string> take(const std::vector<std::string>& roots);
  /// Claims that one; false where another process has it.
  [[nodiscard]] bool claim(const std::string& name);
  /// Struck off with others, before anything else is taken or counted.
  void done(const std::string& name);
  /// Back to be taken by anybody, after a second.
  void give_back(const std::string& name);
  /// Called often; says about three times in a lease that this process lives.
  void keep();
  /// How much is left below the roots, claimed or not.
  [[nodiscard]] std::int64_t left(const std::vector<std::string>& roots);

  /// Who claims: "host/4711/5b1c…", different for every object.
  [[nodiscard]] const std::string& holder() const { return holder_; }

 private:
  void strike_off();

  Database& database_;
  std::vector<std::string> done_;  // not struck off yet
  std::string holder_;
  int lease_seconds_;
  std::int64_t kept_at_ = 0;  // seconds, of the steady clock
};

/// Held by one process at a time: who has it compares the notices of the store. On SQLite there is but one process, and
/// it is had at once.
class Election {
 public:
  /// Waits until it is this one's turn, or until `stopped` (may be empty) says so: won() is false then. Throws
  /// DatabaseError.
  Election(Database& database, const std::function<bool()>& stopped);
  Election(const Election&) = delete;
  Election& operator=(const Election&) = delete;
  ~Election();
  [[nodiscard]] bool won() const { return won_; }

 private:
  Database& database_;
  bool won_ = false;
};

/// Where a path of the store lies on this machine: "NAME:/folder/file" below the folder of that source here; other
/// paths stand for themselves, as do those of a source that this machine has never read.
[[nodiscard]] std::string located(Database& database, const std::string& path);

/// This machine's name.
[[nodiscard]] std::string machine_name();

}  // namespace gongshi::corpus
