// SPDX-License-Identifier: GPL-3.0-or-later
// Lines over a sheet that are no rules of its: toner streaks, which a copier or a printer draws, and strokes of a pen.
#pragma once

#include <cstddef>
#include <vector>

#include "extract/ocr/curves.h"
#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

/// A streak with what lies just beside it; several side by side are one.
struct Streak {
  bool horizontal = false;
  int begin = 0;                 ///< First row (column, where horizontal) of the streak.
  std::vector<int> first, last;  ///< Its columns (rows) there, both inclusive.

  /// Does it run through what lies within `reach` pixels of the point?
  [[nodiscard]] bool touches(double x, double y, double reach) const;
};

/// Straight lines of ink from edge to edge, on pages where others (`curves`) end at their table.
[[nodiscard]] std::vector<Streak> find_streaks(const InkImage& ink, const std::vector<Curve>& curves, double dpi);

/// Which of `curves`, the page's lines, do not end where rules do: at a rule across, or beside the ends of others;
/// neither end does, or one lies beyond the table. Nothing on pages where many do not, such as copies of which only
/// pieces of the rules are left.
[[nodiscard]] std::vector<std::size_t> loose_lines(const std::vector<Curve>& curves, double dpi);

/// The ink of those lines.
[[nodiscard]] std::vector<Streak> find_loose_lines(const InkImage& ink, const std::vector<Curve>& curves, double dpi);

/// Paints them over with what stands on both sides, so that strokes that cross them stay.
void erase_streaks(const std::vector<Streak>& streaks, GreyImage& levelled);

}  // namespace gongshi::extract
