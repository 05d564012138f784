// SPDX-License-Identifier: GPL-3.0-or-later
// The same tests over both engines: with GONGSHI_TEST_STORE=postgresql in its environment a test program puts the
// stores of its tests onto a PostgreSQL server, which it starts for itself (a socket in a scratch folder, an
// unprivileged user, no network). CMake runs the tests of stores ("[store]") once more that way.
#pragma once

#include <string>

namespace gongshi::test {

/// The tests' stores lie on a server.
[[nodiscard]] bool stores_on_server();

/// PostgreSQL is installed.
[[nodiscard]] bool has_postgresql();

/// What --db takes for the store of that name: the path itself; or a schema of its own on the server, the same for the
/// same path.
[[nodiscard]] std::string store_at(const std::string& path);

/// A schema on the server, whatever the tests' stores lie on.
[[nodiscard]] std::string server_store_at(const std::string& path);

/// Ends the server at once, as a crash would, and starts it again.
void restart_server();

}  // namespace gongshi::test
