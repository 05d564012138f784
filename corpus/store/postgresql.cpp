// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL (and what speaks its protocol) through libpq. Statements inside a transaction that give no rows are sent
// without waiting for their answers (libpq's pipeline), which are looked at before anything else is asked: over a
// network a notice would take a second otherwise.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include "corpus/store/connection.h"
#include "corpus/store/text_pairs.h"
#include "schema/utf8.h"

namespace gongshi::corpus {
namespace {

constexpr Oid kBytea = 17, kBoolean = 16, kBigint = 20, kTextType = 25, kDouble = 701;
constexpr int kText = 0, kBinary = 1;
// Answers that may be waited for at once: few enough that the server never waits for them to be fetched.
constexpr int kSentAtMost = 100;
// How long a server that went down is waited for.
constexpr int kReconnectTries = 240;
constexpr std::chrono::milliseconds kReconnectPause{250};
// Writers wait for each other on this advisory lock; the second key tells the stores of one database apart.
constexpr const char* kBegin =
    "BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(1735355495, pg_catalog.hashtext(current_schema()))";

// Texts are UTF-8 without NUL there, but names of files are any bytes: what does not fit is put into the last page of
// the private-use planes, a character a byte, and comes back as it was.
constexpr char32_t kOddBytes = 0x10FF00;

std::string storable(std::string_view text) {
  if (text.find('\0') == std::string_view::npos && utf8::valid(text)) return std::string(text);
  std::string fitting;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, utf8::length(text[at]));
    const std::string_view sign = text.substr(at, length);
    if (sign.size() == length && sign != std::string_view("\0", 1) && utf8::valid(sign)) {
      fitting += sign;
      at += length;
    } else {
      fitting += utf8::encode(std::u32string(1, kOddBytes + static_cast<unsigned char>(text[at])));
      ++at;
    }
  }
  return fitting;
}

std::string as_it_was(std::string_view stored) {
  constexpr std::string_view kPage = "\xF4\x8F\xBC";  // U+10FF00 … U+10FF3F; the others follow
  if (stored.find("\xF4\x8F") == std::string_view::npos) return std::string(stored);
  std::string text;
  for (std::size_t at = 0; at < stored.size();) {
    const std::string_view sign = stored.substr(at, 4);
    if (sign.size() == 4 && sign.substr(0, 2) == kPage.substr(0, 2) && static_cast<unsigned char>(sign[2]) >= 0xBC) {
      text += static_cast<char>((static_cast<unsigned char>(sign[2]) - 0xBC) << 6 |
                                (static_cast<unsigned char>(sign[3]) & 0x3F));
      at += 4;
    } else {
      text += stored[at++];
    }
  }
  return text;
}

/// "?" in their order, or "?2" by number, as PostgreSQL has them: "$2".
std::string with_dollars(std::string_view sql) {
  std::string text;
  int next = 0;
  char quote = 0;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    const char c = sql[at];
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?') {
      text += '$';
      if (at + 1 < sql.size() && sql[at + 1] >= '1' && sql[at + 1] <= '9') continue;  // its number follows
      text += std::to_string(++next);
      continue;
    }
    text += c;
  }
  return text;
}

int code_of(const PGconn* connection, const PGresult* result) {
  if (PQstatus(connection) == CONNECTION_BAD) return kDatabaseLost;
  const char* field = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view state = field != nullptr ? field : "";
  if (state.empty()) return kDatabaseLost;  // libpq's own failures: a connection that breaks while it is written to
  if (state.starts_with("08") || state.starts_with("57P0") || state.starts_with("40")) return kDatabaseLost;
  if (state == "53100") return kDatabaseFull;
  if (state == "25006" || state == "42501") return kDatabaseReadOnly;
  if (state == "55P03") return kDatabaseBusy;
  if (state.starts_with("XX00")) return kDatabaseCorrupt;
  return kDatabaseFailed;
}

std::string trimmed(const char* message) {
  std::string text = message != nullptr ? message : "";
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '.')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

class Answer {
 public:
  explicit Answer(PGresult* result = nullptr) : result_(result) {}
  Answer(Answer&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}
  Answer& operator=(Answer&& other) noexcept {
    std::swap(result_, other.result_);
    return *this;
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { PQclear(result_); }
  [[nodiscard]] PGresult* get() const { return result_; }

 private:
  PGresult* result_;
};

struct Parameters {
  std::vector<std::string> values;
  std::vector<bool> nulls;
  std::vector<int> formats;

  void set(int parameter, std::string value, int format, bool null = false) {
    const auto index = static_cast<std::size_t>(parameter) - 1;
    if (values.size() <= index) {
      values.resize(index + 1);
      nulls.resize(index + 1);
      formats.resize(index + 1);
    }
    values[index] = std::move(value);
    nulls[index] = null;
    formats[index] = format;
  }
  void clear() {
    values.clear();
    nulls.clear();
    formats.clear();
  }
};

class PostgresqlConnection : public Connection {
 public:
  PostgresqlConnection(const std::string& store, const DatabaseOptions& options)
      : store_(store), read_only_(options.read_only) {
    connect();
    // A server that is just starting, or puts itself right after a crash, says so, and is waited for.
    for (int tries = 0; PQstatus(connection_) != CONNECTION_OK && tries < kReconnectTries; ++tries) {
      if (const PGPing answer = server_answer(); answer != PQPING_REJECT && (answer != PQPING_OK || tries > 0)) break;
      std::this_thread::sleep_for(kReconnectPause);
      PQfinish(connection_);
      connect();
    }
    if (PQstatus(connection_) != CONNECTION_OK) {
      const std::string why = trimmed(PQerrorMessage(connection_));
      PQfinish(connection_);
      throw DatabaseError(why, kDatabaseCannotOpen);
    }
    try {
      settle();
    } catch (...) {
      PQfinish(connection_);
      throw;
    }
  }
  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;
  ~PostgresqlConnection() override { PQfinish(connection_); }

  [[nodiscard]] Engine engine() const override { return Engine::kPostgresql; }

  void execute(const std::string& sql) override {
    ready();
    if (pipelined_) leave_pipeline();
    const Answer result(PQexec(connection_, sql.c_str()));
    check(result);
    changes_ = changed_by(result);
  }
  [[nodiscard]] std::unique_ptr<PreparedStatement> prepare(std::string_view sql) override;
  [[nodiscard]] std::int64_t changes() override {
    fetch_sent();
    return changes_;
  }
  void copy_into(Connection&) override {
    throw DatabaseError("only an SQLite file can be copied page by page", kDatabaseMismatch);
  }
  [[nodiscard]] std::int64_t data_version() override {
    ready();
    const Answer result(PQexec(connection_, "SELECT number FROM store_changes"));
    check(result);
    return PQntuples(result.get()) == 1 ? std::atoll(PQgetvalue(result.get(), 0, 0)) - own_changes_ : 0;
  }
  void erase_freed() override { execute("VACUUM"); }
  void settle_ids(std::string_view table) override {
    const Answer settled(
        ask(fmt::format("SELECT setval(pg_get_serial_sequence('{0}', 'id'), coalesce(max(id), 0) + 1, "
                        "false) FROM {0}",
                        table)));
  }
  [[nodiscard]] std::string joined(std::string_view expression, std::string_view between) const override {
    return fmt::format("string_agg({}, '{}')", expression, between);
  }

  // Writers take turns: nobody comes between the two calls of one statement.
  [[nodiscard]] std::int64_t new_ids(std::string_view table, std::int64_t count) override {
    const Answer last(
        ask(fmt::format("SELECT setval(pg_get_serial_sequence('{0}', 'id'), "
                        "nextval(pg_get_serial_sequence('{0}', 'id')) + {1} - 1)",
                        table, count)));
    return std::atoll(PQgetvalue(last.get(), 0, 0)) - count + 1;
  }

  // Arrays in the form in which the server itself sends them.
  [[nodiscard]] bool takes_arrays() const override { return true; }
  [[nodiscard]] std::string array_mark(char kind) const override {
    return fmt::format("CAST(? AS {}[])", kind == 'i'   ? "bigint"
                                          : kind == 'r' ? "double precision"
                                          : kind == 'b' ? "bytea"
                                                        : "text");
  }
  [[nodiscard]] std::string array_of(char kind, std::size_t count, const ValueAt& value_at) const override {
    constexpr std::uint32_t kOneDimension = 1, kMayHoldNulls = 1, kFirst = 1, kNull = 0xFFFFFFFF;
    std::string bytes;
    const auto put = [&bytes](auto number) {
      for (int shift = 8 * (static_cast<int>(sizeof number) - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(number >> shift & 0xFF);
    };
    const auto put_text = [&](std::string_view text) {
      put(static_cast<std::uint32_t>(text.size()));
      bytes += text;
    };
    put(kOneDimension);
    put(kMayHoldNulls);
    put(static_cast<std::uint32_t>(kind == 'i' ? kBigint : kind == 'r' ? kDouble : kind == 'b' ? kBytea : kTextType));
    put(static_cast<std::uint32_t>(count));
    put(kFirst);
    for (std::size_t row = 0; row < count; ++row) {
      const DatabaseValue& value = value_at(row);
      if (value.kind == DatabaseValue::kBytes) {
        put_text(kind == 'b' ? value.bytes : storable(value.bytes));
      } else if (value.kind == DatabaseValue::kInteger) {
        put(static_cast<std::uint32_t>(sizeof value.integer));
        put(static_cast<std::uint64_t>(value.integer));
      } else if (value.kind == DatabaseValue::kReal) {
        put(static_cast<std::uint32_t>(sizeof value.real));
        put(std::bit_cast<std::uint64_t>(value.real));
      } else {
        put(kNull);
      }
    }
    return bytes;
  }

  void begin() override {
    ready();
    for (int tries = 0;; ++tries) {
      const Answer result(PQexec(connection_, kBegin));
      if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) break;
      // Nothing has been done yet: a server that went down meanwhile costs a second try.
      if (code_of(connection_, result.get()) != kDatabaseLost || tries > 0) {
        roll_back();
        check(result);
      }
      ready();
    }
    in_transaction_ = true;
    if (PQenterPipelineMode(connection_) != 1) throw DatabaseError("libpq refuses its pipeline", kDatabaseFailed);
    pipelined_ = true;
  }
  void commit() override {
    if (!counts_changes_) {
      const Answer known(ask("SELECT to_regclass('store_changes') IS NOT NULL"));
      counts_changes_ = PQgetvalue(known.get(), 0, 0)[0] == 't';
    }
    // Others see by this that something has changed. Where it fails, or anything before it, the server passes over the
    // rest.
    if (pipelined_) {
      if (counts_changes_) send_alone("UPDATE store_changes SET number = number + 1");
      send_alone("COMMIT");
      if (PQpipelineSync(connection_) != 1)
        throw DatabaseError(trimmed(PQerrorMessage(connection_)), code_of(connection_, nullptr));
      synced_ = true;
      while (sent_ > 1) static_cast<void>(fetch());
      committed(fetch());
      abandon_pipeline();
    } else {
      Answer result(
          PQexec(connection_, counts_changes_ ? "UPDATE store_changes SET number = number + 1; COMMIT" : "COMMIT"));
      check(result);
      committed(result);
    }
    in_transaction_ = false;
    if (counts_changes_) ++own_changes_;
  }
  void rollback() override {
    if (!in_transaction_) return;
    in_transaction_ = false;
    abandon_pipeline();
    roll_back();
  }

  // An index over arrays of pairs (GIN), and the pairs themselves, in which neighbours are looked for.
  [[nodiscard]] std::string words_of(std::string_view text) const override { return pairs_and_characters(text); }
  [[nodiscard]] std::string_view words_table() const override { return "search(id, pairs)"; }
  [[nodiscard]] std::string_view remove_words() const override { return "DELETE FROM search WHERE id = ?"; }
  [[nodiscard]] bool removes_by_words() const override { return false; }
  [[nodiscard]] std::string_view ids_with_words() const override {
    return "SELECT id FROM search, (SELECT CAST(? AS text) AS wanted) AS asked "
           "WHERE string_to_array(pairs, ' ') @> string_to_array(split_part(wanted, chr(10), 1), ' ') "
           "AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(split_part(wanted, chr(10), 2), '|')) AS phrase "
           "WHERE strpos(' ' || pairs, ' ' || phrase || ' ') = 0)";
  }
  [[nodiscard]] std::string words_wanted(std::string_view words) const override { return pairs_wanted(words); }

 private:
  friend class PostgresqlStatement;

  void connect() { on_server(PQconnectdbParams, connection_); }
  [[nodiscard]] PGPing server_answer() const {
    PGPing answer = PQPING_OK;
    on_server(PQpingParams, answer);
    return answer;
  }
  /// What libpq's function says of the store's server.
  template <typename Function, typename Said>
  void on_server(Function function, Said& said) const {
    // What stands before "dbname" gives way to what the store's name says.
    const std::array<const char*, 8> keys = {
        "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count",          "client_encoding", "dbname",          nullptr};
    const std::array<const char*, 8> values = {"gongshi", "10", "30", "10", "3", "UTF8", store_.c_str(), nullptr};
    constexpr int kExpand = 1;
    said = function(keys.data(), values.data(), kExpand);
  }
  /// What a session of ours is like.
  void settle() {
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
    // A machine that dies gives back what it holds within minutes.
    std::string settings =
        "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET jit = off; "
        "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
        "SET idle_in_transaction_session_timeout = '10min'; ";
    if (read_only_) settings += "SET default_transaction_read_only = on";
    const Answer result(PQexec(connection_, settings.c_str()));
    check(result);
    ++generation_;
  }
  /// Connected again where the connection was lost between two transactions.
  void ready() {
    if ((PQstatus(connection_) == CONNECTION_OK && !broken_) || in_transaction_) return;
    for (int i = 0; i < kReconnectTries; ++i) {
      if (i > 0) std::this_thread::sleep_for(kReconnectPause);
      PQfinish(connection_);
      connect();
      if (PQstatus(connection_) != CONNECTION_OK) continue;
      pipelined_ = synced_ = broken_ = false;
      sent_ = 0;
      try {
        settle();
        return;
      } catch (const DatabaseError& error) {
        if (error.code != kDatabaseLost) throw;  // gone again
      }
    }
    throw DatabaseError("the server does not answer: " + trimmed(PQerrorMessage(connection_)), kDatabaseLost);
  }

  void check(const Answer& result) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    const std::string why =
        trimmed(result.get() != nullptr ? PQresultErrorMessage(result.get()) : PQerrorMessage(connection_));
    const int code = code_of(connection_, result.get());
    if (code == kDatabaseLost) broken_ = true;
    throw DatabaseError(why.empty() ? trimmed(PQerrorMessage(connection_)) : why, code);
  }
  static std::int64_t changed_by(const Answer& result) { return std::atoll(PQcmdTuples(result.get())); }

  /// One question in words of its own, wherever we are.
  Answer ask(const std::string& sql) {
    if (!pipelined_) {
      Answer answer(PQexec(connection_, sql.c_str()));
      check(answer);
      return answer;
    }
    send_alone(sql.c_str());
    flush();
    while (sent_ > 1) static_cast<void>(fetch());
    return fetch();
  }
  static void committed(const Answer& result) {
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
      throw DatabaseError("the transaction was not committed", kDatabaseFailed);
  }

  // ---- the pipeline ----
  void sent() { ++sent_; }
  /// Sends a statement without parameters that is not prepared.
  void send_alone(const char* sql) {
    if (PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, kText) != 1)
      throw DatabaseError(trimmed(PQerrorMessage(connection_)), code_of(connection_, nullptr));
    sent();
  }
  /// The answer to the oldest statement that was sent. Throws where that failed.
  Answer fetch() {
    Answer result(PQgetResult(connection_));
    --sent_;
    if (result.get() != nullptr) {
      const Answer end(PQgetResult(connection_));  // a null that parts it from the next
    }
    try {
      check(result);
    } catch (...) {
      abandon_pipeline();
      throw;
    }
    return result;
  }
  void flush() {
    if (PQsendFlushRequest(connection_) != 1 || PQflush(connection_) < 0)
      throw DatabaseError(trimmed(PQerrorMessage(connection_)), code_of(connection_, nullptr));
  }
  void fetch_sent() {
    if (sent_ == 0) return;
    flush();
    while (sent_ > 0) changes_ = changed_by(fetch());
  }
  void leave_pipeline() {
    if (!pipelined_) return;
    fetch_sent();
    abandon_pipeline();
  }
  /// Out of it, whatever was sent.
  void abandon_pipeline() {
    if (!pipelined_) return;
    pipelined_ = false;
    sent_ = 0;
    const bool synced = std::exchange(synced_, false);
    if (PQstatus(connection_) != CONNECTION_OK || (!synced && PQpipelineSync(connection_) != 1)) return;
    for (int nulls = 0; PQstatus(connection_) == CONNECTION_OK && nulls < 2;) {
      const Answer result(PQgetResult(connection_));
      if (result.get() == nullptr)
        ++nulls;
      else if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC)
        break;
      else
        nulls = 0;
    }
    PQexitPipelineMode(connection_);
  }
  void roll_back() { const Answer result(PQexec(connection_, "ROLLBACK")); }

  std::string store_;
  bool read_only_;
  PGconn* connection_ = nullptr;
  bool in_transaction_ = false, pipelined_ = false;
  bool synced_ = false;  // the end of the pipeline was sent
  bool broken_ = false;  // not to be used any more
  int sent_ = 0;         // statements whose answers have not been fetched
  int generation_ = 0;   // of the connection: statements are prepared anew after each
  int statements_ = 0;
  std::int64_t changes_ = 0, own_changes_ = 0;
  bool counts_changes_ = false;
};

class PostgresqlStatement : public PreparedStatement {
 public:
  PostgresqlStatement(PostgresqlConnection& connection, std::string_view sql)
      : connection_(connection), sql_(with_dollars(sql)), name_("s" + std::to_string(++connection.statements_)) {
    reads_ = sql_.starts_with("SELECT") || sql_.starts_with("WITH");
  }

  void bind(int parameter, std::int64_t value) override { parameters_.set(parameter, std::to_string(value), kText); }
  void bind(int parameter, double value) override { parameters_.set(parameter, fmt::format("{}", value), kText); }
  void bind_text(int parameter, std::string_view text) override { parameters_.set(parameter, storable(text), kBinary); }
  void bind_blob(int parameter, std::string_view bytes) override {
    parameters_.set(parameter, std::string(bytes), kBinary);
  }
  void bind_null(int parameter) override { parameters_.set(parameter, "", kText, true); }

  bool step() override {
    if (!open_) {
      streams_ ? ask_streaming() : ask();
      open_ = true;
      row_ = -1;
    }
    if (streams_) {
      row_ = 0;
      result_ = Answer(PQgetResult(connection_.connection_));
      if (PQresultStatus(result_.get()) == PGRES_SINGLE_TUPLE) return true;
      connection_.check(result_);
      finish_stream();
      return false;
    }
    return ++row_ < PQntuples(result_.get());
  }
  void stream() override { streams_ = !connection_.pipelined_; }
  void run() override {
    if (!connection_.pipelined_ || reads_) {
      step();
      return;
    }
    send();
    if (connection_.sent_ >= kSentAtMost) connection_.fetch_sent();
  }
  void reset() override {
    if (streams_ && open_) finish_stream();
    streams_ = false;
    result_ = Answer();
    open_ = false;
    parameters_.clear();
  }

  [[nodiscard]] std::int64_t integer(int column) const override {
    if (null(column)) return 0;
    const char* value = PQgetvalue(result_.get(), row_, column);
    return PQftype(result_.get(), column) == kBoolean ? static_cast<std::int64_t>(value[0] == 't') : std::atoll(value);
  }
  [[nodiscard]] double real(int column) const override {
    return null(column) ? 0 : std::strtod(PQgetvalue(result_.get(), row_, column), nullptr);
  }
  [[nodiscard]] bool null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  [[nodiscard]] std::string text(int column) const override {
    const std::string_view value(PQgetvalue(result_.get(), row_, column),
                                 static_cast<std::size_t>(PQgetlength(result_.get(), row_, column)));
    const Oid type = PQftype(result_.get(), column);
    if (type == kBoolean) return value == "t" ? "1" : value.empty() ? "" : "0";
    return type == kBytea ? bytes_of(value) : as_it_was(value);
  }

 private:
  /// "\x2f00" as bytes.
  static std::string bytes_of(std::string_view hex) {
    constexpr auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
      bytes += static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1]));
    return bytes;
  }
  void arrange() {
    values_.clear();
    lengths_.clear();
    for (std::size_t i = 0; i < parameters_.values.size(); ++i) {
      values_.push_back(parameters_.nulls[i] ? nullptr : parameters_.values[i].c_str());
      lengths_.push_back(static_cast<int>(parameters_.values[i].size()));
    }
  }
  [[nodiscard]] int count() const { return static_cast<int>(parameters_.values.size()); }

  void send() {
    PGconn* connection = connection_.connection_;
    const auto failed = [&] { throw DatabaseError(trimmed(PQerrorMessage(connection)), code_of(connection, nullptr)); };
    if (generation_ != connection_.generation_) {
      if (PQsendPrepare(connection, name_.c_str(), sql_.c_str(), 0, nullptr) != 1) failed();
      connection_.sent();
      generation_ = connection_.generation_;
    }
    arrange();
    if (PQsendQueryPrepared(connection, name_.c_str(), count(), values_.data(), lengths_.data(),
                            parameters_.formats.data(), kText) != 1)
      failed();
    connection_.sent();
  }

  void ask() {
    if (connection_.pipelined_) {
      send();
      connection_.flush();
      while (connection_.sent_ > 1) static_cast<void>(connection_.fetch());
      result_ = connection_.fetch();
      connection_.changes_ = PostgresqlConnection::changed_by(result_);
      return;
    }
    for (int tries = 0;; ++tries) {
      connection_.ready();
      PGconn* connection = connection_.connection_;
      if (generation_ != connection_.generation_) {
        const Answer prepared(PQprepare(connection, name_.c_str(), sql_.c_str(), 0, nullptr));
        if (PQstatus(connection) != CONNECTION_OK && tries == 0) continue;
        connection_.check(prepared);
        generation_ = connection_.generation_;
      }
      arrange();
      result_ = Answer(PQexecPrepared(connection, name_.c_str(), count(), values_.data(), lengths_.data(),
                                      parameters_.formats.data(), kText));
      // A question may be asked twice.
      if (reads_ && tries == 0 && PQstatus(connection) != CONNECTION_OK) continue;
      connection_.check(result_);
      connection_.changes_ = PostgresqlConnection::changed_by(result_);
      return;
    }
  }

  /// Row by row from here on.
  void ask_streaming() {
    connection_.ready();
    PGconn* connection = connection_.connection_;
    arrange();
    if (PQsendQueryParams(connection, sql_.c_str(), count(), nullptr, values_.data(), lengths_.data(),
                          parameters_.formats.data(), kText) != 1 ||
        PQsetSingleRowMode(connection) != 1)
      throw DatabaseError(trimmed(PQerrorMessage(connection)), code_of(connection, nullptr));
  }
  /// What was not fetched is let go.
  void finish_stream() {
    open_ = false;
    for (Answer rest(PQgetResult(connection_.connection_)); rest.get() != nullptr;)
      rest = Answer(PQgetResult(connection_.connection_));
  }

  PostgresqlConnection& connection_;
  std::string sql_, name_;
  bool reads_ = false;
  int generation_ = 0;
  Parameters parameters_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  Answer result_;
  bool open_ = false, streams_ = false;
  int row_ = -1;
};

std::unique_ptr<PreparedStatement> PostgresqlConnection::prepare(std::string_view sql) {
  return std::make_unique<PostgresqlStatement>(*this, sql);
}

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& store, const DatabaseOptions& options) {
  return std::make_unique<PostgresqlConnection>(store, options);
}

}  // namespace gongshi::corpus
