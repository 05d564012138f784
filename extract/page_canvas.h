// SPDX-License-Identifier: GPL-3.0-or-later
// Where a fixed-layout format's drawing ends up: readers of PDF and OFD draw on a PageCanvas, which keeps what matters
// to layout.
#pragma once

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "extract/page_content.h"

namespace gongshi::extract {

/// A page as drawn, with what is needed to judge its text layer.
struct DrawnPage {
  PageContent content;  ///< Visible text only, folded (font_forms.h), in drawing order; text_source is left empty.
  std::vector<Glyph> hidden;  ///< Text drawn invisibly or under a picture: another program's recognition of a scan.
  int undecoded = 0;          ///< Glyphs without a Unicode value (no ToUnicode, replacement or private-use characters).
  std::size_t outlines = 0;   ///< Small drawn shapes, as letters made into outlines are.
  int outline_bands = 0;      ///< Lines of the page (bands of 12 points) in which they stand.
  double picture_share = 0;   ///< Share of the page that pictures cover, 0–1.
  std::vector<Problem> problems;  ///< What went wrong while the page was drawn, once each.
};

/// A CJK font's em box stands this far above and below the baseline, in em. Fonts' own ascents differ widely for one
/// design; lines are easier to tell when every glyph of one size has one height.
inline constexpr double kEmAscent = 0.86, kEmDescent = 0.14;

struct Point {
  double x = 0, y = 0;
};

/// The smallest box around both points; the middle of a box; what two boxes share (x1 < x0 or y1 < y0 where they share
/// nothing).
[[nodiscard]] Box box_around(Point a, Point b);
[[nodiscard]] Point center_of(const Box& box);
[[nodiscard]] Box intersection(const Box& a, const Box& b);
[[nodiscard]] bool contains(const Box& box, Point point, double slack);

/// All coordinates are points from the top left of the page as shown. What lies outside the page is dropped. Past 500
/// 000 glyphs or 200 000 rules of one page the rest is dropped: that is a drawing, no form.
class PageCanvas {
 public:
  explicit PageCanvas(Box page) : page_(page) {}

  /// Characters that share `box` (a glyph, a ligature, stated text) in equal parts. `turns`: quarter turns clockwise in
  /// which they run.
  void add_text(const std::u32string& text, const Box& box, double size, bool hidden, int turns = 0);
  /// A stroke from `a` to `b`; only horizontal and vertical ones count.
  void add_stroke(Point a, Point b, double thickness);
  /// A filled rectangle: a rule where it is thin, else a background, whose sides are where cells end. White ones count
  /// on darker ones only.
  void add_fill(const Box& box, bool white);
  /// A closed shape that is no rectangle; only those of a letter's size count.
  void add_outline(const Box& box);
  /// A picture; an opaque one over most of the page hides the text drawn before it.
  void add_picture(const Box& box, bool opaque);

  [[nodiscard]] const Box& page() const { return page_; }
  /// Quarter turns clockwise in which most of the text runs.
  [[nodiscard]] int main_direction() const;
  /// The page, once everything is drawn.
  [[nodiscard]] DrawnPage finish();

 private:
  void add_rule(const Box& box, double thickness);
  void hide_text_under(const Box& box);

  Box page_;
  DrawnPage result_;
  std::array<int, 4> directions_{};
  bool space_pending_ = false;
  std::vector<Box> dark_;  // darker fills so far
  std::set<int> bands_;    // with outlines
};

}  // namespace gongshi::extract
