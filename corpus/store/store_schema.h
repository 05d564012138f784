// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a store (docs/store.md) and the way from every earlier version to the present one.
#pragma once

#include <functional>
#include <string>

#include "corpus/store/database.h"

namespace gongshi::corpus {

/// The version that this program writes (SQLite's user_version; on a server the setting "version").
inline constexpr int kStoreVersion = 7;

/// The version of the store that the database holds; 0 where it is empty. Throws DatabaseError; a store of a later
/// version and a database that is no store are refused with a message and code SQLITE_MISMATCH (20).
[[nodiscard]] int version_of(Database& database);

/// Brings the database to kStoreVersion, creating the tables where it is empty; each step is one transaction. `before`
/// is called first where it holds a store of an earlier version, with that. Throws DatabaseError, as version_of().
void migrate(Database& database, const std::function<void(int version)>& before = {});

/// The SQL that leads from `version` - 1 to `version` in an SQLite file, for tests. Precondition: 1 <= version <=
/// kStoreVersion.
[[nodiscard]] std::string migration_to(int version);

}  // namespace gongshi::corpus
