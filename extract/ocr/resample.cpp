// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/resample.h"

#include <algorithm>
#include <cmath>

namespace gongshi::extract {
namespace {

/// The weights of the source pixels that make one target pixel.
struct Tap {
  int first = 0;
  std::vector<float> weights;
};

float catmull_rom(float distance) {
  const float x = std::abs(distance);
  if (x < 1) return 1.5F * x * x * x - 2.5F * x * x + 1;
  if (x < 2) return -0.5F * x * x * x + 2.5F * x * x - 4 * x + 2;
  return 0;
}

std::vector<Tap> taps(int source, int target) {
  const float scale = static_cast<float>(source) / static_cast<float>(target);
  const float width = std::max(1.0F, scale);
  std::vector<Tap> result(static_cast<std::size_t>(target));
  for (int i = 0; i < target; ++i) {
    const float center = (static_cast<float>(i) + 0.5F) * scale - 0.5F;
    Tap& tap = result[static_cast<std::size_t>(i)];
    tap.first = std::clamp(static_cast<int>(std::floor(center - 2 * width)) + 1, 0, source - 1);
    const int last = std::clamp(static_cast<int>(std::floor(center + 2 * width)), 0, source - 1);
    float sum = 0;
    for (int at = tap.first; at <= last; ++at) {
      tap.weights.push_back(catmull_rom((static_cast<float>(at) - center) / width));
      sum += tap.weights.back();
    }
    for (float& weight : tap.weights) weight /= sum;
  }
  return result;
}

std::uint8_t to_byte(float value) { return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L)); }

}  // namespace

GreyImage resized(const GreyImage& image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  const std::vector<Tap> across = taps(image.width, width);
  std::vector<float> rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* source = image.row(y);
    float* target = rows.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    for (int x = 0; x < width; ++x) {
      const Tap& tap = across[static_cast<std::size_t>(x)];
      float sum = 0;
      for (std::size_t i = 0; i < tap.weights.size(); ++i)
        sum += tap.weights[i] * static_cast<float>(source[static_cast<std::size_t>(tap.first) + i]);
      target[x] = sum;
    }
  }
  GreyImage result(width, height);
  const std::vector<Tap> down = taps(image.height, height);
  std::vector<float> line(static_cast<std::size_t>(width));
  for (int y = 0; y < height; ++y) {
    const Tap& tap = down[static_cast<std::size_t>(y)];
    std::fill(line.begin(), line.end(), 0.0F);
    for (std::size_t i = 0; i < tap.weights.size(); ++i) {
      const float* source = rows.data() + (static_cast<std::size_t>(tap.first) + i) * static_cast<std::size_t>(width);
      for (int x = 0; x < width; ++x) line[static_cast<std::size_t>(x)] += tap.weights[i] * source[x];
    }
    std::transform(line.begin(), line.end(), result.row(y), to_byte);
  }
  return result;
}

GreyImage cropped(const GreyImage& image, int x0, int y0, int x1, int y1) {
  x0 = std::clamp(x0, 0, image.width);
  x1 = std::clamp(x1, x0, image.width);
  y0 = std::clamp(y0, 0, image.height);
  y1 = std::clamp(y1, y0, image.height);
  GreyImage result(x1 - x0, y1 - y0);
  for (int y = y0; y < y1; ++y) std::copy(image.row(y) + x0, image.row(y) + x1, result.row(y - y0));
  return result;
}

GreyImage padded(const GreyImage& image, int left, int top, int right, int bottom, std::uint8_t fill) {
  GreyImage result(image.width + left + right, image.height + top + bottom, fill);
  for (int y = 0; y < image.height; ++y)
    std::copy(image.row(y), image.row(y) + image.width, result.row(y + top) + left);
  return result;
}

GreyImage transposed(const GreyImage& image) {
  GreyImage result(image.height, image.width);
  constexpr int kTile = 64;  // Both pictures' rows stay in the cache.
  for (int top = 0; top < image.height; top += kTile) {
    for (int left = 0; left < image.width; left += kTile) {
      for (int y = top; y < std::min(image.height, top + kTile); ++y) {
        for (int x = left; x < std::min(image.width, left + kTile); ++x) result.row(x)[y] = image.at(x, y);
      }
    }
  }
  return result;
}

}  // namespace gongshi::extract
