// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_analysis.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>

#include "extract/layout.h"
#include "extract/ocr/grey.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

}  // namespace

TEST_CASE("a page comes apart into a grid of cells and their lines") {
  const Sheet sheet(5);
  const StraightPage page = analyse_page(sheet.image, 0, Sheet::kDpi);
  const std::vector<Grid> grids = find_grids(page.rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 5);
  CHECK(grids[0].cols() == 3);
  CHECK(page.lines.size() == 16);  // the heading and one line a cell
  for (const TextLine& line : page.lines) {
    CHECK(line.ink.height() == 14);
    CHECK(line.size == Approx(14).margin(1));
    CHECK(line.crop.height() >= line.ink.height());
    CHECK(line.crop.height() <= 18);
  }
  // The rules are painted over, the text is not.
  CHECK(page.grey.at(Sheet::x(1), Sheet::y(1) + 30) > 200);
  CHECK(page.grey.at(Sheet::x(0) + 15, Sheet::y(0) + 30) < 60);
}

TEST_CASE("a merged cell stays one") {
  Sheet sheet(5);
  test::fill(sheet.image, Sheet::x(0) + 2, Sheet::y(2), Sheet::x(1), Sheet::y(2) + 2, 255);
  const std::vector<Grid> grids = find_grids(analyse_page(sheet.image, 0, Sheet::kDpi).rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].cells.size() == 14);
}

TEST_CASE("rules that are missing in part do not join the cells beside them") {
  Sheet sheet(5);
  // Where toner gave out: a third of a cross rule inside one cell, of a column's rule in one row, and of a side rule.
  test::fill(sheet.image, Sheet::x(1) + 60, Sheet::y(2), Sheet::x(1) + 120, Sheet::y(2) + 2, 255);
  test::fill(sheet.image, Sheet::x(2), Sheet::y(3) + 20, Sheet::x(2) + 2, Sheet::y(3) + 40, 255);
  test::fill(sheet.image, Sheet::x(0), Sheet::y(1) + 10, Sheet::x(0) + 2, Sheet::y(1) + 30, 255);
  const std::vector<Grid> grids = find_grids(analyse_page(sheet.image, 0, Sheet::kDpi).rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 5);
  CHECK(grids[0].cols() == 3);
  CHECK(grids[0].cells.size() == 15);
}

TEST_CASE("side rules that run on past the last cross rule leave a row open") {
  Sheet sheet(5);
  test::fill(sheet.image, Sheet::x(0), Sheet::y(5), Sheet::x(3) + 2, Sheet::y(5) + 2, 255);
  const std::vector<Grid> grids = find_grids(analyse_page(sheet.image, 0, Sheet::kDpi).rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 5);
  CHECK(grids[0].open_bottom);
}

TEST_CASE("ragged edges of a double rule are no strokes beside the text") {
  Sheet sheet(5);
  for (int column = 0; column <= 3; ++column) {
    test::fill(sheet.image, Sheet::x(column), Sheet::y(0), Sheet::x(column) + 4, Sheet::y(5) + 4);
    for (int y = Sheet::y(0) + 8; y < Sheet::y(5) - 12; y += 27) {
      test::fill(sheet.image, Sheet::x(column) + 4, y, Sheet::x(column) + 5, y + 12);
      test::fill(sheet.image, Sheet::x(column) - 1, y + 9, Sheet::x(column), y + 18);
    }
  }
  for (int row = 0; row <= 5; ++row) {
    test::fill(sheet.image, Sheet::x(0), Sheet::y(row), Sheet::x(3) + 4, Sheet::y(row) + 4);
    for (int x = Sheet::x(0) + 8; x < Sheet::x(3) - 12; x += 31)
      test::fill(sheet.image, x, Sheet::y(row) + 4, x + 14, Sheet::y(row) + 5);
  }
  const StraightPage page = analyse_page(sheet.image, 0, Sheet::kDpi);
  const std::vector<Grid> grids = find_grids(page.rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].cells.size() == 15);
  CHECK(page.lines.size() == 16);  // the heading and one line a cell
  for (const TextLine& line : page.lines) CHECK(line.ink.height() == 14);
  for (int row = 0; row < 5; ++row)
    for (int column = 0; column < 3; ++column)
      for (int x = Sheet::x(column) - 2; x < Sheet::x(column) + 10; ++x)
        CHECK(page.grey.at(x, Sheet::y(row) + 30) > 200);
}

TEST_CASE("lines that touch are parted, strokes of one line are not") {
  GreyImage image(660, 930);
  for (int line = 0; line < 6; ++line) test::draw_line(image, 60, 60 + line * 17, 20, 16);
  const StraightPage page = analyse_page(image, 0, Sheet::kDpi);
  CHECK(page.lines.size() == 6);
  GreyImage low(660, 930);
  test::draw_line(low, 60, 60, 20, 16);
  for (int i = 0; i < 8; ++i) test::fill(low, 60 + i * 20, 108, 72 + i * 20, 110);  // a line of 一
  const StraightPage other = analyse_page(low, 0, Sheet::kDpi);
  REQUIRE(other.lines.size() == 2);
  CHECK(other.lines[1].crop.height() >= 16);  // as high as its neighbours, so that an engine sees how low it is
}

TEST_CASE("specks are no text") {
  GreyImage image(660, 930);
  for (int line = 0; line < 3; ++line) test::draw_line(image, 60, 60 + 50 * line, 16, 28);
  for (int i = 0; i < 40; ++i) image.row(250 + 53 * i % 600)[30 + 97 * i % 600] = 0;
  CHECK(analyse_page(image, 0, 200).lines.size() == 3);
}

TEST_CASE("an empty page has no lines and no rules") {
  const StraightPage page = analyse_page(GreyImage(660, 930), 0, Sheet::kDpi);
  CHECK(page.lines.empty());
  CHECK(page.rules.empty());
}

TEST_CASE("a resolution that gives no sheet is not believed") {
  PagePicture picture{1654, 2339, 1, 200, {}};
  CHECK(plausible_dpi(picture) == 200);
  picture.dpi = 72;
  CHECK(plausible_dpi(picture) == Approx(200).epsilon(0.01));
  picture.dpi = 0;
  CHECK(plausible_dpi(picture) == Approx(200).epsilon(0.01));
}

TEST_CASE("a page in dim, noisy light keeps its cells") {
  GreyImage image = Sheet(6).image;
  std::uint32_t state = 7;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      state = state * 1664525U + 1013904223U;
      const int noise = static_cast<int>(state >> 24) % 13 - 6;
      const int lit = image.at(x, y) * (55 + 35 * (x + y) / (image.width + image.height)) / 255;
      image.row(y)[x] = static_cast<std::uint8_t>(std::clamp(12 + lit + noise, 0, 255));
    }
  }
  GreyImage level = levelled(image, Sheet::kDpi);
  soften_noise(level);
  const std::vector<Grid> grids = find_grids(analyse_page(level, 0, Sheet::kDpi).rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].cells.size() == 18);
}

TEST_CASE("two sheets in one photo are two tables") {
  const Sheet sheet(6);
  const int gap = 30, margin = 20;
  GreyImage photo(2 * (sheet.image.width + margin) + gap, sheet.image.height + 2 * margin, 80);
  for (int y = 0; y < sheet.image.height; ++y) {
    for (int x = 0; x < sheet.image.width; ++x) {
      photo.row(y + margin)[x + margin] = sheet.image.at(x, y);
      photo.row(y + margin)[x + margin + sheet.image.width + gap] = sheet.image.at(x, y);
    }
  }
  const std::vector<Grid> grids = find_grids(analyse_page(levelled(photo, Sheet::kDpi), 0, Sheet::kDpi).rules);
  REQUIRE(grids.size() == 2);
  for (const Grid& grid : grids) CHECK(grid.cells.size() == 18);
}
