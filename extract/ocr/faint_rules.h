// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that ordinary thresholds lose: grey ones, and those of which a fax or a copy left dots.
#pragma once

#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/rule_lines.h"

namespace gongshi::extract {

struct FaintRuleOptions {
  /// Along the rule: over so much its dots add up to a line. At 2° it moves by 1.4 pixels there. The wide one is tried
  /// as well where the other finds something, for what is left of a rule in a light fax: a dot here and there.
  double window_inch = 0.20, wide_window_inch = 0.6;
  double beside_inch = 0.022;  ///< Where paper must be on both sides, and at twice the distance.
  int least_contrast = 10;     ///< Grey levels of the rule's mean below the paper beside it. Grey hairlines have 25.
  int least_paper = 222;       ///< Mean level of the paper beside it.
  double least_run_inch = 0.6, least_wide_run_inch = 1.0;
  double most_ink = 0.95;  ///< Of a rule's length: more is found as ink anyway.
  double stroke_inch = 0.07, stroke_gap_inch = 0.065;
  double end_inch = 0.06;   ///< At a rule's end so much of it is half as dark as the whole.
  int least_darkness = 18;  ///< What belongs to a rule that is not dotted, and to the end of any: so much below white.
  double most_strokes = 0.35;  ///< Of its dark places: there strokes of characters cross its way.
  double least_dark = 0.85;    ///< Share of it where text stands tight on one side: the tops of characters have gaps.
  /// Dotted rules seen over the whole table: share of its rows that have a dot, how many times more than beside it, and
  /// the share of its way through bands between rules across that have some.
  double least_dots = 0.05, more_dots = 3, least_banded = 0.6;
};

/// `ink` with thin lines drawn where `levelled` has faint rules that stand on paper by themselves. Equal to `ink` on
/// pages without such rules.
[[nodiscard]] InkImage with_faint_rules(const GreyImage& levelled, const InkImage& ink, double dpi,
                                        const FaintRuleOptions& options = {});

/// Adds rules of which a light fax has left so few dots that they are seen only over the whole height or width of their
/// table, on a straight page: a line of dots with paper on both sides. Where there are some, lines along which less
/// stands than beside them go: they are strokes of characters below each other.
void add_dotted_rules(std::vector<RuleLine>& lines, const GreyImage& levelled, double dpi,
                      const FaintRuleOptions& options = {});

/// Joins rules on one line, and lengthens them to the rules that they would meet, where dots on their way are what a
/// light fax has left of them, or grey is: more than beside it, and no strokes that cross it. `ink` without what was
/// drawn in.
void complete_dotted_rules(std::vector<RuleLine>& lines, const GreyImage& levelled, const InkImage& ink, double dpi,
                           const FaintRuleOptions& options = {});

}  // namespace gongshi::extract
