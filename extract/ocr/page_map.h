// SPDX-License-Identifier: GPL-3.0-or-later
// Where a point of a flattened page stands on the picture it was made from.
#pragma once

#include <memory>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/straighten.h"

namespace gongshi::extract {

/// Shifts given at the points of a net over a picture, columns × rows of them, `step` pixels apart, the first at the
/// origin. Between them they are linear, beyond the net as at its edge.
struct ShiftNet {
  int columns = 0, rows = 0;
  double step = 1;
  std::vector<float> x, y;  ///< Pixels, row by row.

  [[nodiscard]] Homography::Point shift(double at_x, double at_y) const;
};

/// Maps that follow each other: projective ones and nets of shifts.
class PageMap {
 public:
  PageMap() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a homography is a map.
  PageMap(const Homography& homography) : steps_{{homography, nullptr}} {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  PageMap(std::shared_ptr<const ShiftNet> net) : steps_{{{}, std::move(net)}} {}

  [[nodiscard]] Homography::Point apply(double x, double y) const;
  /// First `other`, then this.
  [[nodiscard]] PageMap after(const PageMap& other) const;
  /// Projective only: lines stay straight.
  [[nodiscard]] bool is_projective() const;

 private:
  struct Step {
    Homography homography;
    std::shared_ptr<const ShiftNet> net;  ///< Where there is one, it stands for the homography.
  };
  std::vector<Step> steps_;
};

/// A picture of width × height whose pixels are found in `source` by `to_source`, by bilinear interpolation; what lies
/// outside of the source is 255.
[[nodiscard]] GreyImage resampled(const GreyImage& source, const PageMap& to_source, int width, int height);

}  // namespace gongshi::extract
