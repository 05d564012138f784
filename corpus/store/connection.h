// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine does for corpus/store/database.h. Members without a word here are described there.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/store/database.h"

namespace gongshi::corpus {

class PreparedStatement {
 public:
  virtual ~PreparedStatement() = default;
  /// Parameters count from 1.
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, double value) = 0;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_blob(int parameter, std::string_view bytes) = 0;
  virtual void bind_null(int parameter) = 0;
  virtual bool step() = 0;
  /// Done, without looking at a result; may be carried out later, before anything else is asked.
  virtual void run() = 0;
  virtual void reset() = 0;
  virtual void stream() {}
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
  [[nodiscard]] virtual bool null(int column) const = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual Engine engine() const = 0;
  virtual void execute(const std::string& sql) = 0;
  [[nodiscard]] virtual std::unique_ptr<PreparedStatement> prepare(std::string_view sql) = 0;
  [[nodiscard]] virtual std::int64_t changes() = 0;
  virtual void restart_log() {}
  virtual void copy_into(Connection& target) = 0;
  [[nodiscard]] virtual std::int64_t data_version() = 0;
  virtual void check_references(bool) {}
  virtual void erase_freed() = 0;
  virtual void settle_ids(std::string_view) {}
  [[nodiscard]] virtual std::string joined(std::string_view expression, std::string_view between) const = 0;
  [[nodiscard]] virtual std::int64_t new_ids(std::string_view table, std::int64_t count) = 0;

  // ---- many rows at once ----
  /// Rows go in as an array for each column, bound as bytes.
  [[nodiscard]] virtual bool takes_arrays() const { return false; }
  /// Stands for an array of the kind (see Rows) in SQL, with one parameter.
  [[nodiscard]] virtual std::string array_mark(char) const { return "?"; }
  using ValueAt = std::function<const DatabaseValue&(std::size_t row)>;
  [[nodiscard]] virtual std::string array_of(char, std::size_t, const ValueAt&) const { return {}; }

  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;

  // ---- words ----
  /// What stands for the text in the index.
  [[nodiscard]] virtual std::string words_of(std::string_view text) const = 0;
  /// The index with its columns for an id and words_of() the text.
  [[nodiscard]] virtual std::string_view words_table() const = 0;
  /// Takes an id, and words_of() the text where removes_by_words().
  [[nodiscard]] virtual std::string_view remove_words() const = 0;
  [[nodiscard]] virtual bool removes_by_words() const = 0;
  [[nodiscard]] virtual std::string_view ids_with_words() const = 0;
  [[nodiscard]] virtual std::string words_wanted(std::string_view words) const = 0;
};

[[nodiscard]] std::unique_ptr<Connection> open_sqlite(const std::string& path, const DatabaseOptions& options);
[[nodiscard]] std::unique_ptr<Connection> open_postgresql(const std::string& store, const DatabaseOptions& options);

}  // namespace gongshi::corpus
