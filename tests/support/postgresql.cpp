// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgresql.h"

#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "corpus/store/database.h"

namespace gongshi::test {
namespace {

namespace fs = std::filesystem;

/// Folder of the newest PostgreSQL's programs; "" where none is installed.
std::string programs() {
  std::vector<std::string> found;
  std::error_code failed;
  for (fs::directory_iterator it("/usr/lib/postgresql", failed), end; !failed && it != end; it.increment(failed))
    if (fs::exists(it->path() / "bin/initdb", failed)) found.push_back((it->path() / "bin").string());
  std::sort(found.begin(), found.end());
  return found.empty() ? "" : found.back();
}

class Server {
 public:
  static Server& instance() {
    static Server server;
    return server;
  }
  Server() {
    folder_ = (fs::temp_directory_path() / ("gongshi-pg-" + std::to_string(::getpid()))).string();
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    // The server refuses to run as root.
    if (::geteuid() == 0)
      if (const passwd* nobody = ::getpwnam("nobody")) {
        user_ = nobody->pw_uid;
        group_ = nobody->pw_gid;
        if (::chown(folder_.c_str(), user_, group_) != 0) throw std::runtime_error("chown failed");
      }
    const pid_t made = start({programs() + "/initdb", "-D", data(), "-N", "-A", "trust", "-U", "gongshi", "-E", "UTF8",
                              "--locale=C", "--no-instructions"});
    int status = 0;
    ::waitpid(made, &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed");
    run();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    stop(SIGQUIT);
    std::error_code failed;
    fs::remove_all(folder_, failed);
  }

  void restart() {
    stop(SIGQUIT);  // at once: what was not committed is gone
    run();
  }
  [[nodiscard]] std::string database() const { return "postgresql:///postgres?host=" + folder_ + "&user=gongshi"; }
  void execute(const std::string& sql) const { corpus::Database(database(), {}).execute(sql); }

 private:
  [[nodiscard]] std::string data() const { return folder_ + "/data"; }

  pid_t start(const std::vector<std::string>& arguments) const {
    const pid_t parent = ::getpid(), child = ::fork();
    if (child != 0) return child;
    if (user_ != 0 && (::setgid(group_) != 0 || ::setuid(user_) != 0)) ::_exit(127);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // nobody is left behind by a test that crashes
    if (::getppid() != parent || ::chdir(folder_.c_str()) != 0) ::_exit(127);
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("log", "a", stderr) == nullptr) ::_exit(127);
    std::vector<char*> words;
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(words[0], words.data());
    ::_exit(127);
  }
  void run() {
    server_ = start({programs() + "/postgres", "-D", data(), "-k", folder_, "-c", "listen_addresses=", "-c",
                     "fsync=off", "-c", "max_connections=100"});
    constexpr int kTries = 300;
    for (int i = 0; i < kTries; ++i) {
      try {
        corpus::Database(database(), {});
        return;
      } catch (const corpus::DatabaseError&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
    throw std::runtime_error("the PostgreSQL server does not start");
  }
  void stop(int signal) const {
    ::kill(server_, signal);
    ::waitpid(server_, nullptr, 0);
  }

  std::string folder_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  pid_t server_ = -1;
};

}  // namespace

bool stores_on_server() {
  const char* wanted = std::getenv("GONGSHI_TEST_STORE");
  return wanted != nullptr && std::string(wanted) == "postgresql";
}

bool has_postgresql() { return !programs().empty(); }

std::string store_at(const std::string& path) { return stores_on_server() ? server_store_at(path) : path; }

std::string server_store_at(const std::string& path) {
  static std::map<std::string, std::string> schemas;
  const auto [known, fresh] = schemas.try_emplace(path, "store" + std::to_string(schemas.size()));
  if (fresh) Server::instance().execute("CREATE SCHEMA " + known->second);
  return Server::instance().database() + "&options=-csearch_path%3D" + known->second;
}

void restart_server() { Server::instance().restart(); }

}  // namespace gongshi::test
