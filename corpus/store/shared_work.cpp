// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/shared_work.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <random>
#include <thread>

namespace gongshi::corpus {
namespace {

constexpr const char* kNow = "CAST(extract(epoch FROM clock_timestamp()) AS bigint)";
constexpr const char* kElectionKeys = "1735355496, pg_catalog.hashtext(current_schema())";
constexpr std::chrono::milliseconds kElectionPause{200};
constexpr std::size_t kStruckOffAtOnce = 8;
// Claims are not waited for until they are on the disk: where the server goes down at once, a file is read twice.
constexpr const char* kWithoutWaiting = "pg_catalog.set_config('synchronous_commit', 'off', true) IS NOT NULL";

std::int64_t steady_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Names below the roots: "/a" and "/a/…"; '0' comes after '/'.
std::string below(std::size_t roots) {
  std::string condition;
  for (std::size_t i = 0; i < roots; ++i)
    condition += fmt::format("{0}(path = ?{1} OR (path > ?{2} || '/' AND path < ?{2} || '0'))", i == 0 ? "" : " OR ",
                             2 * i + 1, 2 * i + 2);
  return roots == 0 ? "false" : "(" + condition + ")";
}

void bind(Statement& statement, const std::vector<std::string>& roots) {
  for (const std::string& root : roots) statement(root)(root == "/" ? "" : root);
}

}  // namespace

std::string located(Database& database, const std::string& path) {
  const std::size_t name = path.find(":/");
  if (path.starts_with('/') || name == std::string::npos) return path;
  Statement row = database.prepare("SELECT root FROM sources WHERE name = ? AND machine = ?");
  row(path.substr(0, name))(machine_name());
  return row.step() ? row.text(0) + path.substr(name + 1) : path;
}

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

SharedWork::SharedWork(Database& database, int lease_seconds)
    : database_(database),
      holder_(fmt::format("{}/{}/{:08x}", machine_name(), ::getpid(), std::random_device{}())),
      lease_seconds_(lease_seconds),
      kept_at_(steady_seconds()) {}

SharedWork::~SharedWork() {
  try {
    strike_off();
    database_.prepare("UPDATE work SET holder = '', until = 0 WHERE holder = ?")(holder_).run();
  } catch (const DatabaseError&) {
    // The lease runs out.
  }
}

void SharedWork::offer(const std::vector<std::string>& names) {
  Transaction transaction(database_);
  for (const std::string& name : names)
    database_.prepare("INSERT INTO work(path) VALUES (?) ON CONFLICT DO NOTHING")(name).run();
  transaction.commit();
}

std::optional<std::string> SharedWork::take(const std::vector<std::string>& roots) {
  strike_off();
  // Contents that are being read stand among the work, too ("sha256:…"), and lie below no root.
  Statement row = database_.prepare(fmt::format(
      "UPDATE work SET holder = ?{1}, until = {0} + ?{2} WHERE id = (SELECT id FROM work WHERE until < {0} AND {3} "
      "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) AND {4} RETURNING path",
      kNow, 2 * roots.size() + 1, 2 * roots.size() + 2, below(roots.size()), kWithoutWaiting));
  bind(row, roots);
  row(holder_)(lease_seconds_);
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

bool SharedWork::claim(const std::string& name) {
  std::erase(done_, name);
  Statement row = database_.prepare(
      fmt::format("INSERT INTO work AS known(path, holder, until) SELECT CAST(?1 AS text), CAST(?2 AS text), {0} + "
                  "CAST(?3 AS bigint) WHERE {1} ON CONFLICT (md5(path)) DO "
                  "UPDATE SET holder = excluded.holder, until = excluded.until WHERE known.until < {0} OR known.holder "
                  "= excluded.holder RETURNING id",
                  kNow, kWithoutWaiting));
  row(name)(holder_)(lease_seconds_);
  return row.step();
}

void SharedWork::done(const std::string& name) {
  done_.push_back(name);
  if (done_.size() >= kStruckOffAtOnce) strike_off();
}

void SharedWork::strike_off() {
  if (done_.empty()) return;
  std::string names = "?";
  for (std::size_t i = 1; i < done_.size(); ++i) names += ",?";
  Statement row = database_.prepare(
      fmt::format("DELETE FROM work WHERE path IN ({}) AND holder = ? AND {}", names, kWithoutWaiting));
  for (const std::string& name : done_) row(name);
  row(holder_).run();
  done_.clear();
}

void SharedWork::give_back(const std::string& name) {
  strike_off();
  database_
      .prepare(fmt::format("UPDATE work SET holder = '', until = {} + 1 WHERE path = ? AND holder = ?", kNow))(name)(
          holder_)
      .run();
}

void SharedWork::keep() {
  constexpr int kSignsInALease = 3;
  const std::int64_t now = steady_seconds();
  if (now - kept_at_ < lease_seconds_ / kSignsInALease) return;
  kept_at_ = now;
  database_.prepare(fmt::format("UPDATE work SET until = {} + ? WHERE holder = ?", kNow))(lease_seconds_)(holder_)
      .run();
}

std::int64_t SharedWork::left(const std::vector<std::string>& roots) {
  strike_off();
  Statement row = database_.prepare("SELECT count(*) FROM work WHERE " + below(roots.size()));
  bind(row, roots);
  return row.step() ? row.integer(0) : 0;
}

Election::Election(Database& database, const std::function<bool()>& stopped) : database_(database) {
  if (database_.engine() != Engine::kPostgresql) {
    won_ = true;
    return;
  }
  while (!(stopped && stopped())) {
    won_ = database_.integer(fmt::format("SELECT pg_catalog.pg_try_advisory_lock({})", kElectionKeys)) != 0;
    if (won_) return;
    std::this_thread::sleep_for(kElectionPause);
  }
}

Election::~Election() {
  if (!won_ || database_.engine() != Engine::kPostgresql) return;
  try {
    static_cast<void>(database_.integer(fmt::format("SELECT pg_catalog.pg_advisory_unlock({})", kElectionKeys)));
  } catch (const DatabaseError&) {
    // It went with the connection.
  }
}

}  // namespace gongshi::corpus
