// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/pen_marks.h"

#include <catch2/catch.hpp>

#include "extract/ocr/grey.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

struct Page {
  PagePicture picture;

  Page() : picture(test::in_colour(test::picture_of(Sheet(6).image, Sheet::kDpi))) {}

  void paint(int x0, int y0, int x1, int y1, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) {
        std::uint8_t* at =
            picture.pixels.data() +
            (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)) * 3;
        at[0] = red, at[1] = green, at[2] = blue;
      }
    }
  }
};

}  // namespace

TEST_CASE("a pen's stroke goes, print goes on through it, and its place is told") {
  Page page;
  const GreyImage clean = grey_without_seals(page.picture, Sheet::kDpi);
  const int rule = Sheet::x(1), top = Sheet::y(2) + 44;
  page.paint(rule - 20, top, rule + 30, top + 2, 32, 44, 150);  // Over the rule between two columns.
  GreyImage grey = grey_without_seals(page.picture, Sheet::kDpi);
  REQUIRE(grey.at(rule - 10, top) < 110);
  const GreyImage mask = remove_pen_marks(page.picture, grey, Sheet::kDpi);
  REQUIRE_FALSE(mask.empty());
  CHECK(mask.at(rule - 10, top) == 1);
  CHECK(mask.at(rule - 10, top - 8) == 0);
  CHECK(grey.at(rule - 10, top) > 240);
  CHECK(grey.at(rule, top) < 110);
  CHECK(grey.at(rule, top + 1) < 110);
  CHECK(grey.at(rule - 10, top - 8) == clean.at(rule - 10, top - 8));
}

TEST_CASE("coloured print, coloured rules and coloured grounds stay") {
  const int y = Sheet::y(2) + 44;
  SECTION("print") {
    Page page;
    for (int i = 0; i < 9; ++i) page.paint(80 + 16 * i, y, 93 + 16 * i, y + 3, 190, 30, 36);
    GreyImage grey = grey_without_seals(page.picture, Sheet::kDpi);
    CHECK(remove_pen_marks(page.picture, grey, Sheet::kDpi).empty());
  }
  SECTION("a rule") {
    Page page;
    page.paint(60, y, 600, y + 2, 32, 44, 150);
    GreyImage grey = grey_without_seals(page.picture, Sheet::kDpi);
    CHECK(remove_pen_marks(page.picture, grey, Sheet::kDpi).empty());
  }
  SECTION("a ground") {
    Page page;
    page.paint(70, y - 20, 130, y + 10, 120, 190, 240);
    GreyImage grey = grey_without_seals(page.picture, Sheet::kDpi);
    CHECK(remove_pen_marks(page.picture, grey, Sheet::kDpi).empty());
  }
}

TEST_CASE("a picture without colour has no strokes of a coloured pen") {
  const PagePicture picture = test::picture_of(Sheet(6).image, Sheet::kDpi);
  GreyImage grey = grey_without_seals(picture, Sheet::kDpi);
  CHECK(remove_pen_marks(picture, grey, Sheet::kDpi).empty());
}
