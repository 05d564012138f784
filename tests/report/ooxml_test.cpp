// SPDX-License-Identifier: GPL-3.0-or-later
// The office files of a report, checked against ECMA-376 and opened in LibreOffice where it is installed.
#include "tests/support/ooxml_check.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "office/package.h"
#include "report/files.h"
#include "report/ledger.h"
#include "report/ledger_reader.h"
#include "report/letters.h"
#include "tests/support/ledger_editing.h"
#include "tests/support/program.h"
#include "tests/support/report_samples.h"
#include "tests/support/skip.h"

using namespace gongshi;
using namespace gongshi::report;

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::string ledger_of(const std::vector<ReportInput>& inputs, const ReportOptions& options,
                      const test::ScratchFolder& folder) {
  const auto run = Run::make(inputs, options);
  REQUIRE(run.has_value());
  const std::string path = folder.file("ledger.xlsx").string();
  REQUIRE(write_ledger(*run, path).has_value());
  return test::read_bytes(path);
}

/// One part of a package changed.
std::string changed(const std::string& bytes, const std::string& part, const std::string& from, const std::string& to) {
  auto package = office::unpack(bytes);
  REQUIRE(package.has_value());
  std::string& xml = package->at(part);
  REQUIRE(xml.find(from) != std::string::npos);
  xml.replace(xml.find(from), from.size(), to);
  return *office::pack({package->begin(), package->end()});
}

bool has_office() { return std::system("command -v soffice >/dev/null 2>&1") == 0; }

/// `file` converted by LibreOffice; "" where it refuses.
std::string converted(const std::filesystem::path& file, const std::string& format, const std::string& extension,
                      const test::ScratchFolder& folder) {
  const std::string out = folder.file("converted").string();
  const std::string command = "soffice -env:UserInstallation=file://" + folder.file("profile").string() +
                              " --headless --convert-to '" + format + "' --outdir '" + out + "' '" + file.string() +
                              "' >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) return {};
  const std::filesystem::path made = std::filesystem::path(out) / (file.stem().string() + extension);
  return std::filesystem::exists(made) ? test::read_bytes(made.string()) : std::string();
}

}  // namespace

TEST_CASE("ledgers are valid OOXML: filled, with decisions, of several cities, and empty") {
  const test::ScratchFolder folder;
  test::SampleRun samples;
  ReportOptions options = samples.options(folder.path());
  CHECK(joined(test::ooxml_problems(ledger_of(samples.inputs(), options, folder))) == "");
  options.decisions = {{"ratio-mismatch-1", "dismissed", "", "已核对原件", "", "", ""}};
  options.configuration.deadlines.error = 5;
  CHECK(joined(test::ooxml_problems(ledger_of(samples.inputs(), options, folder))) == "");

  samples.file(1).notices[0].city = "远山[市]：一个名字比三十一个字还要长得多的城市，表名放不下它的全部文字";
  samples.audited(1) = samples.audited(0);
  samples.audited(0)[0].findings[0].message = std::string(40'000, 'x') + "\x01\x0B控制字符";
  CHECK(joined(test::ooxml_problems(ledger_of(samples.inputs(), options, folder))) == "");
  CHECK(joined(test::ooxml_problems(ledger_of({}, options, folder))) == "");
}

TEST_CASE("letters and their template are valid OOXML") {
  const test::ScratchFolder folder;
  test::SampleRun samples;
  samples.audited(0)[0].findings[0].message += "\x02<w:p>&\n第二行";
  const ReportOptions options = samples.options(folder.path());
  const auto run = Run::make(samples.inputs(), options);
  REQUIRE(run.has_value());
  REQUIRE(write_letters(*run, folder.path()).has_value());
  CHECK(joined(test::ooxml_problems(test::read_bytes(folder.file("0001-柳岸社区.docx").string()))) == "");
  CHECK(joined(test::ooxml_problems(*default_letter_template())) == "");
}

TEST_CASE("the check finds what office programs would repair") {
  const test::ScratchFolder folder;
  const test::SampleRun samples;
  const std::string ledger = ledger_of(samples.inputs(), samples.options(folder.path()), folder);
  const std::string letter = *default_letter_template();
  const auto finds = [](const std::string& bytes, const std::string& what) {
    const std::string problems = joined(test::ooxml_problems(bytes));
    INFO(what << " in: " << problems);
    CHECK(problems.find(what) != std::string::npos);
  };
  const char* sheet = "xl/worksheets/sheet2.xml";
  finds(changed(ledger, sheet, "<sheetData>", "<sheetData"), "not well-formed");
  finds(changed(ledger, sheet, "<row r=\"2\"", "<row r=\"1\""), "out of order");
  finds(changed(ledger, sheet, "<pageMargins", "<sheetPr/><pageMargins"), "sheetPr stands too late");
  finds(changed(ledger, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet9.xml"),
        "is not there");
  finds(changed(ledger, "[Content_Types].xml", "/xl/styles.xml", "/xl/style.xml"), "is not there");
  finds(changed(letter, "word/document.xml", "w:pStyle w:val=\"Body\"", "w:pStyle w:val=\"Bodies\""), "uses the style");
  finds(changed(letter, "word/document.xml", "<w:body>", "<w:body><w:p><w:r/><w:pPr/></w:p>"), "does not stand first");
  finds("no package", "");
}

TEST_CASE("slow: LibreOffice opens the ledger and the letter, and a ledger it saved is read") {
  if (!has_office()) GONGSHI_SKIP("soffice is not installed");
  const test::ScratchFolder folder;
  const test::SampleRun samples;
  const ReportOptions options = samples.options(folder.path());
  std::string ledger = ledger_of(samples.inputs(), options, folder);
  ledger = test::filled_in(ledger, test::kLedgerSheet, 3, {{'V', "不予采纳"}, {'W', "系统升级，单位已公布"}});
  const auto before = read_ledger(ledger);
  REQUIRE(before.has_value());
  REQUIRE(before->decisions.size() == 1);
  const std::string path = folder.file("ledger.xlsx").string();
  REQUIRE(write_file(path, ledger).has_value());
  const std::string saved = converted(path, "xlsx:Calc MS Excel 2007 XML", ".xlsx", folder);
  REQUIRE_FALSE(saved.empty());
  const auto after = read_ledger(saved);
  REQUIRE(after.has_value());
  CHECK(after->decisions == before->decisions);
  CHECK(after->lines == before->lines);
  CHECK(after->problems.empty());

  const auto run = Run::make(samples.inputs(), options);
  REQUIRE(write_letters(*run, folder.path()).has_value());
  const std::string text = converted(folder.file("0001-柳岸社区.docx"), "txt:Text (encoded):UTF8", ".txt", folder);
  CHECK(text.find("关于核实智慧社区建设验收结果公示有关内容的通知") != std::string::npos);
  CHECK(text.find("1203 ÷ 1620") != std::string::npos);
}
