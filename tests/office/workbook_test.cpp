// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/workbook.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/zip_writer.h"

using namespace gongshi;

namespace {

constexpr int kCells = 100;

Result<office::WorkbookSheet> sheet_of(const std::string& content, int most_cells = kCells) {
  const std::string bytes = test::make_workbook("甲", content);
  auto book = office::Workbook::open(bytes, "book.xlsx");
  if (!book) return book.error();
  REQUIRE(book->sheets().size() == 1);
  CHECK(book->sheets()[0].name == "甲");
  return book->read(book->sheets()[0], most_cells);
}

std::string cell(const std::string& attributes, const std::string& value) {
  return "<c " + attributes + "><v>" + value + "</v></c>";
}

}  // namespace

TEST_CASE("rows and cells stand where they say, those without a reference behind the one before") {
  const auto sheet =
      sheet_of("<sheetData><row>" + cell("r=\"B1\" t=\"str\"", "甲") + cell("t=\"str\"", "乙") +
               "</row><row r=\"7\" hidden=\"1\">" + cell("r=\"A7\"", "3.50") + cell("r=\"B7\" t=\"b\"", "1") +
               "<c r=\"C7\"/></row><row>" + cell("t=\"e\"", "#REF!") +
               "</row></sheetData><mergeCells><mergeCell ref=\"B1:C2\"/><mergeCell ref=\"oops\"/></mergeCells>");
  REQUIRE(sheet);
  REQUIRE(sheet->rows.size() == 3);
  CHECK(sheet->rows[0].row == 0);
  REQUIRE(sheet->rows[0].cells.size() == 2);
  CHECK(sheet->rows[0].cells[0].col == 1);
  CHECK(sheet->rows[0].cells[1].col == 2);
  CHECK(sheet->rows[0].cells[1].text == "乙");
  CHECK(sheet->rows[1].row == 6);
  CHECK(sheet->rows[1].hidden);
  REQUIRE(sheet->rows[1].cells.size() == 2);  // an empty cell holds nothing
  CHECK(sheet->rows[1].cells[0].number);
  CHECK(sheet->rows[1].cells[0].text == "3.50");  // as stored
  CHECK(sheet->rows[1].cells[1].text == "TRUE");
  CHECK_FALSE(sheet->rows[1].cells[1].number);
  CHECK(sheet->rows[2].row == 7);
  CHECK_FALSE(sheet->rows[2].cells[0].number);
  REQUIRE(sheet->merges.size() == 1);  // a range that is none is left out
  CHECK(sheet->merges[0].first == office::SheetPosition{0, 1});
  CHECK(sheet->merges[0].last == office::SheetPosition{1, 2});
}

TEST_CASE("a sheet over its bounds is refused") {
  std::string row = "<sheetData><row>";
  for (int i = 0; i < 5; ++i) row += cell("t=\"str\"", "x");
  row += "</row></sheetData>";
  CHECK(sheet_of(row, 5));
  const auto over = sheet_of(row, 4);
  REQUIRE_FALSE(over);
  CHECK(over.error().code == "table-too-large");
  const auto below = sheet_of("<sheetData><row r=\"2000000\">" + cell("t=\"str\"", "x") + "</row></sheetData>");
  REQUIRE_FALSE(below);
  CHECK(below.error().code == "table-too-large");
}

TEST_CASE("what is no workbook is said to be none") {
  CHECK(office::Workbook::open("no package", "a.xlsx").error().code == "file-damaged");
  const std::string letter = test::make_zip({{"word/document.xml", "<w/>"}});
  CHECK(office::Workbook::open(letter, "a.xlsx").error().code == "file-damaged");
}
