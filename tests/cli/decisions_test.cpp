// SPDX-License-Identifier: GPL-3.0-or-later
// A ledger on its way: written by an audit, filled in, imported, and honoured by the next report.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "office/workbook.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/ledger_editing.h"
#include "tests/support/places.h"
#include "tests/support/postgresql.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/skip.h"

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
    bytes = test::filled_in(bytes, test::kLedgerSheet, row, {{'V', "排除"}, {'W', "已对照原件核对"}});
  return bytes;
}

bool has_office() { return std::system("command -v soffice >/dev/null 2>&1") == 0; }

/// The file as LibreOffice saves it, in place.
void save_in_office(const std::string& path, const test::TemporaryFolder& folder) {
  const std::string out = folder.path() + "/saved";
  const std::string command = "soffice -env:UserInstallation=file://" + folder.path() +
                              "/profile --headless --convert-to 'xlsx:Calc MS Excel 2007 XML' --outdir '" + out +
                              "' '" + path + "' >/dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  std::filesystem::copy_file(out + "/" + std::filesystem::path(path).filename().string(), path,
                             std::filesystem::copy_options::overwrite_existing);
}

/// Rows of the sheet of groups: of a group with several findings, and of one with a single finding.
struct LedgerRows {
  std::vector<int> groups, singles;
};
LedgerRows rows_of(const std::string& bytes) {
  LedgerRows rows;
  auto book = office::Workbook::open(bytes, "");
  REQUIRE(book.has_value());
  const auto sheet = book->read(book->sheets()[1], 1'000'000);
  REQUIRE(sheet.has_value());
  int id = -1;
  for (const office::WorkbookRow& row : sheet->rows)
    for (const office::WorkbookCell& cell : row.cells) {
      if (row.row == 0 && cell.text == "编号") id = cell.col;
      if (row.row > 0 && cell.col == id)
        (cell.text.find('.') == std::string::npos ? rows.singles : rows.groups).push_back(row.row + 1);
    }
  return rows;
}

/// What was decided, by finding.
std::map<std::string, std::string> decided(const nlohmann::json& document) {
  std::map<std::string, std::string> decisions;
  for (const auto& notice : document.at("notices"))
    for (const auto& finding : notice.at("findings"))
      if (finding.contains("decision"))
        decisions[finding["id"]] = finding["decision"]["state"].get<std::string>() + " " +
                                   finding["decision"].value("reason", "") + finding["decision"].value("opinion", "");
  return decisions;
}

}  // namespace

TEST_CASE("slow: a ledger filled in LibreOffice goes round without losing a decision") {
  if (!has_office()) GONGSHI_SKIP("soffice is not installed");
  const test::TemporaryFolder folder;
  Notice notice = test::fictional_notice(3, test::standard());
  for (const int row : {2, 4, 6, 8}) notice.rows[static_cast<std::size_t>(row)].claim.text.utf8 = "达标。";
  notice.rows[1].claim.text.utf8 = "";
  folder.write("in/公示.docx", test::to_docx(notice));
  const std::string report = folder.path() + "/report", ledger = report + "/问题台账.xlsx";
  const std::vector<std::string> audit = {"audit", folder.path() + "/in", "-o", report, "--ocr", "none"};
  REQUIRE(test::run_program(audit).status == 1);
  const std::size_t findings = findings_of(report)["notices"][0]["findings"].size();

  // One group as a whole, one group with an exception among its single lines, one single finding.
  const std::string fresh = test::read_bytes(ledger);
  const LedgerRows rows = rows_of(fresh);
  REQUIRE_FALSE(rows.groups.empty());
  REQUIRE_FALSE(rows.singles.empty());
  std::string filled =
      test::filled_in(fresh, test::kLedgerSheet, rows.groups[0], {{'V', "排除"}, {'W', "已对照原件核对"}});
  filled = test::filled_in(filled, test::kLedgerSheet, rows.singles[0], {{'V', "已核实"}, {'U', "已去电"}});
  folder.write("report/问题台账.xlsx", filled);
  save_in_office(ledger, folder);

  // A second audit into the same folder.
  REQUIRE(test::run_program(audit).status <= 1);
  const auto first = decided(findings_of(report));
  CHECK(first.size() >= 3);
  CHECK(findings_of(report)["notices"][0]["findings"].size() == findings);
  // Saved by LibreOffice without a change: nothing is lost by that either.
  save_in_office(ledger, folder);
  REQUIRE(test::run_program(audit).status <= 1);
  CHECK(decided(findings_of(report)) == first);

  // A program that judges otherwise: other severities, one rule less.
  const std::string configuration =
      folder.write("configuration.json", R"({"rules": {"claim-empty": {"severity": "warning"}}})");
  std::vector<std::string> later = audit;
  later.insert(later.end(), {"--config", configuration});
  const auto by_later = test::run_program(later);
  INFO(by_later.errors);
  REQUIRE(by_later.status <= 1);
  CHECK(decided(findings_of(report)) == first);

  // The corrected notice beside the old one: one finding is cured, the words on all others stand.
  Notice corrected = notice;
  corrected.title.utf8 = "更正：" + corrected.title.utf8;
  corrected.rows[8].claim.text.utf8 = "建有议事厅1处，全年召开议事会12次，居民代表36人参加。";
  std::filesystem::remove(folder.path() + "/in/公示.docx");
  folder.write("in/公示（更正）.docx", test::to_docx(corrected));
  REQUIRE(test::run_program(audit).status <= 1);
  const auto second = decided(findings_of(report));
  const nlohmann::json kept = nlohmann::json::parse(test::read_bytes(report + "/decisions.json"));
  std::set<std::string> known;
  for (const auto& decision : kept["decisions"]) known.insert(decision["finding"]);
  std::set<std::string> present;
  const nlohmann::json now = findings_of(report);
  for (const auto& finding : now["notices"][0]["findings"]) present.insert(finding["id"]);
  for (const auto& [finding, words] : first) {
    INFO(finding << " " << words);
    if (present.contains(finding)) {
      REQUIRE(second.contains(finding));
      CHECK(second.at(finding) == words);
    }
    CHECK(known.contains(finding));
  }
}

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
  CHECK(again.out.find("排除") != std::string::npos);
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
