// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::corpus {

/// The SQL that makes the tables, views and indexes of a store in an empty schema of a PostgreSQL server, with the
/// columns that an SQLite store has (store_schema.cpp), and notes its version.
[[nodiscard]] std::string postgresql_tables();

}  // namespace gongshi::corpus
