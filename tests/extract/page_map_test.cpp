// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_map.h"

#include <catch2/catch.hpp>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

/// Shifts that grow by `by` pixels with each point to the right.
std::shared_ptr<const ShiftNet> growing(float by) {
  ShiftNet net{3, 3, 10, {}, {}};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      net.x.push_back(by * static_cast<float>(column));
      net.y.push_back(0);
    }
  }
  return std::make_shared<const ShiftNet>(net);
}

}  // namespace

TEST_CASE("shifts are linear between the points of their net, and beyond it as at its edge") {
  const PageMap map = growing(2);
  CHECK(map.apply(10, 5).x == Approx(12));
  CHECK(map.apply(15, 12).x == Approx(18));
  CHECK(map.apply(15, 12).y == Approx(12));
  CHECK(map.apply(40, 5).x == Approx(44));
  CHECK(map.apply(-10, 5).x == Approx(-10));
}

TEST_CASE("maps follow each other in the order that after() says") {
  const PageMap twice = Homography{{2, 0, 0, 0, 2, 0, 0, 0, 1}}, shifted = growing(2);
  CHECK(shifted.after(twice).apply(5, 0).x == Approx(12));
  CHECK(twice.after(shifted).apply(5, 0).x == Approx(12));
  CHECK(twice.after(shifted).apply(15, 0).x == Approx(36));
  CHECK(PageMap().apply(3, 4).y == 4);
}

TEST_CASE("a picture is drawn anew through a map") {
  const test::Sheet sheet(3);
  const GreyImage same = resampled(sheet.image, PageMap(), sheet.image.width - 1, sheet.image.height - 1);
  CHECK(same.at(test::Sheet::x(1), test::Sheet::y(1)) == 0);
  CHECK(same.at(test::Sheet::x(1) + 6, test::Sheet::y(1) + 6) == 255);
  const PageMap right = Homography{{1, 0, 30, 0, 1, 0, 0, 0, 1}};
  const GreyImage moved = resampled(sheet.image, right, sheet.image.width, sheet.image.height);
  CHECK(moved.at(test::Sheet::x(1) - 30, test::Sheet::y(1)) == 0);
  CHECK(moved.at(sheet.image.width - 1, 5) == 255);
}
