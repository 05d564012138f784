// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>

#include "corpus/store/connection.h"
#include "corpus/store/text_pairs.h"

namespace gongshi::corpus {
namespace {

// Who finds the store being written looks again every millisecond or two. SQLite's own pauses grow to a tenth of a
// second: a reviewer's word would come after several of an ingest's short writes.
constexpr auto kBusyAtMost = std::chrono::seconds(30);
constexpr int kSoon = 50;  // tries
constexpr auto kPauseSoon = std::chrono::milliseconds(1), kPauseLater = std::chrono::milliseconds(2);

int wait_for_others(void* begun, int tries) {
  auto& since = *static_cast<std::chrono::steady_clock::time_point*>(begun);
  const auto now = std::chrono::steady_clock::now();
  if (tries == 0) since = now;
  if (now - since >= kBusyAtMost) return 0;
  std::this_thread::sleep_for(tries < kSoon ? kPauseSoon : kPauseLater);
  return 1;
}

// From so many pages (of 4 KB) on the log is copied into the file: hot pages are copied once for many commits.
constexpr int kLogPages = 8192;

/// The write-ahead log, in pages.
struct Log {
  int pages = 0;   // at the last commit
  int copied = 0;  // of these, into the file, when it was last tried
};

// As SQLite's own hook, but remembers the length of the log, and does not copy after every commit where readers keep
// the log from beginning anew: each copying waits for the disk, and with it everybody's commits.
int after_commit(void* state, sqlite3* connection, const char* schema, int log_pages) {
  Log& log = *static_cast<Log*>(state);
  log.pages = log_pages;
  if (log_pages < log.copied) log.copied = 0;
  if (log_pages - log.copied < kLogPages) return SQLITE_OK;
  log.copied = log_pages;
  sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return SQLITE_OK;
}

[[noreturn]] void fail(sqlite3* connection, int code) {
  const std::string why = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  throw DatabaseError(why, code & 0xFF);
}

/// A log of what was written lately cannot be made beside a database in a folder that may not be written to; where none
/// is there, nobody is writing, and the file can be read as it stands.
std::string name_for(const std::string& path, const DatabaseOptions& options) {
  if (!options.read_only || !options.vfs.empty()) return path;
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::absolute(path, failed).parent_path();
  if (::access(folder.c_str(), W_OK) == 0) return path;
  const auto log = std::filesystem::file_size(path + "-wal", failed);
  if (!failed && log > 0) return path;
  std::string uri = "file:";
  for (const char c : path)
    uri += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  return uri + "?immutable=1";
}

class SqliteStatement : public PreparedStatement {
 public:
  SqliteStatement(sqlite3* connection, std::string_view sql) : connection_(connection) {
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) fail(connection_, code);
  }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() override { sqlite3_finalize(statement_); }

  void bind(int parameter, std::int64_t value) override { check(sqlite3_bind_int64(statement_, parameter, value)); }
  void bind(int parameter, double value) override { check(sqlite3_bind_double(statement_, parameter, value)); }
  void bind_text(int parameter, std::string_view text) override {
    check(sqlite3_bind_text64(statement_, parameter, text.data() != nullptr ? text.data() : "", text.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind_blob(int parameter, std::string_view bytes) override {
    check(sqlite3_bind_blob64(statement_, parameter, bytes.data() != nullptr ? bytes.data() : "", bytes.size(),
                              SQLITE_TRANSIENT));
  }
  void bind_null(int parameter) override { check(sqlite3_bind_null(statement_, parameter)); }

  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    const std::string why = sqlite3_errmsg(connection_);
    sqlite3_reset(statement_);
    throw DatabaseError(why, code & 0xFF);
  }
  void run() override { step(); }
  void reset() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  [[nodiscard]] std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double real(int column) const override { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] bool null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  [[nodiscard]] std::string text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes != nullptr ? std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))
                            : std::string();
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) fail(connection_, code);
  }

  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

class SqliteConnection : public Connection {
 public:
  SqliteConnection(const std::string& path, const DatabaseOptions& options) {
    const int flags = (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                      (options.read_only ? SQLITE_OPEN_URI : 0);
    const int code = sqlite3_open_v2(name_for(path, options).c_str(), &connection_, flags | SQLITE_OPEN_NOMUTEX,
                                     options.vfs.empty() ? nullptr : options.vfs.c_str());
    if (code != SQLITE_OK) {
      const std::string why = connection_ != nullptr ? sqlite3_errmsg(connection_) : sqlite3_errstr(code);
      sqlite3_close_v2(connection_);
      throw DatabaseError(why, code & 0xFF);
    }
    try {
      sqlite3_busy_handler(connection_, wait_for_others, &busy_since_);
      if (options.exclusive) run("PRAGMA locking_mode = EXCLUSIVE");
      run("PRAGMA foreign_keys = ON");
      run("PRAGMA cache_size = -" + std::to_string(options.cache_kilobytes));
      run("PRAGMA temp_store = MEMORY");
      if (!options.read_only) {
        run("PRAGMA journal_mode = WAL");
        // FULL: what was reported as done has reached the disk.
        run("PRAGMA synchronous = FULL");
        sqlite3_wal_hook(connection_, after_commit, &log_);
      }
    } catch (...) {
      sqlite3_close_v2(connection_);
      throw;
    }
  }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override { sqlite3_close_v2(connection_); }  // waits for statements that are finalized later

  [[nodiscard]] Engine engine() const override { return Engine::kSqlite; }
  void execute(const std::string& sql) override { run(sql); }
  [[nodiscard]] std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override {
    return std::make_unique<SqliteStatement>(connection_, sql);
  }
  [[nodiscard]] std::int64_t changes() override { return sqlite3_changes(connection_); }

  void restart_log() override {
    if (log_.pages < kLogPages) return;
    sqlite3_busy_handler(connection_, nullptr,
                         nullptr);  // another program that reads is not waited for: next time, then
    run("PRAGMA wal_checkpoint(RESTART)");
    sqlite3_busy_handler(connection_, wait_for_others, &busy_since_);
    log_ = {};
  }

  void copy_into(Connection& other) override {
    constexpr int kAllPages = -1;
    constexpr int kTries = 50, kPauseMilliseconds = 100;
    auto* target = dynamic_cast<SqliteConnection*>(&other);
    if (target == nullptr) throw DatabaseError("only an SQLite file can be copied page by page", kDatabaseMismatch);
    sqlite3_backup* copying = sqlite3_backup_init(target->connection_, "main", connection_, "main");
    if (copying == nullptr) fail(target->connection_, sqlite3_errcode(target->connection_));
    int code = SQLITE_OK;
    for (int i = 0; i < kTries; ++i) {
      code = sqlite3_backup_step(copying, kAllPages);
      if (code != SQLITE_BUSY && code != SQLITE_LOCKED) break;
      sqlite3_sleep(kPauseMilliseconds);
    }
    const int finished = sqlite3_backup_finish(copying);
    if (code != SQLITE_DONE) throw DatabaseError(sqlite3_errstr(code), code & 0xFF);
    if (finished != SQLITE_OK) throw DatabaseError(sqlite3_errstr(finished), finished & 0xFF);
  }

  [[nodiscard]] std::int64_t data_version() override {
    SqliteStatement version(connection_, "PRAGMA data_version");
    return version.step() ? version.integer(0) : 0;
  }
  void check_references(bool on) override { run(on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF"); }
  void erase_freed() override {
    run("INSERT INTO search(search) VALUES ('optimize')");
    run("VACUUM");
    run("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  [[nodiscard]] std::string joined(std::string_view expression, std::string_view between) const override {
    return fmt::format("group_concat({}, '{}')", expression, between);
  }
  [[nodiscard]] std::int64_t new_ids(std::string_view table, std::int64_t) override {
    SqliteStatement next(connection_, fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}", table));
    return next.step() ? next.integer(0) : 1;
  }
  void begin() override { run("BEGIN IMMEDIATE"); }
  void commit() override { run("COMMIT"); }
  void rollback() override { run("ROLLBACK"); }

  // An index of pairs without their texts (FTS5, contentless).
  [[nodiscard]] std::string words_of(std::string_view text) const override { return index_pairs(text); }
  [[nodiscard]] std::string_view words_table() const override { return "search(rowid, pairs)"; }
  [[nodiscard]] std::string_view remove_words() const override {
    return "INSERT INTO search(search, rowid, pairs) VALUES ('delete', ?, ?)";
  }
  [[nodiscard]] bool removes_by_words() const override { return true; }
  [[nodiscard]] std::string_view ids_with_words() const override {
    return "SELECT rowid AS id FROM search WHERE search MATCH ?";
  }
  [[nodiscard]] std::string words_wanted(std::string_view words) const override { return search_expression(words); }

 private:
  void run(const std::string& sql) {
    const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(connection_, code);
  }

  sqlite3* connection_ = nullptr;
  std::chrono::steady_clock::time_point busy_since_;
  Log log_;
};

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path, const DatabaseOptions& options) {
  return std::make_unique<SqliteConnection>(path, options);
}

}  // namespace gongshi::corpus
