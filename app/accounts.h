// SPDX-License-Identifier: GPL-3.0-or-later
// Who may use the workbench: accounts with roles, passwords, sessions, tokens for other systems.
//
// Passwords are kept as argon2id hashes (libsodium), sessions and tokens as BLAKE2b hashes: whoever reads the store can
// sign in as nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/store/accounts.h"
#include "corpus/store/timestamp.h"
#include "schema/result.h"

namespace gongshi::app {

/// What people may do, least first: readers look (personal data hidden), reviewers decide and take in files,
/// administrators also see who did what and keep the accounts.
enum class Role { kReader, kReviewer, kAdministrator };
[[nodiscard]] std::string_view to_string(Role role);  ///< "reader", "reviewer", "administrator"
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);

struct AccountRequest {
  std::string name;      ///< 1–64 characters, without control characters.
  std::string password;  ///< At least kLeastPassword bytes.
  Role role = Role::kReviewer;
};
inline constexpr std::size_t kLeastPassword = 10;

/// Adds an account, or gives the one of that name another role and password (and ends its sessions). Errors:
/// "account-invalid", "store-failed".
[[nodiscard]] Result<void> put_account(corpus::Store& store, const AccountRequest& request);
/// False where there is no such account. Error: "store-failed".
[[nodiscard]] Result<bool> remove_account(corpus::Store& store, const std::string& name);
[[nodiscard]] Result<std::vector<corpus::Account>> accounts(corpus::Store& store);

/// Who sends a request.
struct Person {
  std::string name;  ///< Empty: nobody signed in because there are no accounts.
  Role role = Role::kReader;
  std::string csrf;     ///< What changing requests have to show; empty for tokens.
  std::string session;  ///< What the cookie holds; empty for tokens.
};

/// How often a password may be wrong, and how long the account is locked then.
struct LockoutOptions {
  int failures = 5;
  std::int64_t seconds = 900;
  std::int64_t session_seconds = 10 * 3600;  ///< A working day; sessions are not made longer by use.
};

/// What came of looking at a password.
struct PasswordCheck {
  std::string name;
  bool right = false;
  bool locked = false;  ///< Too many were wrong: the password was not looked at.
};
/// The part of signing in that takes long (and a good deal of memory): reads only. As long for a name that is unknown.
/// Error: "store-failed".
[[nodiscard]] Result<PasswordCheck> check_password(corpus::Store& store, const std::string& name,
                                                   const std::string& password, std::int64_t now);
/// Opens a session where the password was right. Errors: as below.
[[nodiscard]] Result<Person> sign_in(corpus::Store& store, const PasswordCheck& checked, std::int64_t now,
                                     const LockoutOptions& options = {});
/// Both in one. Takes as long for a name that is unknown. Errors: "sign-in-refused" (wrong name or password: the
/// message does not say which), "sign-in-locked" (too many wrong passwords), "store-failed". `now`: seconds since 1970.
[[nodiscard]] Result<Person> sign_in(corpus::Store& store, const std::string& name, const std::string& password,
                                     std::int64_t now, const LockoutOptions& options = {});
/// Ends a session.
[[nodiscard]] Result<void> sign_out(corpus::Store& store, const std::string& session);
/// Whose session it is; nobody's where it is unknown or over, or where the account was closed. Reads only. Throws
/// corpus::DatabaseError.
[[nodiscard]] std::optional<Person> person_of_session(corpus::Store& store, const std::string& session,
                                                      std::int64_t now);
/// Whose token it is. Reads only. Throws corpus::DatabaseError.
[[nodiscard]] std::optional<Person> person_of_token(corpus::Store& store, const std::string& token);

/// Makes a token for the account; it is shown this once. Errors: "account-invalid", "store-failed".
[[nodiscard]] Result<std::string> make_token(corpus::Store& store, const std::string& account,
                                             const std::string& label);

/// True where both are the same, in a time that does not tell how alike they are.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

using corpus::seconds_now, corpus::timestamp;

}  // namespace gongshi::app
