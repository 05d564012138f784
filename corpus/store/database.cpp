// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/database.h"

#include <algorithm>
#include <utility>

#include "corpus/store/connection.h"

namespace gongshi::corpus {
namespace {

// Statements of searches differ by what is asked: more than these are not held ready.
constexpr std::size_t kStatementsHeld = 300;

}  // namespace

bool is_server_store(std::string_view store) {
  for (const std::string_view beginning : {"postgresql://", "postgres://", "service=", "host="})
    if (store.starts_with(beginning)) return true;
  return false;
}

std::string shown_store(std::string_view store) {
  std::string shown(store);
  if (!is_server_store(store)) return shown;
  const std::size_t begin = shown.find("://");
  if (begin != std::string::npos) {
    const std::size_t at = shown.find('@', begin), name = begin + 3;
    if (at != std::string::npos)
      if (const std::size_t colon = shown.find(':', name); colon < at) shown.replace(colon, at - colon, ":***");
  }
  for (std::size_t from = 0; (from = shown.find("password=", from)) != std::string::npos;) {
    from += std::string_view("password=").size();
    shown.replace(from, std::min(shown.find_first_of("& ", from), shown.size()) - from, "***");
  }
  return shown;
}

// ---- statements ----

Statement::Statement(std::unique_ptr<PreparedStatement> prepared, std::vector<std::unique_ptr<PreparedStatement>>* home)
    : prepared_(std::move(prepared)), home_(home) {}

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::move(other.prepared_)), home_(other.home_), bound_(other.bound_) {}

Statement::~Statement() {
  if (!prepared_) return;
  prepared_->reset();
  if (home_ != nullptr) home_->push_back(std::move(prepared_));
}

Statement& Statement::operator()(std::int64_t value) {
  prepared_->bind(++bound_, value);
  return *this;
}

Statement& Statement::operator()(double value) {
  prepared_->bind(++bound_, value);
  return *this;
}

Statement& Statement::operator()(std::string_view text) {
  prepared_->bind_text(++bound_, text);
  return *this;
}

Statement& Statement::operator()(std::nullopt_t) {
  prepared_->bind_null(++bound_);
  return *this;
}

Statement& Statement::blob(std::string_view bytes) {
  prepared_->bind_blob(++bound_, bytes);
  return *this;
}

bool Statement::step() { return prepared_->step(); }

void Statement::run() {
  prepared_->run();
  reset();
}

std::int64_t Statement::run_for_id() {
  const std::int64_t id = step() ? integer(0) : 0;
  reset();
  return id;
}

void Statement::reset() {
  prepared_->reset();
  bound_ = 0;
}

void Statement::stream() { prepared_->stream(); }

std::int64_t Statement::integer(int column) const { return prepared_->integer(column); }
double Statement::real(int column) const { return prepared_->real(column); }
std::string Statement::text(int column) const { return prepared_->text(column); }
bool Statement::null(int column) const { return prepared_->null(column); }

std::optional<int> Statement::maybe_integer(int column) const {
  if (null(column)) return std::nullopt;
  return static_cast<int>(integer(column));
}

// ---- databases ----

Database::Database(const std::string& path, const DatabaseOptions& options)
    : connection_(is_server_store(path) ? open_postgresql(path, options) : open_sqlite(path, options)) {}

Database::~Database() = default;

Engine Database::engine() const { return connection_->engine(); }
void Database::execute(const std::string& sql) { connection_->execute(sql); }

Statement Database::prepare(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    std::unique_ptr<PreparedStatement> fresh = connection_->prepare(sql);
    if (prepared_.size() >= kStatementsHeld) return {std::move(fresh), nullptr};
    found = prepared_.emplace(std::string(sql), std::vector<std::unique_ptr<PreparedStatement>>{}).first;
    return {std::move(fresh), &found->second};
  }
  if (found->second.empty()) return {connection_->prepare(sql), &found->second};
  std::unique_ptr<PreparedStatement> known = std::move(found->second.back());
  found->second.pop_back();
  return {std::move(known), &found->second};
}

std::int64_t Database::changes() { return connection_->changes(); }
void Database::restart_log() { connection_->restart_log(); }
void Database::copy_into(Database& target) { connection_->copy_into(*target.connection_); }
std::int64_t Database::data_version() { return connection_->data_version(); }
void Database::check_references(bool on) { connection_->check_references(on); }
void Database::erase_freed() { connection_->erase_freed(); }

std::int64_t Database::bytes() {
  if (engine() == Engine::kPostgresql)
    return integer(
        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_catalog.pg_class WHERE relkind = 'r' AND "
        "relnamespace = current_schema()::regnamespace");
  return integer("PRAGMA page_count") * integer("PRAGMA page_size");
}

// ---- many rows at once ----

Statement Database::insertion(const Rows& rows, std::string_view ending) {
  const bool together = connection_->takes_arrays();
  std::string sql = "INSERT INTO " + rows.table_ + (together ? " SELECT * FROM unnest(" : " VALUES (");
  for (std::size_t i = 0; i < rows.kinds_.size(); ++i) {
    if (i > 0) sql += ',';
    sql += together ? connection_->array_mark(rows.kinds_[i]) : "?";
  }
  return prepare(sql + (together ? ") AS many" : ")") + std::string(ending));
}

void Database::put(Rows& rows) { static_cast<void>(put_new(rows, "")); }

std::vector<std::int64_t> Database::put_new(Rows& rows, std::string_view column) {
  std::vector<std::int64_t> found;
  if (rows.empty()) return found;
  const std::string ending = column.empty() ? "" : " ON CONFLICT DO NOTHING RETURNING " + std::string(column);
  const std::vector<DatabaseValue> values = std::exchange(rows.values_, {});
  const std::size_t columns = rows.kinds_.size(), count = values.size() / columns;
  Statement statement = insertion(rows, ending);
  const auto carry_out = [&] {
    if (column.empty()) {
      statement.run();
      return;
    }
    while (statement.step()) found.push_back(statement.integer(0));
    statement.reset();
  };
  if (connection_->takes_arrays()) {
    for (std::size_t i = 0; i < columns; ++i)
      statement.blob(connection_->array_of(
          rows.kinds_[i], count, [&](std::size_t row) -> const DatabaseValue& { return values[row * columns + i]; }));
    carry_out();
    return found;
  }
  for (std::size_t at = 0; at < values.size(); at += columns) {
    for (std::size_t i = 0; i < columns; ++i) {
      const DatabaseValue& value = values[at + i];
      if (value.kind == DatabaseValue::kInteger)
        statement(value.integer);
      else if (value.kind == DatabaseValue::kReal)
        statement(value.real);
      else if (value.kind == DatabaseValue::kBytes)
        rows.kinds_[i] == 'b' ? statement.blob(value.bytes) : statement(value.bytes);
      else
        statement(std::nullopt);
    }
    carry_out();
  }
  return found;
}

std::int64_t Database::new_ids(std::string_view table, std::int64_t count) {
  return connection_->new_ids(table, count);
}

void Database::settle_ids(std::string_view table) { connection_->settle_ids(table); }

std::string Database::joined(std::string_view expression, std::string_view between) const {
  return connection_->joined(expression, between);
}

std::int64_t Database::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

void Database::put_words(const std::vector<std::pair<std::int64_t, std::string>>& texts) {
  Rows words(connection_->words_table(), "is");
  for (const auto& [id, text] : texts) words(id)(connection_->words_of(text));
  put(words);
}

void Database::remove_words(std::int64_t id, std::string_view text) {
  Statement statement = prepare(connection_->remove_words());
  statement(id);
  if (connection_->removes_by_words()) statement(connection_->words_of(text));
  statement.run();
}

std::string_view Database::ids_with_words() const { return connection_->ids_with_words(); }
std::string Database::words_wanted(std::string_view words) const { return connection_->words_wanted(words); }

// ---- transactions ----

Snapshot::Snapshot(Database& database) : database_(database) {
  database_.execute(database_.engine() == Engine::kPostgresql ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                                              : "BEGIN");
}

Snapshot::~Snapshot() {
  try {
    database_.execute("COMMIT");
  } catch (const DatabaseError&) {
    // Nothing was written.
  }
}

Transaction::Transaction(Database& database) : connection_(*database.connection_) { connection_.begin(); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.rollback();
  } catch (const DatabaseError&) {
    // It has been rolled back already: full disk, lost disk, lost connection.
  }
}

void Transaction::commit() {
  connection_.commit();
  open_ = false;
}

}  // namespace gongshi::corpus
