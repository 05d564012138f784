// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes on the command line, and data that are damaged.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "schema/programme.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
using test::ProgramResult;
using test::run_program;

namespace {

const std::string kExamples = std::string(test::kSourceFolder) + "/examples";
const std::string kSchool = std::string(test::kSourceFolder) + "/tests/fixtures/programmes/green-school";

bool contains(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

std::string example() { return kExamples + "/柳岸社区.docx"; }

}  // namespace

TEST_CASE("programmes are listed, shown and checked") {
  const ProgramResult listed = run_program({"programme", "list"});
  CHECK(listed.status == 0);
  CHECK(contains(listed.out, "shandong-2022  山东省智慧社区建设指标"));
  const ProgramResult shown = run_program({"programme", "show", kSchool, "--tier", "示范级"});
  CHECK(shown.status == 0);
  CHECK(contains(shown.out, "green-school  云岭省绿色学校创建指标"));
  CHECK(contains(shown.out, "校园绿化覆盖率 [ratio >= 40%]"));
  const ProgramResult checked = run_program({"programme", "check"});
  CHECK(checked.status == 0);
  CHECK(contains(checked.out, "shandong-2022: valid"));
  CHECK(run_program({"programme", "check", kSchool}).status == 0);
  CHECK(run_program({"programme", "check", "/no/such"}).status == 2);
  CHECK(run_program({"programme", "diff", "shandong-2022", "shandong-2022"}).out == "no differences\n");
}

TEST_CASE("a damaged data file stops every command before anything is read") {
  const test::TemporaryFolder folder;
  static_cast<void>(folder.write("normalize/units.json", "{\"units\": [{\"unit\": \"户\""));
  const std::vector<std::string> data = {"--data", folder.path()};
  for (std::vector<std::string> command : {std::vector<std::string>{"audit", example(), "--format", "json"},
                                           {"extract", example(), "--format", "json"},
                                           {"ingest", example(), "--db", folder.path() + "/a.db"},
                                           {"programme", "check"}}) {
    command.insert(command.begin(), data.begin(), data.end());
    const ProgramResult result = run_program(command);
    INFO(command[2]);
    CHECK(result.status == 2);
    CHECK(contains(result.errors, "normalize/units.json, line 1, column "));
    if (command[2] != "programme") CHECK(result.out.empty());
  }
  CHECK(run_program({"audit", "no-such-file"}, {}, {"GONGSHI_DATA=" + folder.path()}).status == 2);
}

TEST_CASE("a forced programme judges everything, an unknown one nothing") {
  const ProgramResult forced = run_program({"--programme", "shandong-2022", "audit", example(), "--format", "json"});
  const ProgramResult chosen = run_program({"audit", example(), "--format", "json"});
  CHECK(forced.status == 1);
  CHECK(forced.out == chosen.out);
  const auto file = nlohmann::json::parse(chosen.out);
  CHECK(file["notices"][0]["programme"] == "shandong-2022");
  CHECK(file["notices"][0]["findings"][0]["programme"] == "shandong-2022");
  const ProgramResult school = run_program({"--standard", kSchool, "audit", example(), "--format", "json"});
  CHECK(nlohmann::json::parse(school.out)["notices"].empty());
  const ProgramResult unknown = run_program({"--programme", "no-such", "audit", example()});
  CHECK(unknown.status == 2);
  CHECK(contains(unknown.errors, "shandong-2022"));
}
