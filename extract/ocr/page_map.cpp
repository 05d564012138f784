// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_map.h"

#include <algorithm>
#include <cmath>

namespace gongshi::extract {

Homography::Point ShiftNet::shift(double at_x, double at_y) const {
  const double u = std::clamp(at_x / step, 0.0, columns - 1.0), v = std::clamp(at_y / step, 0.0, rows - 1.0);
  const int left = std::min(static_cast<int>(u), columns - 2), top = std::min(static_cast<int>(v), rows - 2);
  const double right_share = u - left, lower_share = v - top;
  const auto mixed = [&](const std::vector<float>& values) {
    const float* at = values.data() + static_cast<std::ptrdiff_t>(top) * columns + left;
    const double upper = at[0] + (at[1] - at[0]) * right_share,
                 lower = at[columns] + (at[columns + 1] - at[columns]) * right_share;
    return upper + (lower - upper) * lower_share;
  };
  return {mixed(x), mixed(y)};
}

Homography::Point PageMap::apply(double x, double y) const {
  Homography::Point at{x, y};
  for (const Step& step : steps_) {
    if (step.net == nullptr) {
      at = step.homography.apply(at.x, at.y);
      continue;
    }
    const Homography::Point shift = step.net->shift(at.x, at.y);
    at = {at.x + shift.x, at.y + shift.y};
  }
  return at;
}

PageMap PageMap::after(const PageMap& other) const {
  PageMap result = other;
  result.steps_.insert(result.steps_.end(), steps_.begin(), steps_.end());
  return result;
}

bool PageMap::is_projective() const {
  return std::all_of(steps_.begin(), steps_.end(), [](const Step& step) { return step.net == nullptr; });
}

GreyImage resampled(const GreyImage& source, const PageMap& to_source, int width, int height) {
  GreyImage result(width, height);
  // Exact every kStep pixels and linear between them: over so few neither a page's perspective nor its curl bends by
  // what could be seen. Coordinates of the source by 2^16.
  constexpr int kStep = 16;
  constexpr double kFar = 1e9;  // Pixels; what a map without bounds gives lies outside.
  const auto fixed = [](double value) {
    return static_cast<std::int64_t>(std::floor((std::abs(value) < kFar ? value : -kFar) * 65536));
  };
  const std::int64_t most_x = fixed(source.width - 1), most_y = fixed(source.height - 1);
  const int columns = (width + kStep - 1) / kStep + 1;
  struct Fixed {
    std::int64_t x = 0, y = 0;
  };
  std::vector<Fixed> upper(static_cast<std::size_t>(columns)), lower(upper.size());
  const auto fill = [&](std::vector<Fixed>& points, int y) {
    for (int i = 0; i < columns; ++i) {
      const Homography::Point at = to_source.apply(i * kStep + 0.5, y + 0.5);
      points[static_cast<std::size_t>(i)] = {fixed(at.x - 0.5), fixed(at.y - 0.5)};
    }
  };
  fill(upper, 0);
  for (int top = 0; top < height; top += kStep) {
    fill(lower, top + kStep);
    for (int y = top; y < std::min(height, top + kStep); ++y) {
      std::uint8_t* row = result.row(y);
      const auto between = [&](std::int64_t a, std::int64_t b) { return a + (b - a) * (y - top) / kStep; };
      for (int begin = 0; begin < width; begin += kStep) {
        const auto i = static_cast<std::size_t>(begin / kStep);
        std::int64_t sx = between(upper[i].x, lower[i].x), sy = between(upper[i].y, lower[i].y);
        const std::int64_t dx = (between(upper[i + 1].x, lower[i + 1].x) - sx) / kStep,
                           dy = (between(upper[i + 1].y, lower[i + 1].y) - sy) / kStep;
        for (int x = begin; x < std::min(width, begin + kStep); ++x, sx += dx, sy += dy) {
          if (sx < 0 || sy < 0 || sx >= most_x || sy >= most_y) continue;
          const int fx = static_cast<int>(sx >> 8 & 255), fy = static_cast<int>(sy >> 8 & 255);
          const std::uint8_t* above = source.row(static_cast<int>(sy >> 16)) + (sx >> 16);
          const std::uint8_t* below = above + source.width;
          row[x] = static_cast<std::uint8_t>(
              ((above[0] * (256 - fx) + above[1] * fx) * (256 - fy) + (below[0] * (256 - fx) + below[1] * fx) * fy) >>
              16);
        }
      }
    }
    std::swap(upper, lower);
  }
  return result;
}

}  // namespace gongshi::extract
