// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <new>

#include "app/guard.h"
#include "schema/utf8.h"

namespace gongshi::app {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestPassword = 1024;

bool ready() {
  static const bool kReady = sodium_init() >= 0;
  return kReady;
}

// One hash at a time: each takes 64 MB.
std::mutex& hashing() {
  static std::mutex mutex;
  return mutex;
}

std::string hash_of_password(const std::string& password) {
  const std::lock_guard lock(hashing());
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (!ready() ||
      crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return hash.data();
}

bool fits(const std::string& hash, const std::string& password) {
  const std::lock_guard lock(hashing());
  return ready() && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
  std::string out(size * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, size);
  out.pop_back();
  return out;
}

std::string new_secret() {
  std::array<unsigned char, kSecretBytes> bytes{};
  if (!ready()) throw std::bad_alloc();
  randombytes_buf(bytes.data(), bytes.size());
  return hexadecimal(bytes.data(), bytes.size());
}

/// Secrets are long and random: a plain hash of them cannot be searched.
std::string hash_of_secret(std::string_view secret) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  if (!ready()) throw std::bad_alloc();
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  return hexadecimal(hash.data(), hash.size());
}

std::optional<Error> complaint_about(const AccountRequest& request) {
  const bool plain = std::none_of(request.name.begin(), request.name.end(), [](unsigned char c) { return c < 0x20; });
  if (request.name.empty() || utf8::decode(request.name).size() > kLongestName || !plain)
    return Error{"account-invalid", "An account needs a name of 1 to 64 characters without control characters."};
  if (request.password.size() < kLeastPassword || request.password.size() > kLongestPassword)
    return Error{"account-invalid", "A password needs " + std::to_string(kLeastPassword) + " to " +
                                        std::to_string(kLongestPassword) + " bytes; choose another."};
  return std::nullopt;
}

std::optional<Person> person_of(corpus::Store& store, const std::string& name) {
  const auto account = corpus::find_account(store, name);
  if (!account || !account->active) return std::nullopt;
  const auto role = parse_role(account->role);
  if (!role) return std::nullopt;
  return Person{account->name, *role, "", ""};
}

}  // namespace

std::string_view to_string(Role role) {
  return role == Role::kAdministrator ? "administrator" : role == Role::kReviewer ? "reviewer" : "reader";
}

std::optional<Role> parse_role(std::string_view text) {
  for (const Role role : {Role::kReader, Role::kReviewer, Role::kAdministrator})
    if (to_string(role) == text) return role;
  return std::nullopt;
}

Result<void> put_account(corpus::Store& store, const AccountRequest& request) {
  if (auto complaint = complaint_about(request)) return *complaint;
  return guarded([&] {
    corpus::remove_sessions(store, request.name);
    corpus::put_account(store, {request.name, std::string(to_string(request.role)), hash_of_password(request.password),
                                true, timestamp(seconds_now()), 0, 0});
  });
}

Result<bool> remove_account(corpus::Store& store, const std::string& name) {
  return guarded([&] { return corpus::remove_account(store, name); });
}

Result<std::vector<corpus::Account>> accounts(corpus::Store& store) {
  return guarded([&] { return corpus::accounts(store); });
}

Result<PasswordCheck> check_password(corpus::Store& store, const std::string& name, const std::string& password,
                                     std::int64_t now) {
  // Of a password that nobody has, so that unknown names take as long.
  static const std::string kNobody = hash_of_password(new_secret());
  PasswordCheck checked;
  checked.name = name;
  if (password.size() > kLongestPassword) return checked;
  auto account = guarded([&] { return corpus::find_account(store, name); });
  if (!account) return account.error();
  const bool known = account->has_value() && (*account)->active;
  checked.locked = known && (*account)->locked_until > now;
  if (!checked.locked) checked.right = fits(known ? (*account)->hash : kNobody, password) && known;
  return checked;
}

Result<Person> sign_in(corpus::Store& store, const std::string& name, const std::string& password, std::int64_t now,
                       const LockoutOptions& options) {
  const auto checked = check_password(store, name, password, now);
  if (!checked) return checked.error();
  return sign_in(store, *checked, now, options);
}

Result<Person> sign_in(corpus::Store& store, const PasswordCheck& checked, std::int64_t now,
                       const LockoutOptions& options) {
  const Error refused{"sign-in-refused", "The name or the password is wrong."};
  if (checked.locked)
    return Error{"sign-in-locked", "Too many wrong passwords: the account is locked for a quarter of an hour."};
  const std::string& name = checked.name;
  auto done = guarded([&]() -> std::optional<Person> {
    // Anew, as another may have tried meanwhile.
    auto present = corpus::find_account(store, name);
    if (!present) return std::nullopt;
    if (!checked.right || present->locked_until > now) {
      if (++present->failures >= options.failures) {
        present->failures = 0;
        present->locked_until = now + options.seconds;
      }
      corpus::put_account(store, *present);
      return std::nullopt;
    }
    if (present->failures != 0) {
      present->failures = 0;
      corpus::put_account(store, *present);
    }
    auto person = person_of(store, name);
    if (!person) return std::nullopt;
    corpus::remove_old_sessions(store, now);
    person->session = new_secret();
    person->csrf = new_secret();
    corpus::put_session(store, {hash_of_secret(person->session), name, person->csrf, now + options.session_seconds});
    return person;
  });
  if (!done) return done.error();
  if (!*done) return refused;
  return **std::move(done);
}

Result<void> sign_out(corpus::Store& store, const std::string& session) {
  return guarded([&] { corpus::remove_session(store, hash_of_secret(session)); });
}

std::optional<Person> person_of_session(corpus::Store& store, const std::string& session, std::int64_t now) {
  if (session.size() != kSecretBytes * 2) return std::nullopt;
  const auto found = corpus::find_session(store, hash_of_secret(session));
  if (!found || found->expires <= now) return std::nullopt;
  auto person = person_of(store, found->account);
  if (!person) return std::nullopt;
  person->csrf = found->csrf;
  person->session = session;
  return person;
}

std::optional<Person> person_of_token(corpus::Store& store, const std::string& token) {
  if (token.size() != kSecretBytes * 2) return std::nullopt;
  const auto found = corpus::find_token(store, hash_of_secret(token));
  return found ? person_of(store, found->account) : std::nullopt;
}

Result<std::string> make_token(corpus::Store& store, const std::string& account, const std::string& label) {
  auto made = guarded([&]() -> std::optional<std::string> {
    if (!corpus::find_account(store, account)) return std::nullopt;
    std::string token = new_secret();
    corpus::put_token(store, {hash_of_secret(token), account, label, timestamp(seconds_now())});
    return token;
  });
  if (!made) return made.error();
  if (!*made) return Error{"account-invalid", "There is no account " + account + "."};
  return **std::move(made);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace gongshi::app
