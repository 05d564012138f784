// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a store (docs/store.md) and the way from every earlier version to the present one.
#pragma once

#include "corpus/store/database.h"

namespace gongshi::corpus {

/// The version that this program writes (SQLite's user_version).
inline constexpr int kStoreVersion = 5;

/// Brings the database to kStoreVersion, creating the tables where it is empty; each step is one transaction. Throws
/// DatabaseError; a store of a later version and a database that is no store are refused with a message and code
/// SQLITE_MISMATCH (20).
void migrate(Database& database);

/// The SQL that leads from `version` - 1 to `version`, for tests. Precondition: 1 <= version <= kStoreVersion.
[[nodiscard]] const char* migration_to(int version);

}  // namespace gongshi::corpus
