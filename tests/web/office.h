// SPDX-License-Identifier: GPL-3.0-or-later
// A small office for tests of web/: a store with a few notices and the workbench over it, asked without sockets.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "web/workbench.h"

namespace gongshi::test {

inline constexpr const char* kScript = "<script>alert(1)</script>";  ///< Stands in a claim of the first notice.
inline constexpr const char* kOfficeMobile = "13812345678";          ///< In the same notice.
inline constexpr const char* kOfficePassword = "correct horse battery";

/// What is sent along with a request.
struct OfficeQuestion {
  std::string body;
  std::map<std::string, std::string> headers;
  std::string host = "127.0.0.1:8080";
  bool bare = false;  ///< Without the header that changing requests need.
};

class Office {
 public:
  /// Three notices of different communities: two as Word, one as PDF.
  explicit Office(bool accounts = false);

  using Question = OfficeQuestion;
  /// What the workbench answers; "/path?query" is taken apart, and decoded.
  web::Response ask(const std::string& method, const std::string& target, const Question& question = {});
  nlohmann::json json(const std::string& method, const std::string& target, const nlohmann::json& body = nullptr,
                      int status = 200, const std::map<std::string, std::string>& headers = {});
  /// Hands in files as a browser would; gives the job's answer when it is done.
  nlohmann::json hand_in(const std::map<std::string, std::string>& files);
  /// Ends the workbench and opens it again.
  void restart();
  /// The same, watching a folder.
  void watch(const std::string& folder) {
    options_.watch = folder;
    restart();
  }
  /// Signs in as the person; gives the headers that its requests need.
  std::map<std::string, std::string> sign_in(const std::string& name);

  [[nodiscard]] std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  [[nodiscard]] std::string db() const { return store_at(path("a.db")); }
  [[nodiscard]] web::Workbench& workbench() { return *workbench_; }
  /// Id of the notice with the script, and of any notice with findings.
  [[nodiscard]] std::string first();

 private:
  TemporaryFolder folder_;
  web::WorkbenchOptions options_;
  std::unique_ptr<web::Workbench> workbench_;
};

/// A header of an answer, "" if none.
std::string header_of(const web::Response& response, const std::string& name);

}  // namespace gongshi::test
