// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace gongshi::corpus {
namespace {

constexpr int kBusyMilliseconds = 30000;
// From so many pages (of 4 KB) on the log is copied into the file: hot pages are copied once for many commits.
constexpr int kLogPages = 8192;

// As SQLite's own hook, but remembers the length of the log.
int after_commit(void* pages, sqlite3* connection, const char* schema, int log_pages) {
  *static_cast<int*>(pages) = log_pages;
  if (log_pages >= kLogPages)
    sqlite3_wal_checkpoint_v2(connection, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return SQLITE_OK;
}

[[noreturn]] void fail(sqlite3* connection, int code) {
  const std::string why = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  throw DatabaseError(why, code & 0xFF);
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), statement_(other.statement_), bound_(other.bound_) {
  other.statement_ = nullptr;
}

Statement::~Statement() {
  if (statement_ != nullptr) reset();
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) fail(connection_, code);
}

Statement& Statement::operator()(std::int64_t value) {
  check(sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

Statement& Statement::operator()(double value) {
  check(sqlite3_bind_double(statement_, ++bound_, value));
  return *this;
}

Statement& Statement::operator()(std::string_view text) {
  check(sqlite3_bind_text64(statement_, ++bound_, text.data() != nullptr ? text.data() : "", text.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::operator()(std::nullopt_t) {
  check(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

Statement& Statement::blob(std::string_view bytes) {
  check(sqlite3_bind_blob64(statement_, ++bound_, bytes.data() != nullptr ? bytes.data() : "", bytes.size(),
                            SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const std::string why = sqlite3_errmsg(connection_);
  sqlite3_reset(statement_);
  throw DatabaseError(why, code & 0xFF);
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
bool Statement::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes != nullptr ? std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))
                          : std::string();
}

std::optional<int> Statement::maybe_integer(int column) const {
  if (null(column)) return std::nullopt;
  return static_cast<int>(integer(column));
}

namespace {

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

}  // namespace

Database::Database(const std::string& path, const DatabaseOptions& options) {
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
    sqlite3_busy_timeout(connection_, kBusyMilliseconds);
    if (options.exclusive) execute("PRAGMA locking_mode = EXCLUSIVE");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA cache_size = -" + std::to_string(options.cache_kilobytes));
    execute("PRAGMA temp_store = MEMORY");
    if (!options.read_only) {
      execute("PRAGMA journal_mode = WAL");
      // FULL: what was reported as done has reached the disk.
      execute("PRAGMA synchronous = FULL");
      sqlite3_wal_hook(connection_, after_commit, &log_pages_);
    }
  } catch (...) {
    sqlite3_close_v2(connection_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close_v2(connection_);
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(connection_, code);
}

Statement Database::prepare(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end() || sqlite3_stmt_busy(found->second) != 0) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(connection_, code);
    // A statement that is still stepped through elsewhere stays with its user until the database is closed.
    if (found != prepared_.end())
      prepared_.emplace(std::string(sql) + " -- " + std::to_string(prepared_.size()), found->second),
          found->second = statement;
    else
      found = prepared_.emplace(std::string(sql), statement).first;
  }
  return {connection_, found->second};
}

void Database::restart_log() {
  if (log_pages_ < kLogPages) return;
  sqlite3_busy_timeout(connection_, 0);  // another program that reads is not waited for: next time, then
  execute("PRAGMA wal_checkpoint(RESTART)");
  sqlite3_busy_timeout(connection_, kBusyMilliseconds);
  log_pages_ = 0;
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(connection_); }
std::int64_t Database::changes() const { return sqlite3_changes(connection_); }

std::int64_t Database::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

void Database::copy_into(Database& target) {
  constexpr int kAllPages = -1;
  constexpr int kTries = 50, kPauseMilliseconds = 100;
  sqlite3_backup* copying = sqlite3_backup_init(target.connection_, "main", connection_, "main");
  if (copying == nullptr) fail(target.connection_, sqlite3_errcode(target.connection_));
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

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // SQLite has rolled back by itself: full disk, lost disk.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace gongshi::corpus
