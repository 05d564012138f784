// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/xlsx_reader.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/extract/document_text.h"
#include "tests/support/zip_writer.h"

using namespace gongshi;

namespace {

const std::string kRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

struct Workbook {
  std::string sheet;    // content of worksheet
  std::string strings;  // si elements
  std::string name = "Sheet1", state;
  std::string xmlns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"", prefix;
};

std::string read(const Workbook& book) {
  const std::string packages = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  const std::string sheets =
      "<workbook " + book.xmlns +
      " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"" +
      book.name + "\" sheetId=\"1\"" + book.state + " r:id=\"rId7\"/></sheets></workbook>";
  const std::string bytes = test::make_zip({
      {"_rels/.rels", packages + "<Relationship Id=\"a\" Type=\"" + kRelations +
                          "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
      {"xl/workbook.xml", sheets},
      {"xl/_rels/workbook.xml.rels",
       packages + "<Relationship Id=\"rId7\" Type=\"" + kRelations + "worksheet\" Target=\"/xl/worksheets/a.xml\"/>" +
           "<Relationship Id=\"b\" Type=\"" + kRelations + "sharedStrings\" Target=\"strings.xml\"/>" +
           "<Relationship Id=\"c\" Type=\"" + kRelations + "styles\" Target=\"styles.xml\"/></Relationships>"},
      {"xl/worksheets/a.xml", "<worksheet " + book.xmlns + ">" + book.sheet + "</worksheet>"},
      {"xl/strings.xml", "<sst " + book.xmlns + ">" + book.strings + "</sst>"},
      {"xl/styles.xml", "<styleSheet " + book.xmlns +
                            "><numFmts><numFmt numFmtId=\"164\" formatCode=\"0&quot;户&quot;\"/></numFmts>"
                            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/><xf "
                            "numFmtId=\"31\"/></cellXfs></styleSheet>"},
  });
  return test::document_text(extract::read_xlsx(bytes, {}, {}));
}

std::string cell(const std::string& at, const std::string& text) {
  return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}
std::string row(const std::string& cells, const std::string& attributes = "") {
  return "<row" + attributes + ">" + cells + "</row>";
}
std::string data(const std::string& rows) { return "<sheetData>" + rows + "</sheetData>"; }

}  // namespace

TEST_CASE("values of every type are shown as in Excel") {
  Workbook book;
  book.strings = "<si><t>甲</t></si><si><r><t>一</t></r><r><t>二</t></r><rPh><t>yi</t></rPh></si>";
  book.sheet = data(row("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" "
                        "s=\"1\"><v>0.8050000000000001</v></c>") +
                    row("<c r=\"A2\" s=\"2\"><v>3790</v></c><c r=\"B2\" s=\"3\"><v>45601</v></c><c r=\"C2\" "
                        "t=\"str\"><f>A1</f><v>x\ny</v></c>"));
  CHECK(read(book) == "[2x3 甲;一二;80.50%;3790户;2024年11月5日;x/y]");
}

TEST_CASE("merged cells are one cell, titles and footers are paragraphs") {
  Workbook book;
  book.name = "甲社区";
  book.sheet = data(row(cell("A1", "公示")) + row(cell("A2", "类") + cell("B2", "名") + cell("C2", "值")) +
                    row(cell("A3", "a") + cell("B3", "b") + cell("C3", "c")) +
                    row(cell("A4", "covered") + cell("B4", "d") + cell("C4", "e")) + row(cell("A6", "联系人")) +
                    row(cell("A7", "电话"))) +
               "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>";
  CHECK(read(book) == "f:甲社区|c:公示|[3x3 类;名;值;(1,0,2x1)a;b;c;d;e]|联系人|电话");
}

TEST_CASE("a wide cell inside parts two tables, a lone one is a row") {
  Workbook book;
  book.sheet = data(row(cell("A1", "a") + cell("B1", "b") + cell("C1", "c")) + row(cell("B2", "lone")) +
                    row(cell("A3", "title")) + row(cell("A4", "d") + cell("B4", "e") + cell("C4", "f"))) +
               "<mergeCells><mergeCell ref=\"A3:C3\"/></mergeCells>";
  CHECK(read(book) == "[2x3 a;b;c;lone]|title|[1x3 d;e;f]");
}

TEST_CASE("hidden rows, columns and sheets are left out") {
  Workbook book;
  book.sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>" +
               data(row(cell("A1", "a") + cell("B1", "h") + cell("C1", "c")) +
                    row(cell("A2", "x") + cell("C2", "y"), " hidden=\"1\"") +
                    row(cell("A3", "d") + cell("C3", "f"), " r=\"3\""));
  CHECK(read(book) == "[2x2 a;c;d;f]");
  book.state = " state=\"veryHidden\"";
  CHECK(read(book) == "!no-text");
}

TEST_CASE("strict namespaces and hostile sheets") {
  Workbook book;
  book.xmlns = "xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"";
  book.sheet = data(row(cell("A1", "a") + cell("B1", "b")));
  CHECK(read(book) == "[1x2 a;b]");
  book.sheet = data(row(cell("A1", "a") + cell("B1", "b"), " r=\"99999999\""));
  CHECK(read(book) == "!table-too-large");
  book.sheet = data(row(cell("A1", "a") + cell("ZZZZZZ1", "b"))) +
               "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"C3:A1\"/></mergeCells>";
  CHECK(read(book) == "c:a");
  CHECK(test::document_text(extract::read_xlsx("PK\3\4 cut off", {}, {})) == "!file-damaged");
  CHECK(test::document_text(extract::read_xlsx(test::make_zip({{"xl/workbook.xml", "<workbook>"}}), {}, {})) ==
        "!file-damaged");
  CHECK(test::document_text(extract::read_xlsx(test::make_zip({{"xl/workbook.xml", "<workbook/>"}}, "key"), {}, {})) ==
        "!file-encrypted");
}

TEST_CASE("a long string in thousands of cells is read in part, and said so") {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "甲";
  std::string sheet = "<sheetData>";
  for (int i = 1; i <= 1000; ++i) {
    const std::string row = std::to_string(i);
    sheet += "<row r=\"" + row + "\"><c r=\"A" + row + "\" t=\"s\"><v>0</v></c><c r=\"B" + row +
             "\" t=\"s\"><v>0</v></c></row>";
  }
  const std::string packages = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  const std::string bytes = test::make_zip(
      {{"_rels/.rels", packages + "<Relationship Id=\"a\" Type=\"" + kRelations +
                           "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml",
        "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
        "name=\"A\" "
        "sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels", packages + "<Relationship Id=\"s\" Type=\"" + kRelations +
                                          "worksheet\" Target=\"a.xml\"/><Relationship Id=\"t\" Type=\"" + kRelations +
                                          "sharedStrings\" Target=\"strings.xml\"/></Relationships>"},
       {"xl/a.xml", "<worksheet>" + sheet + "</sheetData></worksheet>"},
       {"xl/strings.xml", "<sst><si><t>" + text + "</t></si></sst>"}});
  Source source;
  source.path = "a.xlsx";
  const auto document = extract::read_xlsx(bytes, source, {});
  REQUIRE(document.has_value());
  REQUIRE_FALSE(document->problems.empty());
  CHECK(document->problems.front().code == "text-too-long");
}
