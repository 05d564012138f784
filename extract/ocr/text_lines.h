// SPDX-License-Identifier: GPL-3.0-or-later
// Where lines of text stand on a straight page.
#pragma once

#include <vector>

#include "extract/ocr/page_picture.h"
#include "schema/document.h"

namespace gongshi::extract {

/// A rectangle of pixels, half open.
struct PixelBox {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  [[nodiscard]] int width() const { return x1 - x0; }
  [[nodiscard]] int height() const { return y1 - y0; }
};

struct TextLine {
  PixelBox ink;     ///< Around the line's ink.
  PixelBox crop;    ///< What to cut out for an engine: with a margin, but nothing of the lines above and below.
  double size = 0;  ///< Height of the line's characters in pixels, as far as its neighbours tell.
  int cell = 0;     ///< The number of its area; the lines of one cell have the same one.
  int column = 0;   ///< Lines in cells with the same left and right sides have the same one; -1 outside of tables.
};

/// Lines inside each of `areas` (cells, or what lies between tables), top to bottom, area by area. Specks are no ink.
/// `ink` must not hold rules.
[[nodiscard]] std::vector<std::vector<TextLine>> find_text_lines(const InkImage& ink,
                                                                 const std::vector<PixelBox>& areas, double dpi);

/// The emptiest column of a line's picture within `reach` of `x`: where to cut between two characters.
[[nodiscard]] int emptiest_column(const GreyImage& line, double x, int reach);

/// Removes connected specks smaller than a full stop.
void remove_specks(InkImage& ink, double dpi);

}  // namespace gongshi::extract
