// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

/// The picture at another size, by a cubic filter (Catmull-Rom) that is widened where it shrinks, so that thin strokes
/// neither vanish nor alias. Preconditions: the picture is not empty, width and height are positive.
[[nodiscard]] GreyImage resized(const GreyImage& image, int width, int height);

/// The rectangle [x0, x1) × [y0, y1), cut to the picture.
[[nodiscard]] GreyImage cropped(const GreyImage& image, int x0, int y0, int x1, int y1);

/// The picture with `margin` pixels of `fill` around it.
[[nodiscard]] GreyImage padded(const GreyImage& image, int left, int top, int right, int bottom, std::uint8_t fill);

/// Rows become columns.
[[nodiscard]] GreyImage transposed(const GreyImage& image);

}  // namespace gongshi::extract
