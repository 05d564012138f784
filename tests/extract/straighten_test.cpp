// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/straighten.h"

#include <catch2/catch.hpp>

#include "extract/ocr/grey.h"
#include "extract/ocr/page_analysis.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

std::vector<Rule> straight_rules(const GreyImage& image) { return analyse_page(image, 0, Sheet::kDpi).rules; }

int count(const std::vector<Rule>& rules, bool horizontal) {
  return static_cast<int>(
      std::count_if(rules.begin(), rules.end(), [&](const Rule& it) { return it.horizontal() == horizontal; }));
}

}  // namespace

TEST_CASE("maps of the plane compose and invert") {
  const Homography map{{1.1, 0.1, 5, -0.05, 0.9, 3, 0.0002, 0.0001, 1}};
  const auto there = map.apply(100, 200);
  const auto back = map.inverse().apply(there.x, there.y);
  CHECK(back.x == Approx(100));
  CHECK(back.y == Approx(200));
  const auto same = map.inverse().after(map).apply(7, 9);
  CHECK(same.x == Approx(7));
  CHECK(same.y == Approx(9));
}

TEST_CASE("quarter turns come back where they started") {
  const Sheet sheet(4);
  for (const int quarters : {1, 2, 3}) {
    const GreyImage turned_away = turned(sheet.image, quarters);
    CHECK(turned(turned_away, 4 - quarters).pixels == sheet.image.pixels);
    const auto at = turned_to_source(quarters, sheet.image.width, sheet.image.height).apply(10.5, 20.5);
    CHECK(turned_away.at(10, 20) == sheet.image.at(static_cast<int>(at.x), static_cast<int>(at.y)));
  }
  CHECK(turned(sheet.image, 4).pixels == sheet.image.pixels);
}

TEST_CASE("a skewed table is made straight") {
  const double degrees = GENERATE(-2.5, -0.6, 1.4, 3.0);
  const Sheet sheet(8);
  const GreyImage skewed = test::warped(sheet.image, test::turn_by(sheet.image, degrees));
  const InkImage ink = binarized(skewed, Sheet::kDpi);
  const Straightening straightening = find_straightening(ink, find_rule_lines(ink, Sheet::kDpi), Sheet::kDpi);
  CHECK_FALSE(straightening.identity);
  // Two ends of a rule of the sheet, seen through both maps, stand at one height.
  const auto straight_y = [&](double x, double y) {
    const auto seen = test::turn_by(sheet.image, degrees).inverse().apply(x, y);
    return straightening.to_source.inverse().apply(seen.x, seen.y).y;
  };
  CHECK(std::abs(straight_y(Sheet::x(0), Sheet::y(4)) - straight_y(Sheet::x(3), Sheet::y(4))) < 1.5);
  const std::vector<Rule> rules = straight_rules(skewed);
  CHECK(count(rules, true) == 9);
  CHECK(count(rules, false) == 4);
}

TEST_CASE("perspective is undone") {
  const Sheet sheet(10);
  const Homography perspective{{1.06, 0.02, -15, 0.01, 1.05, -18, 0.00009, 0.00006, 1}};
  const GreyImage seen = test::warped(sheet.image, perspective);
  const std::vector<Rule> rules = straight_rules(seen);
  CHECK(count(rules, true) == 11);
  CHECK(count(rules, false) == 4);
  // The columns are as wide as each other again.
  std::vector<double> columns;
  for (const Rule& rule : rules)
    if (!rule.horizontal()) columns.push_back(rule.x0);
  std::sort(columns.begin(), columns.end());
  CHECK((columns[1] - columns[0]) / (columns[3] - columns[2]) == Approx(1).epsilon(0.02));
}

TEST_CASE("a straight page is left alone, as is one without anything on it") {
  for (const GreyImage& image : {Sheet(6).image, GreyImage(660, 930)}) {
    const InkImage ink = binarized(image, Sheet::kDpi);
    const Straightening straightening = find_straightening(ink, find_rule_lines(ink, Sheet::kDpi), Sheet::kDpi);
    CHECK(straightening.identity);
    CHECK(straightened(image, straightening).pixels == image.pixels);
  }
}
