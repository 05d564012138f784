// SPDX-License-Identifier: GPL-3.0-or-later
// Straight rules in a picture, also sloping, broken or faint ones.
#pragma once

#include <vector>

#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

/// A rule in pixels, fitted through its ink. For a horizontal one x0 < x1, for a vertical one y0 < y1.
struct RuleLine {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  double thickness = 0;
  bool horizontal = true;

  [[nodiscard]] double length() const { return horizontal ? x1 - x0 : y1 - y0; }
};

/// Where a number's own measure is given, it was taken on the page named; the others are bounds that all scans and
/// photos of the corpus get their rows with (bench/ocr.py, column rows), not optima.
struct LineOptions {
  double least_run_inch = 0.10;  ///< Ink in one row of pixels that may be a piece of a rule. A rule two pixels thick
                                 ///< that slopes by 2° has runs of 57 pixels.
  double most_thickness_inch = 0.035;  ///< 2.5 points.
  double bridge_inch = 0.03;           ///< Gaps in a run: where other rules cross, or the ink is broken.
  double join_inch = 0.35;             ///< Gaps between pieces on one straight line.
  double least_length_inch = 0.30;     ///< Shorter ones are strokes of characters.
  double long_inch = 1.0;              ///< Shorter ones must stand between two rules of at least this length.
  double reach_inch = 0.06;            ///< How near the end of a rule must come to the one it meets.
  double tail_inch = 0.6;       ///< What may be cut off where a rule runs past the one that its neighbours end at,
  double free_tail_inch = 2.0;  ///< and where neither of the table's side rules passes that one and the end meets none.
  double least_coverage = 0.80;         ///< Ink along a piece.
  double least_joined_coverage = 0.55;  ///< Ink along a whole rule, gaps included.
  double least_loneliness = 0.55;       ///< Share of a rule with paper on both sides.
  double short_loneliness = 0.70;       ///< The same for pieces below an inch.
  /// Rules this complete and longer than `gapless_inch` need only `gapless_loneliness`: text that stands tight below a
  /// rule takes its paper (a rule of a photo at 165 dpi: coverage 1.00, loneliness 0.54), and no row of strokes is
  /// without gaps for so long.
  double gapless_coverage = 0.95, gapless_inch = 1.5, gapless_loneliness = 0.25;
  double twin_inch = 0.05;  ///< The other line of a double rule, with the paper between them: 3.6 points.
  /// Dashes and the gaps between them: 2.4 and 2 points where Chromium draws them, 6.5 and 2.5 where LibreOffice does.
  /// Shorter ones are specks.
  double least_dash_inch = 0.018, most_dash_inch = 0.13, most_dash_gap_inch = 0.06;
  double dash_reach_inch = 0.20;  ///< One dash may be missing: it runs into a rule that crosses.
  int least_dashes = 4;
  double least_dash_share = 0.40;  ///< Dashes along a rule, gaps included.
  double least_alike = 0.70;       ///< Share of dashes of a rule's usual length, and of gaps that are none too wide.
};

/// Rules within about 4° of horizontal and vertical. Rules that touch or cross text count; strokes of text do not.
[[nodiscard]] std::vector<RuleLine> find_rule_lines(const InkImage& ink, double dpi, const LineOptions& options = {});

}  // namespace gongshi::extract
