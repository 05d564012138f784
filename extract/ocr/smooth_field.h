// SPDX-License-Identifier: GPL-3.0-or-later
// A smooth function over a page that makes given families of points level: least bending, by least squares.
#pragma once

#include <vector>

namespace gongshi::extract {

/// A point with what is known there: the function's value plus a constant of its family's own. x and y are pixels.
struct FieldPoint {
  double x = 0, y = 0, value = 0;
  double weight = 1;
};

/// Points whose values hold up to one constant that they share. Of a family with `anchor` > 0 the constant is near 0,
/// the nearer the larger the anchor.
struct FieldFamily {
  std::vector<FieldPoint> points;
  double anchor = 0;
};

struct FieldShape {
  int columns = 2, rows = 2;
  double step = 1;  ///< Pixels between the net's points; the first stands at the origin.
};

/// The values at the net's points, row by row. `start`, where it has that size, is where the search begins.
[[nodiscard]] std::vector<float> smooth_field(const FieldShape& shape, const std::vector<FieldFamily>& families,
                                              double stiffness, const std::vector<float>& start = {});

}  // namespace gongshi::extract
