// SPDX-License-Identifier: GPL-3.0-or-later
// A store as a thing to be looked after: copies of it while it is in use, their way back, and whether it is sound.
#pragma once

#include <cstdint>
#include <string>

#include "corpus/store/database.h"
#include "schema/result.h"

namespace gongshi::corpus {

/// What a store (or a backup, which is one) was found to hold.
struct StoreCondition {
  int version = 0;  ///< Of the tables.
  std::int64_t files = 0, notices = 0, decisions = 0;
  std::uint64_t bytes = 0;  ///< Of the file.
};

/// What an open database holds, without looking through it.
[[nodiscard]] StoreCondition condition_of(Database& database);

/// Reads the whole store and checks every page, index and reference; nothing is changed. Of a store on a server its
/// version and contents are looked at: its pages are the server's own care. Errors: "store-missing",
/// "store-unusable" (no store, of a later version), "store-damaged" (what is wrong, and what to do).
[[nodiscard]] Result<StoreCondition> examine_store(const std::string& path);

/// Copies the store (on a server, too) as it stands at one moment, while others go on writing to it, into a file of its
/// own at `target` that only its owner may read; examines the copy before it gets its name. An existing file is
/// replaced only with `force`. Errors: those of examine_store, "backup-exists", "backup-unwritable", "store-damaged".
[[nodiscard]] Result<StoreCondition> back_up(const std::string& store, const std::string& target, bool force);

struct Restored {
  StoreCondition condition;
  std::string kept;  ///< Where what stood there before lies now; "" where nothing did.
};
/// Puts a backup in place of the store, which is made where there is none; on a server it must be empty, whatever
/// `force` says. A store that is there is replaced only with
/// `force`, and kept beside it under a dated name. Others may have it open: they find the restored one. Errors: those
/// of examine_store on the backup, "store-exists", "store-busy" (others kept it in use), "backup-unwritable".
[[nodiscard]] Result<Restored> restore(const std::string& backup, const std::string& store, bool force);

/// A name beside `path` that nobody has yet: "archive.db.backup.20250304-091200".
[[nodiscard]] std::string dated_name(const std::string& path, const std::string& word);

/// Copies the database to a dated file beside `path`: "archive.db.version-4.20250304-091200". Returns its name. Throws
/// DatabaseError where that fails; nothing is left then.
[[nodiscard]] std::string keep_copy(Database& database, const std::string& path, const std::string& word);

}  // namespace gongshi::corpus
