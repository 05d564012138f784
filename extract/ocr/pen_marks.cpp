// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/pen_marks.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

namespace gongshi::extract {
namespace {

constexpr int kPrint = 110;  // Darker is print.

struct Channels {
  int red, green, blue;

  [[nodiscard]] int luminance() const { return (77 * red + 151 * green + 28 * blue) >> 8; }
  [[nodiscard]] int chroma() const { return std::max({red, green, blue}) - std::min({red, green, blue}); }
};

Channels channels_at(const PagePicture& picture, int x, int y) {
  const std::uint8_t* p =
      picture.pixels.data() +
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)) * 3;
  return {p[0], p[1], p[2]};
}

/// Coloured pixels that hang together.
struct Shape {
  int x0 = 1 << 30, y0 = 1 << 30, x1 = -1, y1 = -1;  ///< Inclusive.
  std::vector<int> pixels;

  [[nodiscard]] int width() const { return x1 - x0 + 1; }
  [[nodiscard]] int height() const { return y1 - y0 + 1; }
};

std::vector<Shape> shapes_of(GreyImage& coloured) {
  std::vector<Shape> shapes;
  for (int start = 0; start < coloured.width * coloured.height; ++start) {
    if (coloured.pixels[static_cast<std::size_t>(start)] == 0) continue;
    Shape shape;
    shape.pixels.push_back(start);
    coloured.pixels[static_cast<std::size_t>(start)] = 0;
    for (std::size_t i = 0; i < shape.pixels.size(); ++i) {
      const int x = shape.pixels[i] % coloured.width, y = shape.pixels[i] / coloured.width;
      shape.x0 = std::min(shape.x0, x), shape.x1 = std::max(shape.x1, x);
      shape.y0 = std::min(shape.y0, y), shape.y1 = std::max(shape.y1, y);
      for (int v = std::max(0, y - 1); v <= std::min(coloured.height - 1, y + 1); ++v) {
        for (int u = std::max(0, x - 1); u <= std::min(coloured.width - 1, x + 1); ++u) {
          std::uint8_t& value = coloured.row(v)[u];
          if (value == 0) continue;
          value = 0;
          shape.pixels.push_back(v * coloured.width + u);
        }
      }
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

bool is_stroke(const Shape& shape, double dpi, const PenMarkOptions& options) {
  const int longer = std::max(shape.width(), shape.height()), shorter = std::min(shape.width(), shape.height());
  if (longer < options.least_inch * dpi || longer > options.most_inch * dpi ||
      shorter > options.most_breadth_inch * dpi)
    return false;
  const double fill = static_cast<double>(shape.pixels.size()) / (static_cast<double>(longer) * shorter);
  constexpr double kLevelBreadthInch = 0.04;
  return fill <= options.most_fill || shorter <= kLevelBreadthInch * dpi;
}

/// How many coloured shapes of about its height stand beside it: characters of coloured print do.
int fellows(const Shape& shape, const std::vector<Shape>& all, double dpi, const PenMarkOptions& options) {
  constexpr double kSignInch = 0.05;
  const auto reach = static_cast<int>(options.fellow_inch * dpi);
  int count = 0;
  for (const Shape& other : all) {
    const bool sign = std::max(other.width(), other.height()) >= kSignInch * dpi;
    count += &other != &shape && sign && other.y0 <= shape.y1 && other.y1 >= shape.y0 && other.x0 <= shape.x1 + reach &&
             other.x1 >= shape.x0 - reach;
  }
  return count;
}

/// The level of print that goes on at both sides of a stroke through (x, y); 255 where there is none.
int level_through(const GreyImage& grey, const GreyImage& mask, int x, int y, int reach) {
  constexpr std::array<std::pair<int, int>, 4> kWays = {{{1, 0}, {0, 1}, {1, 1}, {1, -1}}};
  int level = 255;
  for (const auto& [across, down] : kWays) {
    int ends = 0;
    for (const int side : {-1, 1}) {
      int worst = 255;
      for (int step = 1; step <= reach; ++step) {
        const int u = x + side * step * across, v = y + side * step * down;
        if (u < 0 || v < 0 || u >= grey.width || v >= grey.height) break;
        if (mask.at(u, v) != 0) continue;
        worst = grey.at(u, v);
        break;
      }
      ends = std::max(ends, worst);
    }
    level = std::min(level, ends);
  }
  return level < kPrint ? level : 255;
}

}  // namespace

GreyImage remove_pen_marks(const PagePicture& picture, GreyImage& grey, double dpi, const PenMarkOptions& options) {
  if (picture.channels != 3 || grey.width != picture.width || grey.height != picture.height) return {};
  GreyImage coloured(grey.width, grey.height, 0);
  std::size_t count = 0;
  for (int y = 0; y < grey.height; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      const Channels colour = channels_at(picture, x, y);
      // What is lighter than its luminance belongs to a seal.
      const bool seal = grey.at(x, y) != colour.luminance();
      if (seal || colour.chroma() < options.least_chroma) continue;
      coloured.row(y)[x] = 1;
      ++count;
    }
  }
  if (count == 0 || static_cast<double>(count) > options.most_share * static_cast<double>(grey.pixels.size()))
    return {};
  const std::vector<Shape> shapes = shapes_of(coloured);
  GreyImage mask(grey.width, grey.height, 0);
  bool any = false;
  for (const Shape& shape : shapes) {
    if (!is_stroke(shape, dpi, options) || fellows(shape, shapes, dpi, options) > options.most_fellows) continue;
    any = true;
    const int fringe = std::max(1, static_cast<int>(dpi / 90));
    for (const int pixel : shape.pixels) {
      const int x = pixel % grey.width, y = pixel / grey.width;
      for (int v = std::max(0, y - fringe); v <= std::min(grey.height - 1, y + fringe); ++v)
        for (int u = std::max(0, x - fringe); u <= std::min(grey.width - 1, x + fringe); ++u)
          if (channels_at(picture, u, v).chroma() >= options.fringe_chroma) mask.row(v)[u] = 1;
    }
  }
  if (!any) return {};
  const int reach = std::max(4, static_cast<int>(0.05 * dpi));
  GreyImage mended = grey;
  for (int y = 0; y < grey.height; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      if (mask.at(x, y) == 0) continue;
      const int through = level_through(grey, mask, x, y, reach);
      if (through < 255) {
        mended.row(y)[x] = static_cast<std::uint8_t>(through);
        continue;
      }
      // As bright as the brightest nearby that is no stroke.
      int paper = 0;
      for (int v = std::max(0, y - reach); v <= std::min(grey.height - 1, y + reach); v += 2)
        for (int u = std::max(0, x - reach); u <= std::min(grey.width - 1, x + reach); u += 2)
          if (mask.at(u, v) == 0) paper = std::max<int>(paper, grey.at(u, v));
      mended.row(y)[x] = static_cast<std::uint8_t>(paper == 0 ? 255 : paper);
    }
  }
  grey = std::move(mended);
  return mask;
}

}  // namespace gongshi::extract
