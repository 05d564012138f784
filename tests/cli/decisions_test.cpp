// SPDX-License-Identifier: GPL-3.0-or-later
// A ledger on its way: written by an audit, filled in, imported, and honoured by the next report.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/ledger_editing.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"

using namespace gongshi;

namespace {

const std::string kNotice = std::string(test::kSourceFolder) + "/examples/柳岸社区.docx";

nlohmann::json findings_of(const std::string& folder) {
  return nlohmann::json::parse(test::read_bytes(folder + "/findings.json"));
}

int open_errors(const nlohmann::json& document) {
  int count = 0;
  for (const auto& notice : document.at("notices"))
    for (const auto& finding : notice.at("findings"))
      if (finding.at("severity") == "error" && finding.at("verdict") == "violation" && !finding.contains("decision"))
        ++count;
  return count;
}

std::string ledger_of(const std::string& folder) { return test::read_bytes(folder + "/问题台账.xlsx"); }

/// The ledger with every line dismissed.
std::string all_dismissed(std::string bytes) {
  const int lines = test::ledger_lines(bytes);
  for (int row = 2; row <= lines + 1; ++row)
    bytes = test::filled_in(bytes, test::kLedgerSheet, row, {{'V', "不予采纳"}, {'W', "已对照原件核对"}});
  return bytes;
}

}  // namespace

TEST_CASE("dismissals go through a ledger into a file, and later audits honour them") {
  const test::TemporaryFolder folder;
  const std::string first = folder.path() + "/first", second = folder.path() + "/second",
                    decisions = folder.path() + "/decisions.json";
  REQUIRE(test::run_program({"audit", kNotice, "-o", first}).status == 1);
  REQUIRE(open_errors(findings_of(first)) > 0);
  const std::string ledger = folder.write("ledger.xlsx", all_dismissed(ledger_of(first)));

  const auto imported = test::run_program({"decisions", "import", ledger, "-o", decisions, "--reviewer", "复核员甲"});
  CHECK(imported.status == 0);
  CHECK(imported.out.find(" dismissed") != std::string::npos);
  const auto again = test::run_program({"audit", kNotice, "-o", second, "--decisions", decisions});
  CHECK(again.status == 0);
  CHECK(again.out.find("不予采纳") != std::string::npos);
  const nlohmann::json document = findings_of(second);
  CHECK(open_errors(document) == 0);
  const nlohmann::json& decision = document["notices"][0]["findings"][0]["decision"];
  CHECK(decision["state"] == "dismissed");
  CHECK(decision["reason"] == "已对照原件核对");
  CHECK(decision["reviewer"] == "复核员甲");
  CHECK(test::read_bytes(second + "/notices/0001.html").find("已对照原件核对") != std::string::npos);

  // The second ledger bears the decisions; a line set back to what a fresh one says withdraws its own.
  const std::string untouched = folder.write("untouched.xlsx", ledger_of(second));
  CHECK(test::run_program({"decisions", "import", untouched, "-o", decisions}).out == "0 decisions\n");
  const std::string withdrawn = folder.write(
      "withdrawn.xlsx", test::filled_in(ledger_of(second), test::kLedgerSheet, 2, {{'V', "待核实"}, {'W', ""}}));
  CHECK(test::run_program({"decisions", "import", withdrawn, "-o", decisions}).out == "1 decision: 1 withdrawn\n");
  const auto left = nlohmann::json::parse(test::read_bytes(decisions));
  // A line of the ledger decides for all findings of its group.
  CHECK(left["decisions"].size() == document["notices"][0]["findings"].size() - 1);
}

TEST_CASE("decisions go into a store, and its report shows them", "[store]") {
  const test::TemporaryFolder folder;
  const std::string store = test::store_at(folder.path() + "/notices.db"), before = folder.path() + "/before",
                    after = folder.path() + "/after";
  REQUIRE(test::run_program({"ingest", kNotice, "--db", store}).status == 0);
  REQUIRE(test::run_program({"report", "--db", store, "-o", before}).status == 1);
  const std::string ledger = folder.write("ledger.xlsx", all_dismissed(ledger_of(before)));
  CHECK(test::run_program({"decisions", "import", ledger, "--db", store}).status == 0);
  const auto reported = test::run_program({"report", "--db", store, "-o", after});
  CHECK(reported.status == 0);
  CHECK(open_errors(findings_of(after)) == 0);

  // A store of other files keeps the decisions, and says that they find nothing.
  const std::string another = test::store_at(folder.path() + "/another.db");
  REQUIRE(test::run_program({"ingest", std::string(test::kSourceFolder) + "/examples/青禾里社区.docx", "--db", another})
              .status == 0);
  const auto elsewhere = test::run_program({"decisions", "import", ledger, "--db", another});
  CHECK(elsewhere.status == 0);
  CHECK(elsewhere.errors.find("the store does not hold") != std::string::npos);

  const std::string other = folder.path() + "/other";
  const auto none = test::run_program({"report", "--db", store, "-o", other, "--tier", "标杆型"});
  CHECK(none.status == 3);
  CHECK(none.errors.find("Nothing in the store fits") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(other));
}

TEST_CASE("imports that cannot be done say why") {
  const test::TemporaryFolder folder;
  const std::string other = folder.write("other.xlsx", "no archive");
  const std::string target = folder.path() + "/decisions.json";
  CHECK(test::run_program({"decisions", "import", other}).status == 2);
  CHECK(test::run_program({"decisions", "import", other, "-o", target, "--db", target}).status == 2);
  const auto damaged = test::run_program({"decisions", "import", other, "-o", target});
  CHECK(damaged.status == 3);
  CHECK(damaged.errors.find("other.xlsx") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(target));
  CHECK(test::run_program({"decisions", "import", folder.path() + "/none.xlsx", "-o", target}).status == 2);
  const std::string wrong = folder.write("wrong.json", "{}");
  const auto audit = test::run_program({"audit", kNotice, "--decisions", wrong, "--format", "json"});
  CHECK(audit.status == 2);
  CHECK(audit.errors.find("gongshi.decisions/1") != std::string::npos);
}

TEST_CASE("the letter template is written once and fills letters as the built-in one does") {
  const test::TemporaryFolder folder;
  const std::string file = folder.path() + "/template.docx";
  CHECK(test::run_program({"letter-template", "-o", file}).status == 0);
  const auto again = test::run_program({"letter-template", "-o", file});
  CHECK(again.status == 2);
  CHECK(again.errors.find("--force") != std::string::npos);
  CHECK(test::run_program({"letter-template", "-o", file, "--force"}).status == 0);

  // A relative path in the configuration starts at the configuration's own folder.
  const std::string configuration =
      folder.write("configuration.json", R"({"report": {"letter_template": "template.docx"}})");
  const std::string own = folder.path() + "/own", built_in = folder.path() + "/built-in";
  CHECK(test::run_program({"audit", kNotice, "-o", own, "--letters", "--config", configuration}).status == 1);
  CHECK(test::run_program({"audit", kNotice, "-o", built_in, "--letters"}).status == 1);
  CHECK(test::read_bytes(own + "/letters/0001-柳岸社区.docx") ==
        test::read_bytes(built_in + "/letters/0001-柳岸社区.docx"));
}
