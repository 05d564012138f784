// SPDX-License-Identifier: GPL-3.0-or-later
// Who may use the workbench of a store. Passwords, sessions and tokens are known by their hashes only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "corpus/store/store.h"

namespace gongshi::corpus {

struct Account {
  std::string name;
  std::string role;  ///< "reader", "reviewer", "administrator"
  std::string hash;  ///< Of the password, in the form that its maker understands.
  bool active = true;
  std::string created;            ///< "2025-03-04T08:00:00Z"
  int failures = 0;               ///< Wrong passwords in a row.
  std::int64_t locked_until = 0;  ///< Seconds since 1970.
};

/// All functions that write are one transaction each.
[[nodiscard]] std::vector<Account> accounts(Store& store);  ///< By name.
[[nodiscard]] std::optional<Account> find_account(Store& store, const std::string& name);
/// Adds the account or replaces the one of that name.
void put_account(Store& store, const Account& account);
/// With its sessions and tokens. False where there is none.
bool remove_account(Store& store, const std::string& name);

struct Session {
  std::string token;  ///< Hash of what the cookie holds.
  std::string account;
  std::string csrf;          ///< What changing requests have to show.
  std::int64_t expires = 0;  ///< Seconds since 1970.
};
void put_session(Store& store, const Session& session);
[[nodiscard]] std::optional<Session> find_session(Store& store, const std::string& token);
void remove_session(Store& store, const std::string& token);
/// All sessions of an account.
void remove_sessions(Store& store, const std::string& account);
/// Those that expired before `now`.
void remove_old_sessions(Store& store, std::int64_t now);

/// A token by which another system acts for an account.
struct AccessToken {
  std::string token;  ///< Its hash.
  std::string account, label, created;
};
void put_token(Store& store, const AccessToken& token);
[[nodiscard]] std::optional<AccessToken> find_token(Store& store, const std::string& token);
[[nodiscard]] std::vector<AccessToken> tokens(Store& store);
/// False where there is none with this label.
bool remove_token(Store& store, const std::string& label);

}  // namespace gongshi::corpus
