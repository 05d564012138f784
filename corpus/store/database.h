// SPDX-License-Identifier: GPL-3.0-or-later
// A thin hold on a database: one connection, prepared statements, transactions. What is particular to SQLite and to
// PostgreSQL stands in one file each (sqlite.cpp, postgresql.cpp) behind corpus/store/connection.h; SQL that both
// understand stands with those who ask. Failures are thrown as DatabaseError inside corpus/ and become a Result at its
// public functions.
//
// What both understand, and this project keeps to: parameters "?" in their order, or all of them "?1", "?2" …;
// ON CONFLICT instead of OR REPLACE; FILTER for sums of conditions; RETURNING for ids; true and false; an alias for
// every subquery; NULLS FIRST where NULL is sorted; texts are compared by their bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongshi::corpus {

/// Failures that callers tell apart, in SQLite's primary result codes; those of PostgreSQL are put among them.
enum DatabaseCode {
  kDatabaseFailed = 1,
  kDatabaseBusy = 5,
  kDatabaseReadOnly = 8,
  kDatabaseCorrupt = 11,
  kDatabaseFull = 13,
  kDatabaseCannotOpen = 14,
  kDatabaseMismatch = 20,  ///< Of another version, or of another program.
  kNotADatabase = 26,
  kDatabaseLost = 1001,  ///< The connection broke, or the server went down: nothing of the transaction stands.
};

struct DatabaseError : std::runtime_error {
  DatabaseError(std::string message, int database_code) : std::runtime_error(std::move(message)), code(database_code) {}
  int code;  ///< DatabaseCode, or another primary code of SQLite.
};

enum class Engine { kSqlite, kPostgresql };

/// True for what names a store on a server: "postgresql://…", "postgres://…", or libpq's own words beginning with
/// "service=" or "host=" ("service=office").
[[nodiscard]] bool is_server_store(std::string_view store);
/// The store's name as it may be shown: without a password.
[[nodiscard]] std::string shown_store(std::string_view store);

class Connection;
class PreparedStatement;

/// A prepared statement in use. Bind with operator() in the order of the parameters, then step. It goes back to its
/// database when it dies, which must not die before it.
class Statement {
 public:
  Statement(std::unique_ptr<PreparedStatement> prepared, std::vector<std::unique_ptr<PreparedStatement>>* home);
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
  /// As run(), of a statement that ends in RETURNING with an id: that id.
  std::int64_t run_for_id();
  /// Ready for new values.
  void reset();
  /// Before the first step: rows are fetched as they are asked for, however many there are. Nothing else may be asked
  /// of the database until the last row, or until the statement dies.
  void stream();

  [[nodiscard]] std::int64_t integer(int column) const;  ///< Conditions are 0 and 1.
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< Text or bytes.
  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] std::optional<int> maybe_integer(int column) const;

 private:
  std::unique_ptr<PreparedStatement> prepared_;
  std::vector<std::unique_ptr<PreparedStatement>>* home_;
  int bound_ = 0;
};

struct DatabaseValue {
  enum Kind { kNull, kInteger, kReal, kBytes };
  Kind kind = kNull;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;  ///< Text or bytes.
};

/// Rows that are put into one table together: value after value, in the order of the columns. On a server all go in one
/// statement, so that a notice with its hundreds of rows costs a few of them.
class Rows {
 public:
  /// `table` with its columns, "skeletons(skeleton, text)"; `kinds` tells for each 'i' integer, 'r' real, 's' text, 'b'
  /// bytes.
  Rows(std::string_view table, std::string_view kinds) : table_(table), kinds_(kinds) {}

  Rows& operator()(std::int64_t value) { return add({DatabaseValue::kInteger, value, 0, {}}); }
  Rows& operator()(int value) { return (*this)(static_cast<std::int64_t>(value)); }
  Rows& operator()(double value) { return add({DatabaseValue::kReal, 0, value, {}}); }
  Rows& operator()(std::string_view value) { return add({DatabaseValue::kBytes, 0, 0, std::string(value)}); }
  Rows& operator()(const char* value) { return (*this)(std::string_view(value)); }
  Rows& operator()(const std::string& value) { return (*this)(std::string_view(value)); }
  Rows& operator()(std::nullopt_t) { return add({}); }
  template <typename T>
  Rows& operator()(const std::optional<T>& value) {
    return value ? (*this)(*value) : (*this)(std::nullopt);
  }

  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] std::size_t size() const { return values_.size() / kinds_.size(); }

 private:
  friend class Database;

  Rows& add(DatabaseValue value) {
    values_.push_back(std::move(value));
    return *this;
  }

  std::string table_, kinds_;
  std::vector<DatabaseValue> values_;
};

struct DatabaseOptions {
  bool read_only = false;
  bool exclusive = false;  ///< No other process may open it; no shared memory is needed then. SQLite alone.
  std::string vfs;         ///< SQLite VFS by name; empty: the default.
  int cache_kilobytes = 65536;
};

class Database {
 public:
  /// Opens or creates: an SQLite file, ":memory:", or a database on a server (is_server_store), which must be there.
  /// Throws DatabaseError.
  Database(const std::string& path, const DatabaseOptions& options);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  [[nodiscard]] Engine engine() const;
  /// Several statements, parted by semicolons, without parameters.
  void execute(const std::string& sql);
  [[nodiscard]] Statement prepare(std::string_view sql);
  /// Puts the rows in, and leaves `rows` empty for others.
  void put(Rows& rows);
  /// As put(), but leaves alone what is there already by its key; returns the values of the integer `column` of those
  /// that were not.
  std::vector<std::int64_t> put_new(Rows& rows, std::string_view column);
  /// The first of `count` ids, one after the other, that no row of the table has. Needs a transaction of the caller.
  [[nodiscard]] std::int64_t new_ids(std::string_view table, std::int64_t count);
  /// Rows that the last statement inserted, changed or deleted.
  [[nodiscard]] std::int64_t changes();
  /// Has SQLite's write-ahead log begin anew where it has grown large. It can only while no other connection reads:
  /// with readers at work all the time it would grow without end, and every page would be looked for in all of it.
  void restart_log();
  /// The first column of the first row, or 0.
  [[nodiscard]] std::int64_t integer(std::string_view sql);
  /// Puts the whole of this database, as it stands at one moment, in place of what `target` holds; both SQLite's.
  /// Others may go on writing to this one meanwhile. Throws DatabaseError (kDatabaseBusy where others keep `target` in
  /// use).
  void copy_into(Database& target);
  /// Changes whenever a transaction of another connection has changed the database.
  [[nodiscard]] std::int64_t data_version();
  /// Whether references are checked from now on; outside of transactions. SQLite alone: on a server the schema says it.
  void check_references(bool on);
  /// Overwrites what deleted rows have left, as far as the engine can: SQLite's file is written anew; on a server the
  /// space is given free, and its own log and backups keep what they hold.
  void erase_freed();
  /// That it takes on disk: of the file, or of the tables and indexes of the schema.
  [[nodiscard]] std::int64_t bytes();
  /// After rows with ids of their own were put into a table: the next id comes after them.
  void settle_ids(std::string_view table);
  /// How the engine joins the values of a group: `expression` is text, `between` a literal without quotes.
  [[nodiscard]] std::string joined(std::string_view expression, std::string_view between) const;

  // ---- words of texts (corpus/store/text_pairs.h) ----
  /// Makes each text known under its id; last in a transaction, and none may be known under it.
  void put_words(const std::vector<std::pair<std::int64_t, std::string>>& texts);
  /// Takes it out again; `text` must be the one that was put in.
  void remove_words(std::int64_t id, std::string_view text);
  /// SQL of a subquery that gives the ids (column `id`) of the texts that hold all words, with one parameter:
  /// words_wanted() of them.
  [[nodiscard]] std::string_view ids_with_words() const;
  /// "" where nothing can be looked for.
  [[nodiscard]] std::string words_wanted(std::string_view words) const;

 private:
  friend class Transaction;

  [[nodiscard]] Statement insertion(const Rows& rows, std::string_view ending);

  std::unique_ptr<Connection> connection_;
  std::map<std::string, std::vector<std::unique_ptr<PreparedStatement>>, std::less<>> prepared_;  // not in use
};

/// What is read while it lives is the database at one moment; nothing may be written through it.
class Snapshot {
 public:
  explicit Snapshot(Database& database);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  Database& database_;
};

/// One writes at a time, on SQLite and on a server: the transaction begins when the others are done. Rolls back where
/// commit() was not reached.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace gongshi::corpus
