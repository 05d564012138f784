// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "extract/layout.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

Rule across(double y, double x0, double x1) { return {x0, y, x1, y, 0.5}; }
Rule down(double x, double y0, double y1) { return {x, y0, x, y1, 0.5}; }

// Rules of a full raster.
std::vector<Rule> raster(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<Rule> rules;
  for (const double at : y) rules.push_back(across(at, x.front(), x.back()));
  for (const double at : x) rules.push_back(down(at, y.front(), y.back()));
  return rules;
}

}  // namespace

TEST_CASE("a full raster has one cell per place") {
  const auto grids = find_grids(raster({50, 100, 300, 500}, {100, 130, 200}));
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 2);
  CHECK(grids[0].cols() == 3);
  CHECK(grids[0].cells.size() == 6);
  CHECK_FALSE(grids[0].open_top);
  CHECK_FALSE(grids[0].open_bottom);
  CHECK(grids[0].cells[4].box == Box{100, 130, 300, 200});
}

TEST_CASE("a cell that spans rows is one cell") {
  std::vector<Rule> rules = {across(100, 50, 500), across(130, 100, 500), across(200, 50, 500)};
  for (const double x : {50.0, 100.0, 500.0}) rules.push_back(down(x, 100, 200));
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  REQUIRE(grids[0].cells.size() == 3);
  CHECK(grids[0].cells[0].row_span == 2);
  CHECK(grids[0].cells[0].col_span == 1);
}

TEST_CASE("double rules, dashes and borders drawn cell by cell are one edge") {
  std::vector<Rule> rules;
  for (const double y : {100.0, 102.2, 150.0}) rules.push_back(across(y, 50, 250));  // a double rule above
  for (double y = 100; y < 150; y += 5) rules.push_back(down(50, y, y + 2.5));       // dashes
  rules.push_back(down(150, 100, 125));                                              // pieces
  rules.push_back(down(150.4, 124, 150));
  rules.push_back(down(250, 102, 149));  // short of the corner
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 1);
  CHECK(grids[0].cells.size() == 2);
}

TEST_CASE("dots in a row are a rule, as browsers draw dotted borders") {
  std::vector<Rule> rules;
  const auto dots_across = [&](double y) {
    for (double x = 50; x <= 250; x += 1.5) rules.push_back({x, y, x + 0.75, y, 0.75});
  };
  const auto dots_down = [&](double x) {
    for (double y = 100; y <= 150; y += 1.5) rules.push_back({x - 0.375, y, x + 0.375, y, 0.75});
  };
  for (const double y : {100.0, 125.0, 150.0}) dots_across(y);
  for (const double x : {50.0, 150.0, 250.0}) dots_down(x);
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].cells.size() == 4);
}

TEST_CASE("side rules alone make a strip, not a grid") {
  std::vector<Rule> rules = {down(50, 60, 700), down(150, 61, 700), down(300, 60, 699)};
  CHECK(find_grids(rules).empty());
  auto strips = find_strips(rules);
  REQUIRE(strips.size() == 1);
  CHECK(strips[0].cols() == 2);
  CHECK(strips[0].rows() == 1);
  CHECK(strips[0].open_top);
  CHECK(strips[0].open_bottom);
  // One that ends elsewhere is no side of it, and with cross rules it is a grid.
  rules[1].y1 = 400;
  CHECK(find_strips(rules).empty());  // A frame.
  CHECK(find_strips(raster({50, 100, 300}, {100, 130})).empty());
}

TEST_CASE("side rules that run on leave the table open") {
  auto rules = raster({50, 100, 300}, {100, 130});
  for (const double x : {50.0, 100.0, 300.0}) rules.push_back(down(x, 60, 180));
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].open_top);
  CHECK(grids[0].open_bottom);
  CHECK(grids[0].rows() == 3);
  CHECK(grids[0].y == std::vector<double>{60, 100, 130, 180});
}

TEST_CASE("a table without side rules ends with its cross rules") {
  std::vector<Rule> rules = {across(100, 50, 500), across(130, 50, 500), across(200, 50, 500), down(200, 100, 200),
                             down(350, 100, 200)};
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].cols() == 3);
  CHECK(grids[0].x.front() == 50);
}

TEST_CASE("underlines and stray lines part no cell") {
  auto rules = raster({50, 100, 300}, {100, 130, 200});
  rules.push_back(across(160, 101, 180));
  rules.push_back(across(400, 50, 300));
  const auto grids = find_grids(rules);
  REQUIRE(grids.size() == 1);
  CHECK(grids[0].rows() == 3);        // the underline is a raster line …
  CHECK(grids[0].cells.size() == 4);  // … but parts no cell
}

TEST_CASE("a table inside a cell belongs to that cell") {
  auto rules = raster({50, 100, 300}, {100, 130, 200});
  for (const Rule& rule : raster({120, 150, 180}, {140, 160, 180})) rules.push_back(rule);
  CHECK(find_grids(rules).size() == 1);
}

TEST_CASE("no rules, no grids") {
  CHECK(find_grids({}).empty());
  CHECK(find_grids({across(100, 50, 500), across(130, 50, 500)}).empty());
}
