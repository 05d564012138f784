// SPDX-License-Identifier: GPL-3.0-or-later
// A thin hold on SQLite: one connection, prepared statements, transactions. Failures are thrown as DatabaseError inside
// corpus/ and become a Result at its public functions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace gongshi::corpus {

struct DatabaseError : std::runtime_error {
  DatabaseError(std::string message, int sqlite_code) : std::runtime_error(std::move(message)), code(sqlite_code) {}
  int code;  ///< SQLite's primary result code.
};

/// A prepared statement in use. Bind with operator() in the order of the parameters, then step. It goes back to its
/// database's cache when it dies.
class Statement {
 public:
  Statement(sqlite3* connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& operator()(std::int64_t value);
  Statement& operator()(int value) { return (*this)(static_cast<std::int64_t>(value)); }
  Statement& operator()(double value);
  Statement& operator()(std::string_view text);
  Statement& operator()(const char* text) { return (*this)(std::string_view(text)); }
  Statement& operator()(const std::string& text) { return (*this)(std::string_view(text)); }
  Statement& operator()(std::nullopt_t);
  template <typename T>
  Statement& operator()(const std::optional<T>& value) {
    return value ? (*this)(*value) : (*this)(std::nullopt);
  }
  Statement& blob(std::string_view bytes);

  /// True where a row is at hand.
  bool step();
  /// Steps once and forgets the result; ready for new values after it.
  void run();
  /// Ready for new values.
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< Text or bytes.
  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] std::optional<int> maybe_integer(int column) const;

 private:
  void check(int code) const;

  sqlite3* connection_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

struct DatabaseOptions {
  bool read_only = false;
  bool exclusive = false;  ///< No other process may open it; no shared memory is needed then.
  std::string vfs;         ///< SQLite VFS by name; empty: the default.
  int cache_kilobytes = 65536;
};

class Database {
 public:
  /// Opens or creates. Throws DatabaseError.
  Database(const std::string& path, const DatabaseOptions& options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void execute(const std::string& sql);
  [[nodiscard]] Statement prepare(std::string_view sql);
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] std::int64_t changes() const;
  /// Has the write-ahead log begin anew where it has grown large. It can only while no other connection reads: with
  /// readers at work all the time it would grow without end, and every page would be looked for in all of it.
  void restart_log();
  /// The first column of the first row, or 0.
  [[nodiscard]] std::int64_t integer(std::string_view sql);
  /// Puts the whole of this database, as it stands at one moment, in place of what `target` holds. Others may go on
  /// writing to this one meanwhile. Throws DatabaseError (code 5, SQLITE_BUSY, where others keep `target` in use).
  void copy_into(Database& target);

 private:
  sqlite3* connection_ = nullptr;
  int log_pages_ = 0;  // of the write-ahead log, at the last commit
  std::map<std::string, sqlite3_stmt*, std::less<>> prepared_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back where commit() was not reached.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace gongshi::corpus
