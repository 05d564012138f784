// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/sheet_xml.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/kind.h"
#include "tests/extract/document_text.h"
#include "tests/support/zip_writer.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

std::string workbook(const std::string& table, const std::string& more = "", const std::string& name = "Sheet1") {
  return "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>"
         "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
         "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"p\"><NumberFormat "
         "ss:Format=\"0.00%\"/></Style></Styles><Worksheet ss:Name=\"" +
         name + "\"><Table>" + table + "</Table>" + more + "</Worksheet></Workbook>";
}

std::string read(const std::string& bytes) { return test::document_text(read_sheet_xml(bytes, {}, {})); }

std::string cell(const std::string& text, const std::string& attributes = "", const std::string& type = "String") {
  return "<Cell" + attributes + "><Data ss:Type=\"" + type + "\">" + text + "</Data></Cell>";
}

std::string flat(const std::string& rows, const std::string& attributes = "") {
  return "<?xml version=\"1.0\"?><office:document xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
         "office:mimetype=\"application/"
         "vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet><table:table"
         " table:name=\"Sheet1\"" +
         attributes + ">" + rows + "</table:table></office:spreadsheet></office:body></office:document>";
}

std::string ods_cell(const std::string& text, const std::string& attributes = "") {
  return "<table:table-cell" + attributes + "><text:p>" + text + "</text:p></table:table-cell>";
}

std::string ods_row(const std::string& cells, const std::string& attributes = "") {
  return "<table:table-row" + attributes + ">" + cells + "</table:table-row>";
}

std::string read_ods_rows(const std::string& rows) { return test::document_text(read_flat_ods(flat(rows), {}, {})); }

}  // namespace

TEST_CASE("a workbook of Excel 2003 XML has merges, gaps and formats") {
  CHECK(kind_of(workbook("")) == Kind::kSheetXml);
  CHECK(read(workbook("<Row>" + cell("公示", " ss:MergeAcross=\"2\"") + "</Row><Row ss:Index=\"4\">" +
                      cell("a", " ss:MergeDown=\"1\"") + cell("1", "", "Number") +
                      cell("0.5", " ss:StyleID=\"p\"", "Number") + "</Row><Row>" + cell("x&#10;y", " ss:Index=\"2\"") +
                      cell("c") + "</Row>")) == "c:公示|[2x3 (0,0,2x1)a;1;50.00%;x/y;c]");
  CHECK(read(workbook("<Row ss:Hidden=\"1\">" + cell("h") + "</Row><Row>" + cell("a") + cell("b") + "</Row>")) ==
        "[1x2 a;b]");
  CHECK(read(workbook("<Row>" + cell("a") + "</Row>",
                      "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>")) == "!no-text");
  CHECK(read(workbook("<Row>" + cell("a") + cell("b") + "</Row>", "", "甲社区公示")) == "f:甲社区公示|[1x2 a;b]");
  CHECK(read(workbook("<Row ss:Index=\"99999999\">" + cell("a") + "</Row>")) == "!table-too-large");
  CHECK(read("<Workbook") == "!file-damaged");
  // In GB 18030, as it declares.
  std::string gbk = workbook("<Row>" + cell("\xbc\xd7") + cell("b") + "</Row>");
  gbk.replace(gbk.find("?>"), 2, " encoding=\"GB2312\"?>");
  CHECK(read(gbk) == "[1x2 甲;b]");
}

TEST_CASE("an OpenDocument sheet has spans, repeats and lines") {
  CHECK(kind_of(flat("")) == Kind::kFlatOds);
  CHECK(read_ods_rows(ods_row(ods_cell("a", " table:number-rows-spanned=\"2\"") + ods_cell("b<text:line-break/>c")) +
                      ods_row("<table:covered-table-cell/>" + ods_cell("d<text:s text:c=\"2\"/>e")) +
                      ods_row("<table:table-cell table:number-columns-repeated=\"16384\"/>",
                              " table:number-rows-repeated=\"1048570\"")) == "[2x2 (0,0,2x1)a;b/c;d  e]");
  CHECK(read_ods_rows(ods_row(ods_cell("a") + ods_cell("b")) +
                      ods_row(ods_cell("x") + ods_cell("y"), " table:visibility=\"collapse\"")) == "[1x2 a;b]");
  // Repeats of text end.
  CHECK(read_ods_rows(ods_row(ods_cell("a", " table:number-columns-repeated=\"16384\"") + ods_cell("b"),
                              " table:number-rows-repeated=\"1048576\""))
            .starts_with("!table-too-large"));
}

TEST_CASE("an encrypted OpenDocument sheet says so") {
  const std::string mimetype = "application/vnd.oasis.opendocument.spreadsheet";
  const std::string plain = test::make_zip({{"mimetype", mimetype}, {"content.xml", flat(ods_row(ods_cell("a")))}});
  CHECK(test::document_text(read_ods(plain, {}, {})) == "a");
  const std::string locked =
      test::make_zip({{"mimetype", mimetype},
                      {"META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>"},
                      {"content.xml", "?"}});
  CHECK(test::document_text(read_ods(locked, {}, {})) == "!file-encrypted");
}
