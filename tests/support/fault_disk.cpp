// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fault_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <random>
#include <utility>

namespace gongshi::test {
namespace {

constexpr std::size_t kSector = 512;

}  // namespace

// SQLite's C interface to the disk.
struct FaultDiskCalls {
  struct Open {
    sqlite3_file base;  // first: SQLite knows this part only
    FaultDisk* disk;
    std::shared_ptr<FaultDisk::File>* file;
  };

  static Open& open_file(sqlite3_file* file) { return *reinterpret_cast<Open*>(file); }
  static FaultDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultDisk*>(vfs->pAppData); }
  static int failure(const FaultDisk& disk, int otherwise) {
    if (disk.fault_ == FaultDisk::Fault::kFull) return SQLITE_FULL;
    return disk.fault_ == FaultDisk::Fault::kReadOnly ? SQLITE_READONLY : otherwise;
  }
  static bool dead(const FaultDisk& disk) { return disk.failing_ && disk.fault_ == FaultDisk::Fault::kPowerCut; }

  static int close(sqlite3_file* file) {
    delete std::exchange(open_file(file).file, nullptr);
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    const Open& open = open_file(file);
    if (dead(*open.disk)) return SQLITE_IOERR_READ;
    const std::string& bytes = (*open.file)->bytes;
    const auto begin = std::min(static_cast<std::size_t>(offset), bytes.size());
    const std::size_t there = std::min(static_cast<std::size_t>(count), bytes.size() - begin);
    std::memcpy(out, bytes.data() + begin, there);
    std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(count) - there);
    return there == static_cast<std::size_t>(count) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  static void put(std::string& bytes, std::size_t offset, std::string_view written) {
    if (bytes.size() < offset + written.size()) bytes.resize(offset + written.size(), '\0');
    bytes.replace(offset, written.size(), written);
  }

  static int write(sqlite3_file* file, const void* in, int count, sqlite3_int64 offset) {
    const Open& open = open_file(file);
    FaultDisk::File& target = **open.file;
    const auto begin = static_cast<std::size_t>(offset);
    const std::string_view written(static_cast<const char*>(in), static_cast<std::size_t>(count));
    const bool was_dead = dead(*open.disk);
    if (!open.disk->change(true)) {
      // A write that power fails in may have come through in part.
      if (dead(*open.disk) && !was_dead) target.unsynced.push_back({begin, std::string(written)});
      return failure(*open.disk, SQLITE_IOERR_WRITE);
    }
    target.unsynced.push_back({begin, std::string(written)});
    put(target.bytes, begin, written);
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const Open& open = open_file(file);
    if (!open.disk->change(false)) return failure(*open.disk, SQLITE_IOERR_TRUNCATE);
    FaultDisk::File& target = **open.file;
    target.unsynced.push_back({static_cast<std::size_t>(size), "", true});
    target.bytes.resize(static_cast<std::size_t>(size), '\0');
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* file, int) {
    const Open& open = open_file(file);
    if (!open.disk->change(false)) return failure(*open.disk, SQLITE_IOERR_FSYNC);
    FaultDisk::File& target = **open.file;
    target.synced = target.bytes;
    target.unsynced.clear();
    target.entry_synced = true;
    return SQLITE_OK;
  }

  static int size(sqlite3_file* file, sqlite3_int64* out) {
    const Open& open = open_file(file);
    if (dead(*open.disk)) return SQLITE_IOERR_FSTAT;
    *out = static_cast<sqlite3_int64>((*open.file)->bytes.size());
    return SQLITE_OK;
  }

  static int lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int reserved(sqlite3_file*, int* out) {
    *out = 0;
    return SQLITE_OK;
  }
  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector(sqlite3_file*) { return static_cast<int>(kSector); }
  static int characteristics(sqlite3_file*) { return 0; }

  static const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods kMethods = [] {
      sqlite3_io_methods calls{};
      calls.iVersion = 1;
      calls.xClose = close;
      calls.xRead = read;
      calls.xWrite = write;
      calls.xTruncate = truncate;
      calls.xSync = sync;
      calls.xFileSize = size;
      calls.xLock = lock;
      calls.xUnlock = lock;
      calls.xCheckReservedLock = reserved;
      calls.xFileControl = control;
      calls.xSectorSize = sector;
      calls.xDeviceCharacteristics = characteristics;
      return calls;
    }();
    return kMethods;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* out_flags) {
    FaultDisk& disk = disk_of(vfs);
    Open& opened = open_file(out);
    opened.base.pMethods = nullptr;
    if (dead(disk)) return SQLITE_CANTOPEN;
    std::shared_ptr<FaultDisk::File> file;
    if (name == nullptr) {
      file = std::make_shared<FaultDisk::File>();  // a temporary file that nobody else sees
    } else if (const auto found = disk.files_.find(name); found != disk.files_.end()) {
      file = found->second;
    } else {
      if ((flags & SQLITE_OPEN_CREATE) == 0 || !disk.change(true)) return SQLITE_CANTOPEN;
      file = disk.files_[name] = std::make_shared<FaultDisk::File>();
    }
    opened.base.pMethods = &methods();
    opened.disk = &disk;
    opened.file = new std::shared_ptr<FaultDisk::File>(std::move(file));
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int) {
    FaultDisk& disk = disk_of(vfs);
    const auto found = disk.files_.find(name);
    if (found == disk.files_.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (!disk.change(false)) return failure(disk, SQLITE_IOERR_DELETE);
    disk.files_.erase(found);
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
    *out = disk_of(vfs).files_.count(name) > 0 ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }
};

FaultDisk::FaultDisk() : vfs_(std::make_unique<sqlite3_vfs>()) {
  static int number = 0;
  name_ = "fault-disk-" + std::to_string(++number);
  sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
  *vfs_ = *system;  // time, randomness and sleep as usual
  vfs_->szOsFile = sizeof(FaultDiskCalls::Open);
  vfs_->zName = name_.c_str();
  vfs_->pNext = nullptr;
  vfs_->pAppData = this;
  vfs_->xOpen = FaultDiskCalls::open;
  vfs_->xDelete = FaultDiskCalls::remove;
  vfs_->xAccess = FaultDiskCalls::access;
  vfs_->xFullPathname = FaultDiskCalls::full_name;
  sqlite3_vfs_register(vfs_.get(), 0);
}

FaultDisk::~FaultDisk() { sqlite3_vfs_unregister(vfs_.get()); }

void FaultDisk::fail_at(int change, Fault fault) {
  fails_at_ = changes_ + change;
  fault_ = fault;
  failing_ = false;
}

bool FaultDisk::change(bool grows) {
  ++changes_;
  if (fails_at_ > 0 && changes_ >= fails_at_) failing_ = true;
  return !failing_ || (fault_ == Fault::kFull && !grows);
}

// Disks write sectors in any order: of each write every sector is there or not.
void FaultDisk::keep_by_chance(File& file, std::uint64_t seed) const {
  std::mt19937_64 random(seed);
  std::string kept = file.synced;
  for (const Write& write : file.unsynced) {
    if (write.truncation) {
      if (random() % 2 == 0) kept.resize(std::min(kept.size(), write.offset));
      continue;
    }
    const std::uint64_t luck = random() % 4;  // all, nothing, or sector by sector
    for (std::size_t begin = 0; begin < write.bytes.size();) {
      const std::size_t end = std::min(write.bytes.size(), begin + kSector - (write.offset + begin) % kSector);
      if (luck == 0 || (luck > 1 && random() % 2 == 0))
        FaultDiskCalls::put(kept, write.offset + begin, std::string_view(write.bytes).substr(begin, end - begin));
      begin = end;
    }
  }
  file.bytes = file.synced = std::move(kept);
  file.unsynced.clear();
}

void FaultDisk::restart(std::uint64_t seed) {
  if (failing_ && fault_ == Fault::kPowerCut) {
    for (auto it = files_.begin(); it != files_.end();) {
      const bool lost = !it->second->entry_synced && (seed % 2 == 0);
      it = lost ? files_.erase(it) : std::next(it);
    }
    for (auto& [name, file] : files_) keep_by_chance(*file, ++seed);
  }
  failing_ = false;
  fails_at_ = 0;
  changes_ = 0;
}

FaultDisk::Image FaultDisk::image() const {
  Image image;
  for (const auto& [name, file] : files_) image[name] = file->bytes;
  return image;
}

void FaultDisk::load(const Image& image) {
  files_.clear();
  restart();
  for (const auto& [name, bytes] : image) {
    auto file = std::make_shared<File>();
    file->bytes = file->synced = bytes;
    file->entry_synced = true;
    files_[name] = std::move(file);
  }
}

// ---- the system's disk, and a process that dies on it ----

namespace {

int dying_changes = 0, dies_at = 0;
sqlite3_vfs* system_vfs = nullptr;

// The system's methods for a kind of file, with ours in front.
struct DyingMethods {
  sqlite3_io_methods calls;  // first: files point to it
  const sqlite3_io_methods* system;
};

const sqlite3_io_methods& system_methods(const sqlite3_file* file) {
  return *reinterpret_cast<const DyingMethods*>(file->pMethods)->system;
}

void live_or_die() {
  if (++dying_changes == dies_at) std::raise(SIGKILL);
}

int dying_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = system_vfs->xOpen(system_vfs, name, file, flags, out_flags);
  if (code != SQLITE_OK) return code;
  static std::map<const sqlite3_io_methods*, DyingMethods> kinds;
  DyingMethods& kind = kinds.try_emplace(file->pMethods, DyingMethods{*file->pMethods, file->pMethods}).first->second;
  kind.calls.xWrite = [](sqlite3_file* to, const void* bytes, int count, sqlite3_int64 offset) {
    live_or_die();
    return system_methods(to).xWrite(to, bytes, count, offset);
  };
  kind.calls.xTruncate = [](sqlite3_file* which, sqlite3_int64 size) {
    live_or_die();
    return system_methods(which).xTruncate(which, size);
  };
  kind.calls.xSync = [](sqlite3_file*, int) {
    live_or_die();
    return SQLITE_OK;  // what a process has written outlives it without
  };
  file->pMethods = &kind.calls;
  return code;
}

int dying_delete(sqlite3_vfs*, const char* name, int sync) {
  live_or_die();
  return system_vfs->xDelete(system_vfs, name, sync);
}

}  // namespace

std::string dying_vfs(int change) {
  static sqlite3_vfs dying;
  if (system_vfs == nullptr) {
    system_vfs = sqlite3_vfs_find(nullptr);
    dying = *system_vfs;
    dying.zName = "dying";
    dying.pNext = nullptr;
    dying.xOpen = dying_open;
    dying.xDelete = dying_delete;
    sqlite3_vfs_register(&dying, 0);
  }
  dying_changes = 0;
  dies_at = change;
  return "dying";
}

}  // namespace gongshi::test
