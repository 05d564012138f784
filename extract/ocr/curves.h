// SPDX-License-Identifier: GPL-3.0-or-later
// The thin lines of a page's rules as they run over bent paper: traced step by step, not fitted by straight lines.
#pragma once

#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/straighten.h"

namespace gongshi::extract {

/// A long thin line, about horizontal or vertical. Its points stand in the order of x (y), a pixel apart along it
/// except where the line was not seen (a gap, or another rule across).
struct Curve {
  bool horizontal = true;
  std::vector<Homography::Point> points;  ///< Pixels; smoothed.

  [[nodiscard]] double length() const;
  /// The largest distance of its points from the straight line through its ends, pixels.
  [[nodiscard]] double bend() const;
  /// From end to end, |rise| by run.
  [[nodiscard]] double slope() const;
};

struct CurveOptions {
  double most_thickness_inch = 0.035;  ///< As of straight rules (rule_lines.h).
  double least_piece_inch = 0.22;      ///< What is traced without a gap: longer than a stroke of ordinary type.
  double least_length_inch = 0.8;      ///< Of a whole line.
  double bridge_inch = 0.05;           ///< Gaps within a piece: other rules across, broken ink.
  double join_inch = 0.45;             ///< Gaps between the pieces of a line: text that touches it.
  double least_coverage = 0.8;         ///< Ink along a piece.
  double least_loneliness = 0.6;       ///< Share of a piece with paper on both sides.
  double smoothing_inch = 0.12;        ///< Half the window over which the line's points are evened out.
};

/// The page's rules, at slopes of up to about 30°. Strokes of characters are none.
[[nodiscard]] std::vector<Curve> trace_curves(const InkImage& ink, double dpi, const CurveOptions& options = {});

}  // namespace gongshi::extract
