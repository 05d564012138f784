// SPDX-License-Identifier: GPL-3.0-or-later
// The small notations inside OFD's attributes: lists of numbers, advances with repeats, abbreviated paths, locations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/page_canvas.h"

namespace gongshi::extract::ofd {

/// Numbers parted by white space, up to `most`; stops at the first thing that is none.
[[nodiscard]] std::vector<double> numbers(std::string_view text, std::size_t most = 100'000);

/// DeltaX or DeltaY for `count` advances: numbers, and "g n v" for n times v (GB/T 33190, 11.3). Shorter lists go on
/// with their last value; an empty list gives none.
[[nodiscard]] std::vector<double> advances(std::string_view text, std::size_t count);

/// One subpath of an abbreviated path; `straight` is false where it has a curve.
struct Subpath {
  std::vector<Point> points;
  bool straight = true;
};

/// "M 0 0 L 10 0 C": S and M start a subpath, L draws a line, Q, B and A a curve, C closes (GB/T 33190, 9.1).
[[nodiscard]] std::vector<Subpath> subpaths(std::string_view data);

/// An affine map [a b c d e f]: x' = a x + c y + e, y' = b x + d y + f.
struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

  [[nodiscard]] Point apply(Point point) const {
    return {a * point.x + c * point.y + e, b * point.x + d * point.y + f};
  }
  /// First this, then `next`.
  [[nodiscard]] Matrix then(const Matrix& next) const;
  [[nodiscard]] double determinant() const { return a * d - b * c; }
  /// What maps back. Precondition: determinant() is not 0.
  [[nodiscard]] Matrix inverse() const;
};

/// The path's drawing operators for a PDF's content stream, in points from the bottom left of a page of `height`
/// points; `matrix` maps the path's space to points from the top left. Arcs become lines.
[[nodiscard]] std::string pdf_operators(std::string_view data, const Matrix& matrix, double height);

/// The location `target` as named in a part inside `folder` ("Doc_0/Pages"), as a path from the package's root without
/// a leading slash; ".." never leaves the package.
[[nodiscard]] std::string resolve(std::string_view folder, std::string_view target);

/// "Doc_0/Pages" of "Doc_0/Pages/Content.xml".
[[nodiscard]] std::string folder_of(std::string_view path);

}  // namespace gongshi::extract::ofd
