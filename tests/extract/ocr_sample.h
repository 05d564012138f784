// SPDX-License-Identifier: GPL-3.0-or-later
// Pages drawn for the tests of recognition, and engines that need no model.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/recognizer.h"
#include "extract/ocr/straighten.h"
#include "schema/utf8.h"

namespace gongshi::test {

using extract::GreyImage;
using extract::LineText;

inline void fill(GreyImage& image, int x0, int y0, int x1, int y1, std::uint8_t value = 0) {
  for (int y = std::max(0, y0); y < std::min(image.height, y1); ++y)
    for (int x = std::max(0, x0); x < std::min(image.width, x1); ++x) image.row(y)[x] = value;
}

/// Something like a line of characters of `size` pixels from (x, y): square frames that are open at their top, so that
/// they show which way is up.
inline void draw_line(GreyImage& image, int x, int y, int count, int size) {
  const int stroke = std::max(2, size / 10);
  for (int i = 0; i < count; ++i) {
    const int left = x + i * size * 5 / 4, right = left + size;
    fill(image, left, y, left + stroke, y + size);
    fill(image, right - stroke, y, right, y + size);
    fill(image, left, y + size - 3 * stroke, right, y + size);
  }
}

/// A sheet at 100 dpi with a heading and a table of `rows` × 3 cells, each with a line of text.
struct Sheet {
  static constexpr double kDpi = 100;
  static constexpr int kLeft = 60, kTop = 120, kColumn = 180, kRow = 60, kColumns = 3;

  GreyImage image{660, 930};
  int rows = 0;

  explicit Sheet(int row_count) : rows(row_count) {
    draw_line(image, 200, 60, 14, 14);
    for (int row = 0; row <= rows; ++row) fill(image, kLeft, y(row), x(kColumns) + 2, y(row) + 2);
    for (int column = 0; column <= kColumns; ++column) fill(image, x(column), kTop, x(column) + 2, y(rows) + 2);
    for (int row = 0; row < rows; ++row)
      for (int column = 0; column < kColumns; ++column)
        draw_line(image, x(column) + 14, y(row) + 20, 6 + (row + column) % 3, 14);
  }

  [[nodiscard]] static int x(int column) { return kLeft + column * kColumn; }
  [[nodiscard]] static int y(int row) { return kTop + row * kRow; }
};

/// The picture seen through a map of its points; what lies outside of it becomes `ground`.
inline GreyImage warped(const GreyImage& image, const extract::Homography& to_source, std::uint8_t ground = 255) {
  GreyImage result(image.width, image.height, ground);
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x) {
      const auto at = to_source.apply(x + 0.5, y + 0.5);
      const double sx = at.x - 0.5, sy = at.y - 0.5;
      if (!(sx >= 0 && sy >= 0 && sx < image.width - 1 && sy < image.height - 1)) continue;
      const int left = static_cast<int>(sx), top = static_cast<int>(sy);
      const double fx = sx - left, fy = sy - top;
      const double value = (image.at(left, top) * (1 - fx) + image.at(left + 1, top) * fx) * (1 - fy) +
                           (image.at(left, top + 1) * (1 - fx) + image.at(left + 1, top + 1) * fx) * fy;
      result.row(y)[x] = static_cast<std::uint8_t>(value);
    }
  }
  return result;
}

/// The picture of a sheet that curls: its middle third rises by `depth` pixels and its right side sinks by half of it.
inline GreyImage bent(const GreyImage& image, double depth) {
  GreyImage result(image.width, image.height);
  for (int x = 0; x < image.width; ++x) {
    const double share = static_cast<double>(x) / image.width;
    const double shift = depth * std::sin(share * 3.14159265358979 * 1.5);
    for (int y = 0; y < image.height; ++y) {
      const double from = y + shift;
      const int above = static_cast<int>(std::floor(from));
      if (above < 0 || above + 1 >= image.height) continue;
      const double part = from - above;
      result.row(y)[x] = static_cast<std::uint8_t>(image.at(x, above) * (1 - part) + image.at(x, above + 1) * part);
    }
  }
  return result;
}

/// Turned by `degrees` around the middle.
inline extract::Homography turn_by(const GreyImage& image, double degrees) {
  const double angle = degrees * 3.14159265358979 / 180, c = std::cos(angle), s = std::sin(angle);
  const double x = image.width / 2.0, y = image.height / 2.0;
  return {{c, -s, x - c * x + s * y, s, c, y - s * x - c * y, 0, 0, 1}};
}

inline extract::PagePicture picture_of(const GreyImage& image, double dpi) {
  return {image.width, image.height, 1, dpi, image.pixels};
}

inline extract::PagePicture in_colour(const extract::PagePicture& grey) {
  extract::PagePicture picture{grey.width, grey.height, 3, grey.dpi, {}};
  for (const std::uint8_t value : grey.pixels) picture.pixels.insert(picture.pixels.end(), 3, value);
  return picture;
}

/// A line of characters of equal width from the left.
inline LineText line_of(std::string_view text, float width = 20, float confidence = 0.99F) {
  LineText line;
  float x = 0;
  for (const char32_t code : utf8::decode(text)) {
    line.characters.push_back({code, x, x + width, confidence});
    x += width;
  }
  return line;
}

inline std::string text_of(const LineText& line) {
  std::string text;
  for (const auto& character : line.characters) utf8::append(text, character.code);
  return text;
}

/// An engine that does what a function says.
class FakeEngine final : public extract::Recognizer {
 public:
  using Reading = std::function<LineText(const GreyImage&)>;

  explicit FakeEngine(Reading reading, std::string name = "fake 1")
      : reading_(std::move(reading)), name_(std::move(name)) {}

  [[nodiscard]] LineText read_line(const GreyImage& line) override { return reading_(line); }
  [[nodiscard]] std::string name() const override { return name_; }

 private:
  Reading reading_;
  std::string name_;
};

/// Reads draw_line(): one 田 per frame, surely where the frames stand on their feet.
inline LineText read_frames(const GreyImage& line) {
  double upper = 0, lower = 0;
  for (int y = 0; y < line.height; ++y)
    for (int x = 0; x < line.width; ++x) (y * 2 < line.height ? upper : lower) += 255 - line.at(x, y);
  LineText text;
  const int count = std::max(1, line.width / std::max(1, line.height));
  const float width = static_cast<float>(line.width) / static_cast<float>(count);
  for (int i = 0; i < count; ++i)
    text.characters.push_back({U'田', width * static_cast<float>(i), width * static_cast<float>(i + 1),
                               lower > 1.1 * upper && line.width > line.height ? 0.95F : 0.4F});
  return text;
}

}  // namespace gongshi::test
