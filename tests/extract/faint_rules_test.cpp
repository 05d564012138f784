// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/faint_rules.h"

#include <catch2/catch.hpp>

#include "extract/layout.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/page_analysis.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::fill;
using test::Sheet;

/// A sheet whose rules are drawn anew by `draw(x, y)`, the level of a rule's point.
template <typename Draw>
GreyImage ruled(const Draw& draw) {
  Sheet sheet(6);
  const auto rule = [&](int x0, int y0, int x1, int y1) {
    for (int y = y0; y < y1; ++y)
      for (int x = x0; x < x1; ++x) sheet.image.row(y)[x] = draw(x, y);
  };
  for (int row = 0; row <= 6; ++row) {
    fill(sheet.image, Sheet::x(0), Sheet::y(row), Sheet::x(3) + 2, Sheet::y(row) + 2, 255);
    rule(Sheet::x(0), Sheet::y(row), Sheet::x(3), Sheet::y(row) + 1);
  }
  for (int column = 0; column <= 3; ++column) {
    fill(sheet.image, Sheet::x(column), Sheet::y(0), Sheet::x(column) + 2, Sheet::y(6) + 2, 255);
    rule(Sheet::x(column), Sheet::y(0), Sheet::x(column) + 1, Sheet::y(6));
  }
  return sheet.image;
}

InkImage found(const GreyImage& image) { return with_faint_rules(image, binarized(image, Sheet::kDpi), Sheet::kDpi); }

}  // namespace

TEST_CASE("pages with dark rules gain nothing") {
  const Sheet sheet(6);
  CHECK(found(sheet.image).pixels == binarized(sheet.image, Sheet::kDpi).pixels);
}

TEST_CASE("grey rules, and dots that are left of rules, make a table") {
  const GreyImage grey = ruled([](int, int) { return std::uint8_t{225}; });
  const GreyImage dotted =
      ruled([](int x, int y) { return (x * 7 + y * 11) % 5 == 0 ? std::uint8_t{0} : std::uint8_t{255}; });
  for (const GreyImage& image : {grey, dotted}) {
    const auto grids = find_grids(analyse_page(image, 0, Sheet::kDpi).rules);
    REQUIRE(grids.size() == 1);
    CHECK(grids.front().cells.size() == 18);
  }
}

TEST_CASE("strokes of text in one row are no rule") {
  GreyImage image(660, 400);
  for (int i = 0; i < 20; ++i) fill(image, 60 + i * 20, 108, 72 + i * 20, 110);  // 一一一
  test::draw_line(image, 60, 200, 24, 14);
  CHECK(found(image).pixels == binarized(image, Sheet::kDpi).pixels);
}

TEST_CASE("rules are completed where dots lead on, and nowhere else") {
  GreyImage image(660, 400);
  fill(image, 60, 50, 62, 350);
  fill(image, 560, 50, 562, 350);
  for (int x = 70; x < 556; x += 11) fill(image, x, 200, x + 1, 201);  // dots
  const RuleLine left{61, 50, 61, 350, 2, false}, right{561, 50, 561, 350, 2, false},
      dotted{200, 200.5, 320, 200.5, 1, true}, alone{200, 300.5, 320, 300.5, 1, true};
  std::vector<RuleLine> lines = {left, right, dotted, alone};
  complete_dotted_rules(lines, image, binarized(image, Sheet::kDpi), Sheet::kDpi);
  REQUIRE(lines.size() == 4);
  CHECK(lines[2].x0 == Approx(61).margin(2));
  CHECK(lines[2].x1 == Approx(561).margin(2));
  CHECK(lines[3].length() == Approx(120));
}
