// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/page_canvas.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "extract/font_forms.h"
#include "extract/without_width.h"

namespace gongshi::extract {
namespace {

constexpr double kThinRule = 3.0;           // points; a filled rectangle of at most this extent is a rule
constexpr double kStraight = 0.6;           // points; a stroke that drifts less than this is horizontal or vertical
constexpr double kWholePage = 0.8;          // of the page; a fill this large is the paper
constexpr double kCovers = 0.5;             // of the page; smaller pictures over text are seals and signatures
constexpr double kLargestLetter = 60, kBand = 12;  // points
constexpr std::size_t kMaxRules = 200'000;  // of one page
constexpr std::size_t kMaxGlyphs = 500'000;
constexpr std::size_t kMaxDarkFills = 2'000;
constexpr std::size_t kMaxEqualNeighbours = 100;  // equal characters of one line that are looked at for doubling

bool is_private_or_replacement(char32_t code) {
  return code == 0xFFFD || (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0x10FFFF);
}

// Bold by drawing twice: the same character again, hardly moved.
void drop_doubled_glyphs(std::vector<Glyph>& glyphs) {
  std::vector<std::size_t> order(glyphs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Glyph &left = glyphs[a], &right = glyphs[b];
    return std::tie(left.code, left.box.y0, a) < std::tie(right.code, right.box.y0, b);
  });
  std::vector<bool> doubled(glyphs.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Glyph& first = glyphs[order[i]];
    const double slack = 0.2 * static_cast<double>(first.size);
    for (std::size_t k = i + 1; k < std::min(order.size(), i + kMaxEqualNeighbours); ++k) {
      const Glyph& second = glyphs[order[k]];
      if (second.code != first.code || second.box.y0 - first.box.y0 > slack) break;
      if (std::abs(second.box.x0 - first.box.x0) <= slack && std::abs(second.size - first.size) < 0.1F * first.size)
        doubled[std::max(order[i], order[k])] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < glyphs.size(); ++i)
    if (!doubled[i]) glyphs[kept++] = glyphs[i];
  glyphs.resize(kept);
}

}  // namespace

Box box_around(Point a, Point b) {
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
}

Point center_of(const Box& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

Box intersection(const Box& a, const Box& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

bool contains(const Box& box, Point point, double slack) {
  return point.x >= box.x0 - slack && point.x <= box.x1 + slack && point.y >= box.y0 - slack &&
         point.y <= box.y1 + slack;
}

void PageCanvas::add_text(const std::u32string& text, const Box& box, double size, bool hidden, int turns) {
  if (!contains(page_, center_of(box), 0) || result_.content.glyphs.size() + result_.hidden.size() >= kMaxGlyphs)
    return;
  std::u32string plain;
  for (const char32_t code : text) {
    if (is_without_width(code)) continue;
    if (is_private_or_replacement(code)) ++result_.undecoded;
    plain += fold_font_form(code);
  }
  std::vector<Glyph>& glyphs = hidden ? result_.hidden : result_.content.glyphs;
  const double step = box.width() / static_cast<double>(std::max<std::size_t>(plain.size(), 1));
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == U' ') {
      space_pending_ = true;
      continue;
    }
    Glyph glyph;
    glyph.code = plain[i];
    glyph.box = {box.x0 + step * static_cast<double>(i), box.y0, box.x0 + step * static_cast<double>(i + 1), box.y1};
    glyph.size = static_cast<float>(size);
    glyph.space_before = std::exchange(space_pending_, false);
    glyphs.push_back(glyph);
    ++directions_[static_cast<std::size_t>(turns)];
  }
}

void PageCanvas::add_stroke(Point a, Point b, double thickness) {
  const Box box = box_around(a, b);
  const double length = std::max(box.width(), box.height());
  if (std::min(box.width(), box.height()) > kStraight || length <= 0) return;
  // A very thick short stroke is a filled box.
  if (thickness > kThinRule && thickness > length) return;
  add_rule(box, thickness);
}

void PageCanvas::add_fill(const Box& box, bool white) {
  if (box.x1 < box.x0 || box.y1 < box.y0) return;
  if (std::min(box.width(), box.height()) <= kThinRule) {
    if (white) return;
    const bool horizontal = box.width() >= box.height();
    const Point middle = center_of(box);
    if (horizontal)
      add_rule({box.x0, middle.y, box.x1, middle.y}, box.height());
    else
      add_rule({middle.x, box.y0, middle.x, box.y1}, box.width());
    return;
  }
  // A background: its sides are where cells end. A page's own background, and white on white, show nothing.
  if (box.width() * box.height() > kWholePage * page_.width() * page_.height()) return;
  const bool on_dark = std::any_of(dark_.begin(), dark_.end(), [&](const Box& dark) {
    return contains(dark, {box.x0, box.y0}, 1) && contains(dark, {box.x1, box.y1}, 1);
  });
  if (white && !on_dark) return;
  if (!white) dark_.push_back(box);
  if (dark_.size() > kMaxDarkFills) dark_.erase(dark_.begin());
  add_rule({box.x0, box.y0, box.x1, box.y0}, 0);
  add_rule({box.x0, box.y1, box.x1, box.y1}, 0);
  add_rule({box.x0, box.y0, box.x0, box.y1}, 0);
  add_rule({box.x1, box.y0, box.x1, box.y1}, 0);
}

void PageCanvas::add_outline(const Box& box) {
  if (box.width() > kLargestLetter || box.height() > kLargestLetter || !contains(page_, center_of(box), 0)) return;
  ++result_.outlines;
  bands_.insert(static_cast<int>(center_of(box).y / kBand));
}

void PageCanvas::add_picture(const Box& box, bool opaque) {
  const Box seen = intersection(box, page_);
  if (seen.x1 < seen.x0 || seen.y1 < seen.y0) return;
  if (std::min(seen.width(), seen.height()) <= kThinRule) {
    add_fill(seen, false);
    return;
  }
  result_.content.pictures.push_back(seen);
  const double share = seen.width() * seen.height() / (page_.width() * page_.height());
  result_.picture_share = std::min(1.0, result_.picture_share + share);  // scanners cut pages into strips
  if (opaque && share > kCovers) hide_text_under(seen);
}

// Some scanners' programs draw what they recognised first and the page's picture over it.
void PageCanvas::hide_text_under(const Box& box) {
  std::vector<Glyph>& glyphs = result_.content.glyphs;
  const auto covered = std::stable_partition(
      glyphs.begin(), glyphs.end(), [&](const Glyph& glyph) { return !contains(box, center_of(glyph.box), 0); });
  result_.hidden.insert(result_.hidden.end(), covered, glyphs.end());
  glyphs.erase(covered, glyphs.end());
}

void PageCanvas::add_rule(const Box& box, double thickness) {
  if (result_.content.rules.size() >= kMaxRules) return;
  const Box seen = intersection(box, page_);
  if (seen.x1 < seen.x0 || seen.y1 < seen.y0) return;
  if (seen.width() < 0.5 && seen.height() < 0.5) return;
  result_.content.rules.push_back({seen.x0, seen.y0, seen.x1, seen.y1, thickness});
}

int PageCanvas::main_direction() const {
  return static_cast<int>(std::max_element(directions_.begin(), directions_.end()) - directions_.begin());
}

DrawnPage PageCanvas::finish() {
  drop_doubled_glyphs(result_.content.glyphs);
  result_.outline_bands = static_cast<int>(bands_.size());
  return std::move(result_);
}

}  // namespace gongshi::extract
