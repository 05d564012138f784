// SPDX-License-Identifier: GPL-3.0-or-later
// What the report of a run says of itself, and that the same files give the same report.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "office/package.h"
#include "schema/programme.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
namespace fs = std::filesystem;

namespace {

const std::string kExamples = std::string(test::kSourceFolder) + "/examples";

/// The report's files by name. `seconds`: what the clock shows, since 1970.
std::map<std::string, std::string> report_at(const std::string& seconds, const std::string& folder) {
  ::setenv("SOURCE_DATE_EPOCH", seconds.c_str(), 1);
  const auto run = test::run_program({"audit", kExamples, "-o", folder, "--csv", "--letters", "--all-pages"});
  ::unsetenv("SOURCE_DATE_EPOCH");
  REQUIRE(run.status == 1);
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), folder).string()] = test::read_bytes(entry.path().string());
  return files;
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("the same files give the same report, byte for byte but for the date") {
  const test::TemporaryFolder folder;
  const auto first = report_at("1741046400", folder.path() + "/first");  // 2025-03-04 00:00
  const auto again = report_at("1741046400", folder.path() + "/again");
  const auto later = report_at("1741141800", folder.path() + "/later");  // 2025-03-05 02:30
  REQUIRE(first.size() > 20);
  for (const char* plot : {"plots/rates.svg", "plots/grades.svg", "plots/copies.svg"}) {
    INFO(plot);
    CHECK(first.contains(plot));
  }
  REQUIRE(again.size() == first.size());
  REQUIRE(later.size() == first.size());
  for (const auto& [name, bytes] : first) {
    INFO(name);
    CHECK((again.at(name) == bytes));
    if (name.ends_with(".xlsx") || name.ends_with(".docx")) continue;  // packed: the day changes their bytes
    std::string dated = later.at(name), same = bytes;
    if (name == "run.json")  // it holds the hashes of the other files
      for (std::string* run : {&dated, &same}) {
        auto json = nlohmann::json::parse(*run);
        json.erase("files");
        *run = json.dump();
      }
    replace_all(dated, "2025年3月5日 02:30", "2025年3月4日 00:00");
    replace_all(dated, "2025-03-05", "2025-03-04");
    replace_all(dated, "02:30", "00:00");
    CHECK((dated == same));
  }
}

TEST_CASE("the run report names versions, all rules, and every input with its outcome") {
  const test::TemporaryFolder folder;
  const std::string configuration = folder.write(
      "configuration.json",
      R"({"rules": {"vague-count": {"enabled": false}, "bare-assertion": {"severity": "info"}}, "report": {}})");
  folder.write("公示.txt", "今天天气很好。");
  folder.write("空.pdf", "");
  const std::string report = folder.path() + "/report";
  const auto run = test::run_program({"audit", kExamples + "/柳岸社区.docx", folder.path() + "/公示.txt",
                                      folder.path() + "/空.pdf", "-o", report, "--config", configuration});
  CHECK(run.status == 3);
  const auto json = nlohmann::json::parse(test::read_bytes(report + "/run.json"));
  std::map<std::string, std::string> versions;
  for (const auto& version : json.at("versions")) versions[version.at("name")] = version.at("version");
  for (const char* name : {"gongshi", "shandong-2022", "reader", "poppler", "tesseract"}) {
    INFO(name);
    CHECK_FALSE(versions[name].empty());
  }
  CHECK(json.at("rules").size() == 37);
  CHECK(json.at("rules").at("ratio-mismatch") >= 1);
  CHECK(json.at("rules_switched_off") == nlohmann::json{"vague-count"});
  CHECK(json.at("severities_configured").at("bare-assertion") == "info");
  CHECK(json.at("findings_sha256").get<std::string>().size() == 64);
  REQUIRE(json.at("inputs").size() == 3);
  std::map<std::string, std::string> outcomes;
  for (const auto& input : json.at("inputs")) {
    const std::string path = input.at("path");
    outcomes[path.substr(path.rfind('/') + 1)] = input.at("outcome");
  }
  CHECK(outcomes["柳岸社区.docx"] == "read");
  CHECK(outcomes["公示.txt"] == "not-a-notice");
  CHECK(outcomes["空.pdf"] == "refused");
}

TEST_CASE("personal data in a claim reaches no file of the report") {
  const test::TemporaryFolder folder;
  const auto programme = load_programme();
  REQUIRE(programme.has_value());
  Notice notice = test::fictional_notice(1, (*programme)->standard());
  notice.rows[2].claim.text = {};
  notice.rows[2].claim.text.utf8 = "达标。居民李某某，电话13912345678，身份证号110101199003070134，覆盖率98%。";
  const std::string file = folder.write("柳岸.docx", test::to_docx(notice));
  const std::string report = folder.path() + "/report", store = folder.path() + "/store.db",
                    stored = folder.path() + "/stored";
  test::run_program({"audit", file, "-o", report, "--csv", "--letters"});
  REQUIRE(test::run_program({"ingest", file, "--db", store}).status == 0);
  test::run_program({"report", "--db", store, "-o", stored, "--csv", "--letters"});
  int files = 0;
  for (const std::string& written : {report, stored})
    for (const auto& entry : fs::recursive_directory_iterator(written)) {
      if (!entry.is_regular_file()) continue;
      ++files;
      std::string bytes = test::read_bytes(entry.path().string());
      if (const auto package = office::unpack(bytes))
        for (const auto& [name, part] : *package) bytes += part;
      INFO(entry.path().filename());
      CHECK((bytes.find("13912345678") == std::string::npos));
      CHECK((bytes.find("110101199003070134") == std::string::npos));
    }
  CHECK(files > 20);
}
