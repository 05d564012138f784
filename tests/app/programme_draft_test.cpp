// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes that nobody knew, drafted from their annexes alone and tried at once on notices that their authors
// labelled without knowing the program: fixtures/programmes/draft-*/ (annex.html, notice*.html, labels.json; right
// notices have no expected finding).
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/places.h"
#include "tests/support/program.h"

using nlohmann::json;
using namespace gongshi;
using test::run_program;

namespace {

struct Score {
  int expected = 0, found = 0, false_errors = 0, misread = 0;
};

Score score(const std::string& programme) {
  const std::string folder = std::string(test::kSourceFolder) + "/tests/fixtures/programmes/" + programme;
  const test::TemporaryFolder temporary;
  const std::string draft = temporary.path() + "/drafted";
  const auto drafted = run_program({"programme", "draft", folder + "/annex.html", "-o", draft});
  INFO(drafted.errors);
  REQUIRE(drafted.status == 0);
  const json labels = json::parse(test::read_bytes(folder + "/labels.json"));
  std::vector<std::string> words = {"audit", "--programme", draft, "--format", "json"};
  for (const auto& [file, label] : labels.items()) words.push_back(folder + "/" + file);
  std::istringstream lines(run_program(words).out);
  Score score;
  for (std::string line; std::getline(lines, line);) {
    const json document = json::parse(line);
    const std::string path = document["source"]["path"];
    const json& label = labels.at(path.substr(path.find_last_of('/') + 1));
    if (document["notices"].size() != 1) {
      ++score.misread;
      continue;
    }
    const json& notice = document["notices"][0];
    const std::string community = notice["community"];
    score.misread += notice["tier"] != label["tier"] || !community.ends_with(label["name"].get<std::string>());
    const auto wanted = [&label](const json& finding) {
      return std::any_of(label["expect"].begin(), label["expect"].end(),
                         [&](const json& one) { return one[0] == finding["rule"] && one[1] == finding["no"]; });
    };
    for (const json& one : label["expect"]) {
      ++score.expected;
      score.found += std::any_of(notice["findings"].begin(), notice["findings"].end(), [&](const json& finding) {
        return one[0] == finding["rule"] && one[1] == finding["no"];
      });
    }
    for (const json& finding : notice["findings"])
      if (finding["severity"] == "error" && finding["verdict"] == "violation" && !wanted(finding)) {
        ++score.false_errors;
        WARN(path << ": " << finding["message"].get<std::string>());
      }
  }
  return score;
}

}  // namespace

TEST_CASE("a programme drafted from its annex asserts no false error, and finds most of what was planted") {
  struct Case {
    const char* programme;
    double share;
  };
  for (const Case& one : {Case{"draft-school", 0.85}, Case{"draft-stars", 0.78}}) {
    const Score got = score(one.programme);
    INFO(one.programme << ": " << got.found << " of " << got.expected);
    CHECK(got.misread == 0);
    CHECK(got.false_errors == 0);
    CHECK(got.found >= one.share * got.expected);
  }
}
