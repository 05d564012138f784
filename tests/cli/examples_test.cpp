// SPDX-License-Identifier: GPL-3.0-or-later
// The main job, end to end, on examples/: what is planted there is found, and nothing else is asserted as an error.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/support/places.h"
#include "tests/support/program.h"

using nlohmann::json;
using namespace gongshi::test;

namespace {

const std::string kExamples = std::string(kSourceFolder) + "/examples";

// rule and row ("ratio-mismatch 3"; "-" for the notice as a whole)
std::string key(const json& finding) {
  const json& no = finding["no"];
  return finding["rule"].get<std::string>() + " " + (no.is_null() ? "-" : std::to_string(no.get<int>()));
}

std::set<std::string> keys(const json& findings) {
  std::set<std::string> found;
  for (const json& finding : findings) found.insert(key(finding));
  return found;
}

}  // namespace

TEST_CASE("audit finds what is planted in the examples, and asserts no other error") {
  const ProgramResult result = run_program({"audit", kExamples, "--format", "json"});
  CHECK(result.status == 1);
  const json planted = json::parse(read_bytes(kExamples + "/planted.json"));

  std::size_t notices = 0;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    const json document = json::parse(line);
    if (document["notices"].empty()) continue;  // planted.json, README.md and the makers lie in the same folder
    const std::string path = document["source"]["path"].get<std::string>();
    const std::string name = path.substr(path.rfind('/') + 1);
    INFO(name);
    REQUIRE(planted.contains(name));
    REQUIRE(document["notices"].size() == 1);
    ++notices;
    const json& findings = document["notices"][0]["findings"];
    const std::set<std::string> expected = keys(planted[name]), found = keys(findings);
    for (const std::string& finding : expected) {
      INFO("planted: " << finding);
      CHECK(found.count(finding) == 1);
    }
    for (const json& finding : findings) {
      if (finding["severity"] != "error" || finding["verdict"] != "violation") continue;
      INFO("asserted: " << key(finding) << " " << finding["message"].get<std::string>());
      CHECK(expected.count(key(finding)) == 1);
    }
  }
  CHECK(notices == planted.size());
}

TEST_CASE("wrong use ends with status 2, unreadable input with 3") {
  CHECK(run_program({}).status == 2);
  CHECK(run_program({"no-such-command"}).status == 2);
  CHECK(run_program({"explain", "no-such-rule"}).status == 2);
  CHECK(run_program({"extract", "/no/such/file"}).status == 3);
  CHECK(run_program({"--help"}).status == 0);
}

TEST_CASE("every rule that is listed can be explained") {
  std::istringstream rules(run_program({"rules"}).out);
  int count = 0;
  for (std::string line; std::getline(rules, line); ++count) {
    const std::string id = line.substr(0, line.find(' '));
    INFO(id);
    const ProgramResult page = run_program({"--lang", "en", "explain", id});
    CHECK(page.status == 0);
    CHECK(page.out.starts_with("# " + id + ": "));
    const ProgramResult chinese = run_program({"--lang", "zh", "explain", id});
    CHECK(chinese.status == 0);
    CHECK(chinese.out.starts_with("# " + id + "："));
    // By its Chinese title too.
    const std::string title = line.substr(line.rfind(' ') + 1);
    CHECK(run_program({"--lang", "zh", "explain", title}).out == chinese.out);
  }
  CHECK(count >= 10);
}
