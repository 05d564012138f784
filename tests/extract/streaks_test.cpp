// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/streaks.h"

#include <catch2/catch.hpp>

#include "extract/ocr/grey.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

std::vector<Streak> streaks_of(const GreyImage& image) {
  const InkImage ink = binarized(image, Sheet::kDpi);
  return find_streaks(ink, trace_curves(ink, Sheet::kDpi), Sheet::kDpi);
}

std::vector<Streak> loose_lines_of(const GreyImage& image) {
  const InkImage ink = binarized(image, Sheet::kDpi);
  return find_loose_lines(ink, trace_curves(ink, Sheet::kDpi), Sheet::kDpi);
}

}  // namespace

TEST_CASE("a line from edge to edge is a streak, a rule is not") {
  Sheet sheet(8);
  CHECK(streaks_of(sheet.image).empty());
  const GreyImage clean = sheet.image;
  const int x = Sheet::x(1) + 60;
  test::fill(sheet.image, x, 0, x + 2, sheet.image.height);
  const auto streaks = streaks_of(sheet.image);
  REQUIRE(streaks.size() == 1);
  CHECK_FALSE(streaks.front().horizontal);
  erase_streaks(streaks, sheet.image);
  for (int y = 0; y < sheet.image.height; ++y) {
    if (clean.at(x - 5, y) == 255 && clean.at(x + 6, y) == 255) CHECK(sheet.image.at(x, y) == 255);
  }
  // A rule across it stays whole.
  CHECK(sheet.image.at(x, Sheet::y(3)) < 60);
}

TEST_CASE("sheets whose table fills them have no streaks") {
  GreyImage image(660, 930);
  for (const int x : {5, 200, 400, 650}) test::fill(image, x, 0, x + 2, 930);
  for (int y = 5; y < 930; y += 60) test::fill(image, 5, y, 652, y + 2);
  CHECK(streaks_of(image).empty());
}

TEST_CASE("lines that do not end where rules do are loose") {
  const Sheet sheet(8);
  CHECK(loose_lines_of(sheet.image).empty());
  // A streak that begins at the sheet's edge and ends inside a cell.
  GreyImage streak = sheet.image;
  const int x = Sheet::x(1) + 90;
  test::fill(streak, x, 0, x + 2, Sheet::y(5) + 30);
  const auto found = loose_lines_of(streak);
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found.front().horizontal);
  CHECK(found.front().touches(x, Sheet::y(2), 1));
  CHECK_FALSE(found.front().touches(x, Sheet::y(7), 1));
  erase_streaks(found, streak);
  CHECK(streak.at(x, Sheet::y(4) + 10) > 200);
  // A pen's stroke over the table's side.
  GreyImage pen = sheet.image;
  test::fill(pen, Sheet::x(2) + 60, Sheet::y(2) + 45, Sheet::x(3) + 50, Sheet::y(2) + 47);
  REQUIRE(loose_lines_of(pen).size() == 1);
  CHECK(loose_lines_of(pen).front().horizontal);
}

TEST_CASE("tables without a last rule, and rules that a copy has broken, stay") {
  GreyImage open = Sheet(8).image;
  test::fill(open, 0, Sheet::y(7) + 40, open.width, open.height, 255);
  CHECK(loose_lines_of(open).empty());
  GreyImage broken = Sheet(8).image;
  test::fill(broken, Sheet::x(1) - 2, Sheet::y(2) + 15, Sheet::x(1) + 4, Sheet::y(2) + 45, 255);
  test::fill(broken, Sheet::x(1) - 2, Sheet::y(5) + 15, Sheet::x(1) + 4, Sheet::y(5) + 45, 255);
  CHECK(loose_lines_of(broken).empty());
}

TEST_CASE("a rule whose trace runs on into the text below its table stays") {
  GreyImage image = Sheet(8).image;
  const int below = Sheet::y(8) + static_cast<int>(0.22 * Sheet::kDpi);
  test::fill(image, Sheet::x(1), Sheet::y(8), Sheet::x(1) + 2, below);
  CHECK(loose_lines_of(image).empty());
}
