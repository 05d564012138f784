// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/accounts.h"

namespace gongshi::corpus {
namespace {

constexpr const char* kAccountColumns =
    "SELECT name, role, hash, active, created, failures, locked_until FROM accounts";

Account account_of(const Statement& row) {
  return {row.text(0),   row.text(1), row.text(2), row.integer(3) != 0, row.text(4), static_cast<int>(row.integer(5)),
          row.integer(6)};
}

}  // namespace

std::vector<Account> accounts(Store& store) {
  std::vector<Account> found;
  Statement row = store.database().prepare(std::string(kAccountColumns) + " ORDER BY name");
  while (row.step()) found.push_back(account_of(row));
  return found;
}

std::optional<Account> find_account(Store& store, const std::string& name) {
  Statement row = store.database().prepare(std::string(kAccountColumns) + " WHERE name = ?");
  row(name);
  if (!row.step()) return std::nullopt;
  return account_of(row);
}

void put_account(Store& store, const Account& account) {
  store.database()
      .prepare(
          "INSERT INTO accounts(name, role, hash, active, created, failures, locked_until) "
          "VALUES (?,?,?,?,?,?,?) ON CONFLICT(name) DO UPDATE SET role = excluded.role, hash = excluded.hash, active = "
          "excluded.active, created = excluded.created, failures = excluded.failures, locked_until = "
          "excluded.locked_until")(account.name)(account.role)(account.hash)(account.active ? 1 : 0)(account.created)(
          account.failures)(account.locked_until)
      .run();
}

bool remove_account(Store& store, const std::string& name) {
  Transaction transaction(store.database());
  store.database().prepare("DELETE FROM sessions WHERE account = ?")(name).run();
  store.database().prepare("DELETE FROM access_tokens WHERE account = ?")(name).run();
  store.database().prepare("DELETE FROM accounts WHERE name = ?")(name).run();
  const bool removed = store.database().changes() > 0;
  transaction.commit();
  return removed;
}

void put_session(Store& store, const Session& session) {
  store.database()
      .prepare(
          "INSERT INTO sessions(token, account, csrf, expires) VALUES (?,?,?,?) ON CONFLICT(token) DO UPDATE SET "
          "account = excluded.account, csrf = excluded.csrf, expires = excluded.expires")(session.token)(
          session.account)(session.csrf)(session.expires)
      .run();
}

std::optional<Session> find_session(Store& store, const std::string& token) {
  Statement row = store.database().prepare("SELECT token, account, csrf, expires FROM sessions WHERE token = ?");
  row(token);
  if (!row.step()) return std::nullopt;
  return Session{row.text(0), row.text(1), row.text(2), row.integer(3)};
}

void remove_session(Store& store, const std::string& token) {
  store.database().prepare("DELETE FROM sessions WHERE token = ?")(token).run();
}

void remove_sessions(Store& store, const std::string& account) {
  store.database().prepare("DELETE FROM sessions WHERE account = ?")(account).run();
}

void remove_old_sessions(Store& store, std::int64_t now) {
  store.database().prepare("DELETE FROM sessions WHERE expires < ?")(now).run();
}

void put_token(Store& store, const AccessToken& token) {
  store.database()
      .prepare("INSERT INTO access_tokens(token, account, label, created) VALUES (?,?,?,?)")(token.token)(
          token.account)(token.label)(token.created)
      .run();
}

std::optional<AccessToken> find_token(Store& store, const std::string& token) {
  Statement row = store.database().prepare("SELECT token, account, label, created FROM access_tokens WHERE token = ?");
  row(token);
  if (!row.step()) return std::nullopt;
  return AccessToken{row.text(0), row.text(1), row.text(2), row.text(3)};
}

std::vector<AccessToken> tokens(Store& store) {
  std::vector<AccessToken> found;
  Statement row = store.database().prepare("SELECT token, account, label, created FROM access_tokens ORDER BY created");
  while (row.step()) found.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  return found;
}

bool remove_token(Store& store, const std::string& label) {
  store.database().prepare("DELETE FROM access_tokens WHERE label = ?")(label).run();
  return store.database().changes() > 0;
}

}  // namespace gongshi::corpus
