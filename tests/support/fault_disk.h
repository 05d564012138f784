// SPDX-License-Identifier: GPL-3.0-or-later
// A disk in memory for SQLite, on which everything that can go wrong goes wrong at a chosen moment.
//
//   FaultDisk disk;
//   Store::open("a.db", {.exclusive = true, .vfs = disk.vfs()}, standard)   // no shared memory on this disk
//   disk.fail_at(17, FaultDisk::Fault::kPowerCut);
//   …                                                                       // the 17th change and all after it fail
//   disk.restart(seed);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_vfs;

namespace gongshi::test {

class FaultDisk {
 public:
  enum class Fault {
    kPowerCut,  ///< The failing write and whatever was not synced may be there, or not, or in part (by sectors).
    kFull,      ///< Writes that need room fail; the disk can be read.
    kReadOnly,  ///< Nothing can be changed any more; the disk can be read.
  };

  FaultDisk();   ///< Registers a VFS of its own.
  ~FaultDisk();  ///< All databases on it must be closed.
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;

  [[nodiscard]] const std::string& vfs() const { return name_; }

  /// Changes (writes, truncations, syncs, new and deleted files) since the disk was made or restarted.
  [[nodiscard]] int changes() const { return changes_; }
  /// The `change`-th change from now on (1: the next) is the first that fails.
  void fail_at(int change, Fault fault);
  [[nodiscard]] bool failing() const { return failing_; }
  /// The disk works again. After a power cut it holds what was synced, and of the rest what chance (`seed`) left of it.
  /// No database may be open.
  void restart(std::uint64_t seed = 0);
  /// All files, synced, as copies.
  using Image = std::map<std::string, std::string>;
  [[nodiscard]] Image image() const;
  /// Puts these files in place of all others; the disk works.
  void load(const Image& image);

 private:
  friend struct FaultDiskCalls;

  struct Write {
    std::size_t offset;
    std::string bytes;
    bool truncation = false;  // to `offset`
  };
  struct File {
    std::string bytes;            // as programs see it
    std::string synced;           // as the platters have it
    std::vector<Write> unsynced;  // between the two
    bool entry_synced = false;    // its name is on the platters
  };

  // False where the change fails now. `grows`: it may need room.
  bool change(bool grows);
  void keep_by_chance(File& file, std::uint64_t seed) const;

  std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  std::map<std::string, std::shared_ptr<File>> files_;
  int changes_ = 0, fails_at_ = 0;
  bool failing_ = false;
  Fault fault_ = Fault::kPowerCut;
};

/// The name of a VFS like the system's, in which the process kills itself (SIGKILL) instead of its `change`-th write,
/// truncation, sync or deletion from now on (0: it lives). Nothing is synced: it is about processes, not power.
[[nodiscard]] std::string dying_vfs(int change);
}  // namespace gongshi::test
