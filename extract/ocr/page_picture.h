// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace gongshi::extract {

/// A page as a picture, decoded: what OCR works on. Pixels stand row by row from the top left, `channels` bytes each
/// (1: grey, 3: red, green, blue), 0 is black; pixels.size() == width × height × channels.
struct PagePicture {
  int width = 0, height = 0;
  int channels = 1;
  double dpi =
      0;  ///< Pixels per inch, so that points = pixels × 72 / dpi. 0: unknown, then it is guessed from the size.
  std::vector<std::uint8_t> pixels;
};

/// An 8-bit grey picture without padding: pixels.size() == width × height; 0 is black.
struct GreyImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;

  GreyImage() = default;
  GreyImage(int columns, int rows, std::uint8_t fill = 255)
      : width(columns),
        height(rows),
        pixels(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), fill) {}

  [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
  [[nodiscard]] std::uint8_t* row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  [[nodiscard]] const std::uint8_t* row(int y) const {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  [[nodiscard]] std::uint8_t at(int x, int y) const { return row(y)[x]; }
};

/// As GreyImage, but 1 is ink and 0 is paper.
using InkImage = GreyImage;

}  // namespace gongshi::extract
