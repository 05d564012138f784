// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/rule_lines.h"

#include <catch2/catch.hpp>

#include "extract/ocr/grey.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::fill;
using test::Sheet;

std::vector<RuleLine> rules_of(const GreyImage& image) {
  return find_rule_lines(binarized(image, Sheet::kDpi), Sheet::kDpi);
}

int count(const std::vector<RuleLine>& rules, bool horizontal) {
  return static_cast<int>(
      std::count_if(rules.begin(), rules.end(), [&](const RuleLine& it) { return it.horizontal == horizontal; }));
}

void check_table(const GreyImage& image, int rows) {
  const std::vector<RuleLine> rules = rules_of(image);
  CHECK(count(rules, true) == rows + 1);
  CHECK(count(rules, false) == Sheet::kColumns + 1);
}

}  // namespace

TEST_CASE("a table's rules are found, strokes of its text are not") { check_table(Sheet(6).image, 6); }

TEST_CASE("rules are found though broken, faint, or crossed by a stroke") {
  Sheet broken(5), crossed(5);
  for (int x = 80; x < 560; x += 90) fill(broken.image, x, Sheet::y(2) - 1, x + 8, Sheet::y(2) + 3, 255);
  check_table(broken.image, 5);
  for (int x = 100; x < 500; x += 60) fill(crossed.image, x, Sheet::y(3) - 8, x + 3, Sheet::y(3) + 10);
  check_table(crossed.image, 5);
  Sheet faint(5);
  for (std::uint8_t& value : faint.image.pixels) value = static_cast<std::uint8_t>(255 - (255 - value) * 2 / 5);
  check_table(faint.image, 5);
}

TEST_CASE("a rule with text tight below all of it is found") {
  Sheet sheet(5);
  test::draw_line(sheet.image, Sheet::x(0) + 4, Sheet::y(2) + 5, 30, 14);
  check_table(sheet.image, 5);
}

TEST_CASE("a rule that strokes of text below it touch in some cells is one rule") {
  Sheet sheet(5);
  for (int x = Sheet::x(1) + 4; x < Sheet::x(2) - 4; x += 4) fill(sheet.image, x, Sheet::y(2), x + 3, Sheet::y(2) + 20);
  check_table(sheet.image, 5);
  const std::vector<RuleLine> rules = rules_of(sheet.image);
  CHECK(std::all_of(rules.begin(), rules.end(), [](const RuleLine& it) {
    return !it.horizontal || it.length() > 0.9 * (Sheet::x(Sheet::kColumns) - Sheet::x(0));
  }));
}

TEST_CASE("the two lines of a double rule are rules both") {
  Sheet sheet(5);
  // Below every rule of two rows of pixels, four rows of paper and the second line.
  for (int row = 0; row <= 5; ++row)
    fill(sheet.image, Sheet::x(0), Sheet::y(row) + 5, Sheet::x(3) + 2, Sheet::y(row) + 7);
  const std::vector<RuleLine> rules = rules_of(sheet.image);
  CHECK(count(rules, true) == 12);
  CHECK(count(rules, false) == Sheet::kColumns + 1);
}

TEST_CASE("a double rule whose lines run into one here and there is one rule from end to end") {
  Sheet sheet(5);
  // Two lines of two rows, one row of paper between them, and every so often none.
  const auto make_double = [&](int x0, int y0, int x1, int y1, bool across) {
    fill(sheet.image, x0, y0, x1, y1);
    for (int at = across ? x0 : y0; at < (across ? x1 : y1); at += 40)
      across ? fill(sheet.image, at, y0 + 2, at + 25, y0 + 3, 255)
             : fill(sheet.image, x0 + 2, at, x0 + 3, at + 25, 255);
  };
  for (int row = 0; row <= 5; ++row) make_double(Sheet::x(0), Sheet::y(row), Sheet::x(3) + 5, Sheet::y(row) + 5, true);
  for (int column = 0; column <= 3; ++column)
    make_double(Sheet::x(column), Sheet::y(0), Sheet::x(column) + 5, Sheet::y(5) + 5, false);
  check_table(sheet.image, 5);
  for (const RuleLine& rule : rules_of(sheet.image)) {
    CHECK(rule.length() >= (rule.horizontal ? 3 * Sheet::kColumn : 5 * Sheet::kRow) - 6);
    CHECK(rule.thickness >= 4);
  }
}

TEST_CASE("a thick rule is found, and what stands below its table is no part of it") {
  Sheet sheet(5);
  for (int row = 0; row <= 5; ++row) fill(sheet.image, Sheet::x(0), Sheet::y(row), Sheet::x(3) + 5, Sheet::y(row) + 5);
  for (int column = 0; column <= 3; ++column) {
    fill(sheet.image, Sheet::x(column), Sheet::y(0), Sheet::x(column) + 5, Sheet::y(5) + 5);
    fill(sheet.image, Sheet::x(column) + 1, Sheet::y(5) + 10, Sheet::x(column) + 4, Sheet::y(5) + 26);
  }
  check_table(sheet.image, 5);
  for (const RuleLine& rule : rules_of(sheet.image))
    if (!rule.horizontal) CHECK(rule.y1 <= Sheet::y(5) + 6);
}

TEST_CASE("dashed rules are found, also where dashes run into one another at the corners") {
  struct Pattern {
    int dash, gap;
  };
  for (const Pattern pattern : {Pattern{9, 3}, Pattern{4, 3}, Pattern{8, 5}}) {
    Sheet sheet(5);
    const auto dash = [&](int x0, int y0, int x1, int y1, bool across) {
      fill(sheet.image, x0, y0, x1, y1, 255);
      for (int at = across ? x0 : y0; at < (across ? x1 : y1); at += pattern.dash + pattern.gap) {
        const int end = std::min(across ? x1 : y1, at + pattern.dash);
        across ? fill(sheet.image, at, y0, end, y1) : fill(sheet.image, x0, at, x1, end);
      }
    };
    for (int row = 0; row <= 5; ++row) dash(Sheet::x(0), Sheet::y(row), Sheet::x(3) + 2, Sheet::y(row) + 2, true);
    for (int column = 0; column <= 3; ++column)
      dash(Sheet::x(column), Sheet::y(0), Sheet::x(column) + 2, Sheet::y(5) + 2, false);
    INFO(pattern.dash << " on, " << pattern.gap << " off");
    check_table(sheet.image, 5);
    for (const RuleLine& rule : rules_of(sheet.image))
      CHECK(rule.length() >= (rule.horizontal ? 3 * Sheet::kColumn : 5 * Sheet::kRow) - 8);
  }
}

TEST_CASE("specks, leaders and rows of short strokes are no dashed rules") {
  GreyImage image(660, 930);
  for (int x = 60; x < 600; x += 7) fill(image, x, 100 + x % 2, x + 2, 102 + x % 2);   // specks
  for (int x = 60; x < 600; x += 22) fill(image, x, 200, x + 12, 202);                 // 一, one an em
  for (int x = 60; x < 600; x += 14) fill(image, x, 300, x + 3 + x / 2 % 5 * 2, 302);  // of all lengths
  for (int y = 400; y < 600; y += 24) test::draw_line(image, 60, y, 28, 14);
  for (const RuleLine& rule : rules_of(image)) {
    CAPTURE(rule.x0, rule.y0, rule.x1, rule.y1, rule.thickness);
    CHECK(false);
  }
}

TEST_CASE("rules that go on into a narrow first column reach its side, though most stop before it") {
  GreyImage image(660, 930);
  constexpr int kSide = 60, kFirst = 110, kEnd = 600;  // The first column is half an inch wide.
  for (const int x : {kSide, kFirst, 300, kEnd}) fill(image, x, 100, x + 2, 702);
  for (int row = 0; row <= 10; ++row) {
    const bool whole = row == 0 || row == 1 || row == 6 || row == 10;
    fill(image, whole ? kSide : kFirst, 100 + 60 * row, kEnd + 2, 102 + 60 * row);
  }
  int reaching = 0;
  for (const RuleLine& rule : rules_of(image)) reaching += rule.horizontal && rule.x0 <= kSide + 2;
  CHECK(reaching == 4);
}

TEST_CASE("strokes below a table that line up with its rule are no part of it") {
  Sheet sheet(5);
  for (int y = Sheet::y(5) + 6; y < Sheet::y(5) + 90; y += 22)
    fill(sheet.image, Sheet::x(1), y, Sheet::x(1) + 2, y + 18);
  const std::vector<RuleLine> rules = rules_of(sheet.image);
  for (const RuleLine& rule : rules)
    if (!rule.horizontal) CHECK(rule.y1 < Sheet::y(5) + 6);
}

TEST_CASE("a page without rules has none") {
  GreyImage text(660, 930);
  for (int y = 60; y < 800; y += 24) test::draw_line(text, 60, y, 28, 14);
  CHECK(rules_of(text).empty());
  CHECK(rules_of(GreyImage(660, 930)).empty());
}
