// SPDX-License-Identifier: GPL-3.0-or-later
// Strokes of a coloured pen over print: ticks, circles, underlines, words struck out.
#pragma once

#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

struct PenMarkOptions {
  /// A pixel has a colour where its channels differ by this: ball pens have 90 and more, fringes of print in a JPEG 40.
  int least_chroma = 60;
  int fringe_chroma = 18;          ///< And beside such pixels, what still has some of it.
  double least_inch = 0.12;        ///< Shorter strokes may be signs that somebody wrote.
  double most_inch = 2.5;          ///< Longer ones are coloured rules or seals, as are those broader than
  double most_breadth_inch = 0.5;  ///< this.
  double most_fill = 0.45;         ///< Of its box, but for level strokes: coloured areas have more.
  int most_fellows = 5;  ///< Coloured shapes of its height beside it within `fellow_inch`: coloured print has more.
  double fellow_inch = 1.0;
  double most_share = 0.03;  ///< Of the page. The dots of a screen colour all of it.
};

/// Takes the strokes of a coloured pen out of `grey`, the picture's own grey levels, seals lightened; print that goes
/// on at both sides of a stroke is drawn through. What stood under a stroke may be lost: figures there are to be
/// doubted. Returned: 1 where a stroke was, 0 elsewhere; an empty picture where there was none. `dpi` > 0.
[[nodiscard]] GreyImage remove_pen_marks(const PagePicture& picture, GreyImage& grey, double dpi,
                                         const PenMarkOptions& options = {});

}  // namespace gongshi::extract
