// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/smooth_field.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace gongshi::extract;

namespace {

constexpr FieldShape kShape{41, 31, 10};

float at(const std::vector<float>& field, int column, int row) {
  return field[static_cast<std::size_t>(row * kShape.columns + column)];
}

FieldFamily level_line(double y, double bend) {
  FieldFamily family;
  for (int x = 0; x <= 400; x += 5) family.points.push_back({double(x), y, bend * std::sin(x / 60.0), 1});
  return family;
}

}  // namespace

TEST_CASE("a field takes what its points say and goes on between them") {
  const auto field = smooth_field(kShape, {level_line(100, 6), level_line(200, 12)}, 0.05);
  const auto expected = [](int column, double bend) { return bend * std::sin(column * 10 / 60.0); };
  for (const int column : {5, 12, 20, 31}) {
    const double base = at(field, 0, 10);
    CHECK(at(field, column, 10) - base == Approx(expected(column, 6)).margin(0.5));
    CHECK(at(field, column, 20) - at(field, 0, 20) == Approx(expected(column, 12)).margin(0.7));
    CHECK(at(field, column, 15) - at(field, 0, 15) == Approx(expected(column, 9)).margin(1.2));
  }
}

TEST_CASE("a family's own constant is free") {
  FieldFamily high = level_line(100, 0);
  for (FieldPoint& point : high.points) point.value += 50;
  for (const float value : smooth_field(kShape, {high, level_line(200, 0)}, 0.05)) CHECK(std::abs(value) < 0.5);
}

TEST_CASE("nothing known gives no shift") {
  for (const float value : smooth_field(kShape, {}, 0.05)) CHECK(value == 0);
}
