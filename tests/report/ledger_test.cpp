// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ledger.h"

#include <catch2/catch.hpp>

#include "office/package.h"
#include "report/ledger_reader.h"
#include "tests/support/ledger_editing.h"
#include "tests/support/report_samples.h"

using namespace gongshi;
using namespace gongshi::report;

namespace {

std::string ledger_bytes(const test::SampleRun& run, const test::ScratchFolder& folder,
                         const std::vector<Decision>& decisions = {}) {
  ReportOptions options = run.options(folder.path());
  options.decisions = decisions;
  const auto made = Run::make(run.inputs(), options);
  REQUIRE(made.has_value());
  const std::string path = folder.file("ledger.xlsx").string();
  REQUIRE(write_ledger(*made, path).has_value());
  const auto bytes = office::read_whole_file(path);
  REQUIRE(bytes.has_value());
  return *bytes;
}

}  // namespace

TEST_CASE("a fresh ledger says nothing") {
  const test::ScratchFolder folder;
  const auto read = read_ledger(ledger_bytes({}, folder));
  REQUIRE(read.has_value());
  CHECK(read->lines == 5);
  CHECK(read->decisions.empty());
  CHECK(read->problems.empty());
}

TEST_CASE("figures of the ledger are numbers, and its text is no formula") {
  const test::ScratchFolder folder;
  const auto package = office::unpack(ledger_bytes({}, folder));
  REQUIRE(package.has_value());
  const std::string& xml = package->at(test::kLedgerSheet);
  CHECK(xml.find("<c r=\"A2\" s=\"") != std::string::npos);
  CHECK(xml.find("<f>") == std::string::npos);
  CHECK(xml.find("<dataValidation ") != std::string::npos);
  CHECK(xml.find("<autoFilter ") != std::string::npos);
  CHECK(xml.find("state=\"frozen") != std::string::npos);
}

TEST_CASE("what people filled in is taken over, and a dismissal needs its reason") {
  const test::ScratchFolder folder;
  std::string bytes = ledger_bytes({}, folder);
  // The gravest first, whoever's it is.
  bytes = test::filled_in(bytes, test::kLedgerSheet, 2, {{'V', "已核实"}, {'U', "已去电核实"}, {'T', "下周更正"}});
  bytes = test::filled_in(bytes, test::kLedgerSheet, 3, {{'V', "排除"}, {'W', "系统升级，单位已公布"}});
  bytes = test::filled_in(bytes, test::kLedgerSheet, 4, {{'V', "不予采纳"}});
  bytes = test::filled_in(bytes, test::kLedgerSheet, 5, {{'V', "随便"}});
  const auto read = read_ledger(bytes);
  REQUIRE(read.has_value());
  REQUIRE(read->decisions.size() == 2);
  CHECK(read->decisions[1].finding == "contact-missing-notice");
  CHECK(read->decisions[1].state == "dismissed");
  CHECK(read->decisions[1].reason == "系统升级，单位已公布");
  CHECK(read->decisions[0].finding == "ratio-mismatch-1");
  CHECK(read->decisions[0].state == "confirmed");
  CHECK(read->decisions[0].opinion == "已去电核实");
  CHECK(read->decisions[0].reply == "下周更正");
  CHECK(read->problems.size() == 2);
}

TEST_CASE("a ledger with the words of earlier versions is read as before") {
  const test::ScratchFolder folder;
  std::string bytes = ledger_bytes({}, folder);
  bytes = test::filled_in(bytes, test::kLedgerSheet, 1, {{'W', "不予采纳理由"}});
  bytes = test::filled_in(bytes, test::kLedgerSheet, 2, {{'V', "已核实"}});
  bytes = test::filled_in(bytes, test::kLedgerSheet, 3, {{'V', "不予采纳"}, {'W', "系统升级，单位已公布"}});
  const auto read = read_ledger(bytes);
  REQUIRE(read.has_value());
  CHECK(read->problems.empty());
  REQUIRE(read->decisions.size() == 2);
  CHECK(read->decisions[0].state == "confirmed");
  CHECK(read->decisions[1].state == "dismissed");
  CHECK(read->decisions[1].reason == "系统升级，单位已公布");
}

TEST_CASE("a ledger that was written with decisions says only what was changed since") {
  const test::ScratchFolder folder;
  const std::vector<Decision> known = {
      {"contact-missing-notice", "dismissed", "", "系统升级，\n单位已公布", "", "", ""},
      {"ratio-mismatch-1", "confirmed", "已去电核实", "", "下周更正", "", ""},
  };
  const std::string bytes = ledger_bytes({}, folder, known);
  const auto untouched = read_ledger(bytes);
  REQUIRE(untouched.has_value());
  CHECK(untouched->decisions.empty());
  CHECK(untouched->problems.empty());

  // Found by their reference: the dismissed finding stands below the graver one, in row 3.
  std::string changed = test::filled_in(bytes, test::kLedgerSheet, 3, {{'V', "待核实"}, {'W', ""}});
  changed = test::filled_in(changed, test::kLedgerSheet, 2, {{'V', "已整改"}});
  const auto read = read_ledger(changed);
  REQUIRE(read.has_value());
  REQUIRE(read->decisions.size() == 2);
  CHECK(read->decisions[1].finding == "contact-missing-notice");
  CHECK(read->decisions[1].blank());
  CHECK(read->decisions[0].state == "corrected");
  CHECK(read->decisions[0].opinion == "已去电核实");
  CHECK(merged(known, read->decisions) == std::vector<Decision>{read->decisions[0]});
}

TEST_CASE("files that are no ledger are refused with a reason") {
  CHECK(read_ledger("no archive").error().code == "file-damaged");
  const auto other = office::pack({{"xl/workbook.xml", "<workbook><sheets/></workbook>"}});
  REQUIRE(other.has_value());
  CHECK(read_ledger(*other).error().code == "ledger-unknown");
}
