// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn on one page, before it is understood: the common ground of PDF, OFD and recognised pictures. layout.h
// makes paragraphs and tables of it.
#pragma once

#include <string>
#include <vector>

#include "schema/document.h"

namespace gongshi::extract {

/// One character as it stands on the page.
struct Glyph {
  char32_t code = 0;
  Box box;         ///< As shown (after rotation and cropping); the advance box where the format gives no ink box.
  float size = 0;  ///< Font size in points.
  float confidence = 1.0F;  ///< 0–1
  bool uncertain = false;   ///< Part of a figure that a second look did not confirm.
  bool space_before =
      false;  ///< The format itself has a space (or a gap of a space's width between Latin letters) before it.
};

/// A straight horizontal or vertical line: a stroke, a thin filled rectangle, one side of a box, the border of a
/// shading, or a rule found in a picture. Double rules are two.
struct Rule {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< x0 <= x1, y0 <= y1; one of the extents is (nearly) zero.
  double thickness = 0;                   ///< Points.

  [[nodiscard]] bool horizontal() const { return x1 - x0 >= y1 - y0; }
};

struct PageContent {
  Page page;                  ///< number, width, height, text_source, engine …
  std::vector<Glyph> glyphs;  ///< In the order the format gives them.
  std::vector<Rule> rules;
  std::vector<Box> pictures;  ///< Where images stand.
};

}  // namespace gongshi::extract
