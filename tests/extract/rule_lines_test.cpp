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

TEST_CASE("the two lines of a double rule are rules both") {
  Sheet sheet(5);
  // Below every rule of two rows of pixels, four rows of paper and the second line.
  for (int row = 0; row <= 5; ++row)
    fill(sheet.image, Sheet::x(0), Sheet::y(row) + 5, Sheet::x(3) + 2, Sheet::y(row) + 7);
  const std::vector<RuleLine> rules = rules_of(sheet.image);
  CHECK(count(rules, true) == 12);
  CHECK(count(rules, false) == Sheet::kColumns + 1);
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
