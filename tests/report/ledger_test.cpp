// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/report/ledger.h"

#include <catch2/catch.hpp>

#include "audit/report/ledger_reader.h"
#include "audit/report/package.h"
#include "tests/support/report_samples.h"

using namespace gongshi;
using namespace gongshi::audit::report;

namespace {

std::string ledger_bytes(const test::SampleRun& run, const test::ScratchFolder& folder) {
  const ReportOptions options = run.options(folder.path());
  const auto made = Run::make(run.inputs(), options);
  REQUIRE(made.has_value());
  const std::string path = folder.file("ledger.xlsx").string();
  REQUIRE(write_ledger(*made, path).has_value());
  const auto bytes = read_whole_file(path);
  REQUIRE(bytes.has_value());
  return *bytes;
}

/// The ledger as a person would give it back: in the line of `id`, cell texts by column letter replaced by inline
/// strings.
std::string filled_in(const std::string& bytes, const std::string& sheet, int row,
                      const std::vector<std::pair<char, std::string>>& cells) {
  auto package = unpack(bytes);
  REQUIRE(package.has_value());
  std::string& xml = (*package)[sheet];
  for (const auto& [column, text] : cells) {
    const std::string reference = "<c r=\"" + std::string(1, column) + std::to_string(row) + "\"";
    const std::size_t begin = xml.find(reference);
    REQUIRE(begin != std::string::npos);
    const std::size_t tag = xml.find('>', begin);
    const std::size_t end = xml[tag - 1] == '/' ? tag + 1 : xml.find("</c>", begin) + 4;
    xml.replace(begin, end - begin, reference + " t=\"inlineStr\"><is><r><t>" + text + "</t></r></is></c>");
  }
  const auto packed = pack({package->begin(), package->end()});
  REQUIRE(packed.has_value());
  return *packed;
}

constexpr const char* kLedgerSheet = "xl/worksheets/sheet2.xml";

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
  const auto package = unpack(ledger_bytes({}, folder));
  REQUIRE(package.has_value());
  const std::string& xml = package->at(kLedgerSheet);
  CHECK(xml.find("<c r=\"A2\" s=\"") != std::string::npos);
  CHECK(xml.find("<f>") == std::string::npos);
  CHECK(xml.find("<dataValidation ") != std::string::npos);
  CHECK(xml.find("<autoFilter ") != std::string::npos);
  CHECK(xml.find("state=\"frozen") != std::string::npos);
}

TEST_CASE("what people filled in is taken over, and a dismissal needs its reason") {
  const test::ScratchFolder folder;
  std::string bytes = ledger_bytes({}, folder);
  bytes = filled_in(bytes, kLedgerSheet, 2, {{'V', "不予采纳"}, {'W', "系统升级，单位已公布"}});
  bytes = filled_in(bytes, kLedgerSheet, 3, {{'V', "已核实"}, {'U', "已去电核实"}, {'T', "下周更正"}});
  bytes = filled_in(bytes, kLedgerSheet, 4, {{'V', "不予采纳"}});
  bytes = filled_in(bytes, kLedgerSheet, 5, {{'V', "随便"}});
  const auto read = read_ledger(bytes);
  REQUIRE(read.has_value());
  REQUIRE(read->decisions.size() == 2);
  CHECK(read->decisions[0].finding == "contact-missing-notice");
  CHECK(read->decisions[0].state == "dismissed");
  CHECK(read->decisions[0].reason == "系统升级，单位已公布");
  CHECK(read->decisions[1].finding == "ratio-mismatch-1");
  CHECK(read->decisions[1].state == "confirmed");
  CHECK(read->decisions[1].opinion == "已去电核实");
  CHECK(read->decisions[1].reply == "下周更正");
  CHECK(read->problems.size() == 2);
}

TEST_CASE("files that are no ledger are refused with a reason") {
  CHECK(read_ledger("no archive").error().code == "file-damaged");
  const auto other = pack({{"xl/workbook.xml", "<workbook><sheets/></workbook>"}});
  REQUIRE(other.has_value());
  CHECK(read_ledger(*other).error().code == "ledger-unknown");
}
