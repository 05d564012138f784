// SPDX-License-Identifier: GPL-3.0-or-later
// Skew and perspective: from the page's rules where it has some, else from its text lines.
#pragma once

#include <array>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/rule_lines.h"

namespace gongshi::extract {

/// A projective map of the plane, row by row.
struct Homography {
  std::array<double, 9> m = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  struct Point {
    double x = 0, y = 0;
  };
  [[nodiscard]] Point apply(double x, double y) const;
  /// First `other`, then this.
  [[nodiscard]] Homography after(const Homography& other) const;
  /// Precondition: the map can be inverted.
  [[nodiscard]] Homography inverse() const;
};

/// A straight page of width × height pixels, whose pixels are found in the source by `to_source`.
struct Straightening {
  Homography to_source;
  int width = 0, height = 0;
  bool identity = true;  ///< Nothing to do: the source is straight within half a pixel.
};

/// The straightening that makes the rules of `lines` horizontal and vertical; without enough of them, the turn by the
/// text's skew (up to 6°). The result is at most 1.2 times as wide and high as the source.
[[nodiscard]] Straightening find_straightening(const InkImage& ink, const std::vector<RuleLine>& lines, double dpi);

/// The straight picture, by bilinear interpolation; what lies outside of the source is 255.
[[nodiscard]] GreyImage straightened(const GreyImage& source, const Straightening& straightening);

/// The picture turned clockwise by `quarters` × 90°.
[[nodiscard]] GreyImage turned(const GreyImage& image, int quarters);
/// Maps pixels of the turned picture to those of the picture of width × height.
[[nodiscard]] Homography turned_to_source(int quarters, int width, int height);

}  // namespace gongshi::extract
