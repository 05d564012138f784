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
