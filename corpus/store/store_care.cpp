// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/store_care.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <system_error>

#include "corpus/store/store_copy.h"
#include "corpus/store/store_schema.h"
#include "corpus/store/synced.h"
#include "schema/language.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;

constexpr int kBusy = kDatabaseBusy, kCantOpen = kDatabaseCannotOpen, kCorrupt = kDatabaseCorrupt;
constexpr const char* kLogs[] = {"-wal", "-shm", "-journal"};

std::string stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &parts);
  return text;
}

void remove_with_logs(const std::string& path) {
  std::error_code failed;
  fs::remove(path, failed);
  for (const char* log : kLogs) fs::remove(path + log, failed);
}

/// One file that stands by itself, readable by its owner alone: a store holds names and telephone numbers.
void write_copy(Database& source, const std::string& path) {
  remove_with_logs(path);
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) throw DatabaseError("the copy " + path + " cannot be made", kCantOpen);
  ::close(made);
  Database copy(path, {});
  source.copy_into(copy);
  copy.execute("PRAGMA journal_mode = DELETE");  // no log beside it
}

Result<StoreCondition> examine_on_server(const std::string& store) {
  try {
    DatabaseOptions options;
    options.read_only = true;
    Database database(store, options);
    if (version_of(database) == 0)
      return Error{"store-missing", say("{}: there is no such store.", {shown_store(store)})};
    return condition_of(database);
  } catch (const DatabaseError& error) {
    return Error{"store-unusable", say("{} cannot be used: {}.", {shown_store(store), error.what()})};
  }
}

Error unusable(const std::string& path, const DatabaseError& error) {
  if (error.code == kNotADatabase || error.code == kCorrupt)
    return {"store-damaged", say("{} is damaged or no store: {}; restore a backup (`gongshi restore`), or ingest the "
                                 "files into a new store.",
                                 {path, error.what()})};
  return {"store-unusable", say("{} cannot be used: {}.", {path, error.what()})};
}

}  // namespace

std::string dated_name(const std::string& path, const std::string& word) {
  const std::string name = path + "." + word + "." + stamp();
  std::error_code failed;
  std::string free = name;
  for (int i = 2; fs::exists(free, failed); ++i) free = fmt::format("{}-{}", name, i);
  return free;
}

StoreCondition condition_of(Database& database) {
  StoreCondition condition;
  condition.version = version_of(database);
  condition.files = database.integer("SELECT count(*) FROM files");
  condition.notices = database.integer("SELECT count(*) FROM notices");
  condition.decisions = database.integer("SELECT count(*) FROM decisions");
  condition.bytes = static_cast<std::uint64_t>(database.bytes());
  return condition;
}

Result<StoreCondition> examine_store(const std::string& path) {
  if (is_server_store(path)) return examine_on_server(path);
  std::error_code failed;
  if (!fs::exists(path, failed)) return Error{"store-missing", say("{}: there is no such file.", {path})};
  try {
    DatabaseOptions options;
    options.read_only = true;
    Database database(path, options);
    if (version_of(database) == 0) return Error{"store-unusable", say("{} is empty: no store.", {path})};
    std::string wrong;
    {
      Statement row = database.prepare("PRAGMA integrity_check(1)");
      if (row.step() && row.text(0) != "ok") wrong = row.text(0);
    }
    if (wrong.empty()) {
      Statement row = database.prepare("PRAGMA foreign_key_check");
      if (row.step()) wrong = fmt::format("a row of {} refers to nothing", row.text(0));
    }
    if (!wrong.empty()) throw DatabaseError(wrong, kCorrupt);
    return condition_of(database);
  } catch (const DatabaseError& error) {
    return unusable(path, error);
  }
}

namespace {

/// Gives a copy that was written and examined its name.
Result<StoreCondition> put_in_place(const std::string& partial, const std::string& target) {
  auto condition = examine_store(partial);
  if (!condition) {
    remove_with_logs(partial);
    return condition.error();
  }
  std::error_code failed;
  const std::string folder = fs::absolute(target, failed).parent_path().string();
  const bool done = synced(partial);
  if (done) fs::rename(partial, target, failed);
  if (!done || failed || !synced(folder)) {
    remove_with_logs(partial);
    return Error{"backup-unwritable", say("{} cannot be written; check its folder.", {target})};
  }
  return condition;
}

/// Of a store on a server, into a file.
Result<StoreCondition> back_up_server(const std::string& store, const std::string& target, bool force) {
  std::error_code failed;
  if (fs::exists(target, failed) && !force)
    return Error{"backup-exists", say("{} is there already; give another name, or --force.", {target})};
  const std::string partial = target + ".partial";
  remove_with_logs(partial);
  const int made = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) return Error{"backup-unwritable", say("{} cannot be written; check its folder.", {target})};
  ::close(made);
  if (const auto copied = copy_store(store, partial, {}); !copied) {
    remove_with_logs(partial);
    return copied.error();
  }
  try {
    Database(partial, {}).execute("PRAGMA journal_mode = DELETE");  // no log beside it
  } catch (const DatabaseError& error) {
    remove_with_logs(partial);
    return unusable(partial, error);
  }
  return put_in_place(partial, target);
}

}  // namespace

Result<StoreCondition> back_up(const std::string& store, const std::string& target, bool force) {
  if (is_server_store(store)) return back_up_server(store, target, force);
  std::error_code failed;
  if (!fs::exists(store, failed)) return Error{"store-missing", say("{}: there is no such store.", {store})};
  if (fs::exists(target, failed) && !force)
    return Error{"backup-exists", say("{} is there already; give another name, or --force.", {target})};
  if (fs::equivalent(store, target, failed))
    return Error{"backup-exists", say("{} is the store itself; give another name.", {target})};
  const std::string partial = target + ".partial";
  try {
    DatabaseOptions options;
    options.read_only = true;
    Database source(store, options);
    if (version_of(source) == 0) return Error{"store-unusable", say("{} is empty: no store.", {store})};
    try {
      write_copy(source, partial);
    } catch (const DatabaseError& error) {
      remove_with_logs(partial);
      if (error.code == kNotADatabase || error.code == kCorrupt) return unusable(store, error);
      return Error{"backup-unwritable",
                   say("{} cannot be written: {}; free some space, or give another place.", {target, error.what()})};
    }
  } catch (const DatabaseError& error) {
    return unusable(store, error);
  }
  return put_in_place(partial, target);
}

Result<Restored> restore(const std::string& backup, const std::string& store, bool force) {
  Restored restored;
  const auto sound = examine_store(backup);
  if (!sound) return sound.error();
  if (is_server_store(store)) {
    // A server's administrators keep what is there; nothing is put over it.
    const auto copied = copy_store(backup, store, {});
    if (!copied) return copied.error();
    restored.condition = *copied;
    return restored;
  }
  std::error_code failed;
  if (fs::equivalent(backup, store, failed)) return Error{"store-exists", say("{} is the backup itself.", {store})};
  const bool there = fs::exists(store, failed);
  if (there && !force)
    return Error{"store-exists",
                 say("{} is there already; give --force to put the backup in its place (it is kept under another "
                     "name), or another --db.",
                     {store})};
  if (there) {
    restored.kept = dated_name(store, "before-restore");
    if (const auto kept = back_up(store, restored.kept, false); !kept) {
      if (kept.error().code == "backup-unwritable") return kept.error();
      // What cannot be read as a store is put aside as it is.
      fs::rename(store, restored.kept, failed);
      if (failed) return Error{"backup-unwritable", say("{} cannot be written; check its folder.", {restored.kept})};
      for (const char* log : kLogs) fs::rename(store + log, restored.kept + log, failed);
    }
  }
  try {
    DatabaseOptions options;
    options.read_only = true;
    Database source(backup, options);
    if (fs::exists(store, failed)) {
      Database target(store, {});
      source.copy_into(target);
    } else {
      const std::string partial = store + ".partial";
      write_copy(source, partial);
      if (synced(partial)) fs::rename(partial, store, failed);
      if (failed || !fs::exists(store))
        return Error{"backup-unwritable", say("{} cannot be written; check its folder.", {store})};
    }
  } catch (const DatabaseError& error) {
    if (error.code == kBusy)
      return Error{"store-busy",
                   say("{} is in use; stop `gongshi serve` and `gongshi ingest` on it and try again.", {store})};
    return Error{"backup-unwritable", restored.kept.empty()
                                          ? say("{} cannot be used: {}.", {store, error.what()})
                                          : say("{} cannot be written: {}; what was there lies in {}.",
                                                {store, error.what(), restored.kept})};
  }
  auto condition = examine_store(store);
  if (!condition) return condition.error();
  restored.condition = *condition;
  return restored;
}

std::string keep_copy(Database& database, const std::string& path, const std::string& word) {
  const std::string name = dated_name(path, word);
  try {
    write_copy(database, name);
    if (!synced(name)) throw DatabaseError("the copy " + name + " does not reach the disk", kCantOpen);
  } catch (const DatabaseError& error) {
    remove_with_logs(name);
    throw DatabaseError(fmt::format("before it is brought to the present version a copy is kept, and {} cannot be "
                                    "written ({})",
                                    name, error.what()),
                        error.code);
  }
  return name;
}

}  // namespace gongshi::corpus
