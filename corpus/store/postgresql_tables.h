// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::corpus {

/// The SQL that makes the tables, views and indexes of a store in an empty schema of a PostgreSQL server, with the
/// columns that an SQLite store has (store_schema.cpp), and notes its version.
[[nodiscard]] std::string postgresql_tables();

/// Brings a store that is there from the version before to this one, and notes it. Throws DatabaseError for versions
/// that no store on a server had.
[[nodiscard]] std::string postgresql_migration_to(int version);

}  // namespace gongshi::corpus
