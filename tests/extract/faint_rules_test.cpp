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

TEST_CASE("dots far apart make rules where they run through the whole table, and strokes below each other none") {
  Sheet sheet(6);
  // Of the two rules between columns a dot every 8 rows is left.
  for (const int column : {1, 2}) {
    for (int row = 0; row < 6; ++row) {
      fill(sheet.image, Sheet::x(column), Sheet::y(row) + 2, Sheet::x(column) + 2, Sheet::y(row + 1), 255);
      for (int y = Sheet::y(row) + 5; y < Sheet::y(row + 1); y += 8)
        fill(sheet.image, Sheet::x(column), y, Sheet::x(column) + 1, y + 1);
    }
  }
  std::vector<RuleLine> lines;
  for (int row = 0; row <= 6; ++row)
    lines.push_back({static_cast<double>(Sheet::x(0)), Sheet::y(row) + 1.0, static_cast<double>(Sheet::x(3)),
                     Sheet::y(row) + 1.0, 2, true});
  add_dotted_rules(lines, sheet.image, Sheet::kDpi);
  const auto upright = [&](int column) {
    return std::count_if(lines.begin(), lines.end(), [&](const RuleLine& line) {
      return !line.horizontal && std::abs(line.x0 - Sheet::x(column)) < 3 &&
             line.length() > Sheet::y(6) - Sheet::y(0) - 12;
    });
  };
  for (int column = 0; column <= 3; ++column) CHECK(upright(column) == 1);
  CHECK(lines.size() == 11);
}

TEST_CASE("lines through strokes of text are no rules of a light fax") {
  GreyImage image(660, 400);
  for (int y = 60; y < 340; y += 20)
    for (int x = 40; x < 600; x += 7) fill(image, x, y, x + 2, y + 12);
  const RuleLine strokes{264, 60, 264, 340, 1, false}, rule{30, 50.5, 630, 50.5, 1, true};
  fill(image, 30, 50, 630, 51, 230);
  std::vector<RuleLine> lines = {strokes, rule};
  add_dotted_rules(lines, image, Sheet::kDpi);
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().horizontal);
}
