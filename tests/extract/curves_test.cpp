// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/curves.h"

#include <catch2/catch.hpp>

#include "extract/ocr/grey.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

std::vector<Curve> curves_of(const GreyImage& image) {
  return trace_curves(binarized(image, Sheet::kDpi), Sheet::kDpi);
}

std::ptrdiff_t count(const std::vector<Curve>& curves, bool horizontal) {
  return std::count_if(curves.begin(), curves.end(), [&](const Curve& it) { return it.horizontal == horizontal; });
}

}  // namespace

TEST_CASE("the lines of straight rules are traced, strokes of text are not") {
  const auto curves = curves_of(Sheet(6).image);
  CHECK(count(curves, true) == 7);
  CHECK(count(curves, false) == 4);
  for (const Curve& curve : curves) {
    CHECK(curve.bend() < 1);
    CHECK(curve.length() > 340);
  }
}

TEST_CASE("the lines of bent paper are traced as they run") {
  const Sheet sheet(6);
  const double depth = GENERATE(6.0, 14.0, 25.0);
  const auto curves = curves_of(test::bent(sheet.image, depth));
  CHECK(count(curves, true) == 7);
  CHECK(count(curves, false) == 4);
  for (const Curve& curve : curves) {
    if (curve.horizontal) CHECK(curve.bend() > depth / 3);
    if (!curve.horizontal) CHECK(curve.bend() < 3);
  }
}

TEST_CASE("a broken line is one line") {
  Sheet sheet(4);
  for (int x = 80; x < 560; x += 90) test::fill(sheet.image, x, Sheet::y(2) - 1, x + 12, Sheet::y(2) + 3, 255);
  CHECK(count(curves_of(sheet.image), true) == 5);
}
