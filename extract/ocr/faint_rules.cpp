// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/faint_rules.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "extract/ocr/resample.h"

namespace gongshi::extract {
namespace {

/// Each pixel the mean of those up to `half` columns away.
GreyImage mean_along(const GreyImage& image, int half) {
  GreyImage result(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* source = image.row(y);
    std::uint8_t* target = result.row(y);
    int sum = 0, count = 0;
    for (int x = 0; x < std::min(half, image.width); ++x) sum += source[x], ++count;
    for (int x = 0; x < image.width; ++x) {
      if (x + half < image.width) sum += source[x + half], ++count;
      if (x - half - 1 >= 0) sum -= source[x - half - 1], --count;
      target[x] = static_cast<std::uint8_t>(sum / count);
    }
  }
  return result;
}

/// What a pixel of the means is: nothing, a ridge with paper on both sides, or one with paper on one side only.
enum Ridge : std::uint8_t { kNone, kAlone, kBesideText };

void mark_ridges(const GreyImage& mean, int y, int beside, const FaintRuleOptions& options, std::uint8_t* ridge) {
  const std::uint8_t *row = mean.row(y), *above = mean.row(y - 1), *below = mean.row(y + 1);
  const std::uint8_t *near_above = mean.row(y - beside), *near_below = mean.row(y + beside);
  const std::uint8_t *far_above = mean.row(y - 2 * beside), *far_below = mean.row(y + 2 * beside);
  const std::uint8_t *edge_above = mean.row(y - 2), *edge_below = mean.row(y + 2);
  for (int x = 0; x < mean.width; ++x) {
    ridge[x] = kNone;
    if (row[x] > above[x] || row[x] > below[x]) continue;
    const int upper = std::min(near_above[x], far_above[x]), lower = std::min(near_below[x], far_below[x]);
    const auto is_paper = [&](int level) {
      return level >= options.least_paper && row[x] + options.least_contrast <= level;
    };
    if (is_paper(upper) && is_paper(lower)) {
      ridge[x] = kAlone;
    } else if ((is_paper(upper) || is_paper(lower)) && row[x] + options.least_contrast <= edge_above[x] &&
               row[x] + options.least_contrast <= edge_below[x]) {
      ridge[x] = kBesideText;
    }
  }
}

/// Where a faint rule runs: its row for every column from `start` on.
struct Path {
  int start = 0;
  std::vector<int> rows;
};

class HorizontalSearch {
 public:
  HorizontalSearch(const GreyImage& grey, const InkImage& ink, double dpi, const FaintRuleOptions& options)
      : grey_(grey), ink_(ink), dpi_(dpi), options_(options) {}

  [[nodiscard]] std::vector<Path> find(double window_inch, double least_run_inch) {
    beside_ = std::max(3, static_cast<int>(options_.beside_inch * dpi_));
    const int least = static_cast<int>(least_run_inch * dpi_), half = static_cast<int>(window_inch * dpi_ / 2);
    std::vector<Path> paths;
    if (grey_.height < 4 * beside_ + 3 || grey_.width < least) return paths;
    mean_ = mean_along(grey_, half);
    GreyImage ridges(grey_.width, grey_.height, kNone);
    const int top = 2 * beside_, bottom = grey_.height - 2 * beside_;
    for (int y = top; y < bottom; ++y) mark_ridges(mean_, y, beside_, options_, ridges.row(y));
    // From left to right, so that each path begins where its rule does, however it slopes.
    std::vector<std::pair<int, int>> starts;
    for (int y = top; y < bottom; ++y) {
      const std::uint8_t* row = ridges.row(y);
      for (int x = 0; x < grey_.width; ++x)
        if (row[x] != kNone) starts.emplace_back(x, y);
    }
    std::sort(starts.begin(), starts.end());
    for (const auto& [x, y] : starts) {
      if (ridges.row(y)[x] == kNone) continue;
      Path path = follow(ridges, x, y, std::max(2, half / 2));
      if (is_rule(path, least)) paths.push_back(std::move(path));
    }
    return paths;
  }

 private:
  /// Goes along a ridge from its left end; what it passed is none any more. A rule that slopes passes from row to row.
  Path follow(GreyImage& ridges, int start, int y, int gap) {
    Path path{start, {}};
    alone_ = beside_text_ = dark_beside_text_ = dark_alone_ = strokes_ = 0;
    int missed = 0;
    for (int x = start, row = y; x < grey_.width && missed <= gap; ++x) {
      std::uint8_t found = kNone;
      for (const int next : {row, row - 1, row + 1}) {
        found = ridges.row(next)[x];
        if (found == kNone) continue;
        ridges.row(next)[x] = kNone;
        row = next;
        break;
      }
      missed = found == kNone ? missed + 1 : 0;
      alone_ += found == kAlone;
      beside_text_ += found == kBesideText;
      if (found != kNone && is_dark(x, row)) {
        (found == kAlone ? dark_alone_ : dark_beside_text_) += 1;
        strokes_ += found == kAlone && (ink_.at(x, row - beside_) != 0 || ink_.at(x, row + beside_) != 0);
      }
      path.rows.push_back(row);
    }
    return path;
  }

  /// Cuts the path's ends, which the mean has drawn out, to what is as dark as the rest; false where it is no faint
  /// rule.
  bool is_rule(Path& path, int least) const {
    const auto size = static_cast<int>(path.rows.size());
    std::vector<int> dark(path.rows.size() + 1, 0);  // Of the first so many.
    for (int i = 0; i < size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      dark[at + 1] = dark[at] + is_dark(path.start + i, path.rows[at]);
    }
    const double usual = static_cast<double>(dark.back()) / std::max(1, size);
    const int window = std::max(6, static_cast<int>(options_.end_inch * dpi_));
    const auto ends_at = [&](int i, int from, int to) {
      from = std::clamp(from, 0, size), to = std::clamp(to, 0, size);
      const auto at = static_cast<std::size_t>(i);
      return dark[at + 1] > dark[at] &&
             dark[static_cast<std::size_t>(to)] - dark[static_cast<std::size_t>(from)] >= usual / 2 * (to - from);
    };
    int first = 0, last = size - 1;
    while (first < last && !ends_at(first, first, first + window)) ++first;
    while (last > first && !ends_at(last, last + 1 - window, last + 1)) --last;
    const int length = last - first + 1;
    if (length < least || (alone_ + beside_text_) * 5 < length * 4 ||
        dark_beside_text_ < options_.least_dark * beside_text_ || strokes_ > options_.most_strokes * dark_alone_)
      return false;
    int inked = 0;
    for (int i = first; i <= last; ++i) inked += has_ink(path.start + i, path.rows[static_cast<std::size_t>(i)]);
    if (inked > options_.most_ink * length || is_row_of_strokes(dark, first, last)) return false;
    path.rows = {path.rows.begin() + first, path.rows.begin() + last + 1};
    path.start += first;
    return true;
  }

  /// Strokes as long as those of characters, with gaps as between characters (一一一)? A dashed rule's gaps are
  /// shorter, a broken rule's dots are.
  [[nodiscard]] bool is_row_of_strokes(const std::vector<int>& dark, int first, int last) const {
    int strokes = 0;
    for (int i = first; i <= last; ++i) {
      const auto at = static_cast<std::size_t>(i);
      strokes += dark[at + 1] > dark[at] && (i == first || dark[at] == dark[at - 1]);
    }
    const double marked = dark[static_cast<std::size_t>(last) + 1] - dark[static_cast<std::size_t>(first)];
    const double gaps = last - first + 1 - marked;
    return strokes > 1 && marked > options_.stroke_inch * dpi_ * strokes &&
           gaps > options_.stroke_gap_inch * dpi_ * (strokes - 1);
  }

  /// Darker than the paper around it, by its own pixels?
  [[nodiscard]] bool is_dark(int x, int y) const {
    const int paper = std::max(mean_.at(x, y - 2 * beside_), mean_.at(x, y + 2 * beside_));
    for (int v = y - 1; v <= y + 1; ++v)
      if (grey_.at(x, v) <= paper - options_.least_darkness) return true;
    return false;
  }
  [[nodiscard]] bool has_ink(int x, int y) const {
    return ink_.at(x, y - 1) != 0 || ink_.at(x, y) != 0 || ink_.at(x, y + 1) != 0;
  }

  const GreyImage& grey_;
  const InkImage& ink_;
  double dpi_;
  const FaintRuleOptions& options_;
  GreyImage mean_;
  int beside_ = 3;
  // Of the path followed last.
  int alone_ = 0, beside_text_ = 0, dark_alone_ = 0, dark_beside_text_ = 0, strokes_ = 0;
};

std::vector<Path> horizontal_paths(const GreyImage& grey, const InkImage& ink, double dpi,
                                   const FaintRuleOptions& options) {
  HorizontalSearch search(grey, ink, dpi, options);
  std::vector<Path> paths = search.find(options.window_inch, options.least_run_inch);
  if (paths.empty()) return paths;
  for (Path& path : search.find(options.wide_window_inch, options.least_wide_run_inch))
    paths.push_back(std::move(path));
  return paths;
}

}  // namespace

InkImage with_faint_rules(const GreyImage& levelled, const InkImage& ink, double dpi, const FaintRuleOptions& options) {
  InkImage result = ink;
  for (const Path& path : horizontal_paths(levelled, ink, dpi, options)) {
    for (std::size_t i = 0; i < path.rows.size(); ++i) result.row(path.rows[i])[path.start + static_cast<int>(i)] = 1;
  }
  for (const Path& path : horizontal_paths(transposed(levelled), transposed(ink), dpi, options)) {
    for (std::size_t i = 0; i < path.rows.size(); ++i) result.row(path.start + static_cast<int>(i))[path.rows[i]] = 1;
  }
  return result;
}

namespace {

/// A rule seen along its way, whichever it is.
struct Way {
  const InkImage* ink = nullptr;
  bool horizontal = true;

  [[nodiscard]] int length() const { return horizontal ? ink->width : ink->height; }
  [[nodiscard]] int breadth() const { return horizontal ? ink->height : ink->width; }
  /// Is there ink at a point, or one pixel beside it?
  [[nodiscard]] bool dot(int at, int side) const {
    if (at < 0 || at >= length()) return false;
    for (int s = std::max(0, side - 1); s <= std::min(breadth() - 1, side + 1); ++s)
      if ((horizontal ? ink->at(at, s) : ink->at(s, at)) != 0) return true;
    return false;
  }
};

double from_of(const RuleLine& line) { return line.horizontal ? line.x0 : line.y0; }
double to_of(const RuleLine& line) { return line.horizontal ? line.x1 : line.y1; }
double side_at(const RuleLine& line, double at) {
  const double share = (at - from_of(line)) / std::max(1.0, line.length());
  return line.horizontal ? line.y0 + share * (line.y1 - line.y0) : line.x0 + share * (line.x1 - line.x0);
}

/// Do dots lead along the line's way from `from` to `to`?
bool dots_lead(const RuleLine& line, const InkImage& ink, double from, double to, double dpi) {
  constexpr double kLeastDots = 0.03, kMoreThanBeside = 2.5, kMostStrokes = 0.4;
  const Way way{&ink, line.horizontal};
  const int away = std::max(4, static_cast<int>(0.028 * dpi));
  int dots = 0, beside = 0, strokes = 0, total = 0;
  for (int at = static_cast<int>(from); at < static_cast<int>(to); ++at, ++total) {
    const int side = static_cast<int>(side_at(line, at));
    const bool here = way.dot(at, side), before = way.dot(at, side - away), after = way.dot(at, side + away);
    dots += here;
    beside += before + after;
    strokes += here && before && after;
  }
  return total > 0 && dots >= std::max(2.0, kLeastDots * total) && dots >= kMoreThanBeside * beside / 2 &&
         strokes <= kMostStrokes * dots;
}

void set_end(RuleLine& line, bool at_end, double at) {
  const double side = side_at(line, at);
  double& along = line.horizontal ? (at_end ? line.x1 : line.x0) : (at_end ? line.y1 : line.y0);
  double& across = line.horizontal ? (at_end ? line.y1 : line.y0) : (at_end ? line.x1 : line.x0);
  along = at, across = side;
}

}  // namespace

void complete_dotted_rules(std::vector<RuleLine>& lines, const GreyImage& levelled, const InkImage& ink, double dpi,
                           const FaintRuleOptions& options) {
  InkImage dark = ink;
  for (std::size_t i = 0; i < dark.pixels.size(); ++i)
    dark.pixels[i] = levelled.pixels[i] <= 255 - options.least_darkness ? 1 : 0;
  constexpr double kLongInch = 0.8, kOnOneLine = 3, kReachInch = 0.06;
  const double reach = kReachInch * dpi;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].length() < kLongInch * dpi) continue;
    for (const bool at_end : {false, true}) {
      for (int step = 0; step < 40; ++step) {
        RuleLine& line = lines[i];
        const double end = at_end ? to_of(line) : from_of(line);
        // The next rule across that the line would meet, or the next piece of itself.
        std::optional<double> next;
        std::optional<std::size_t> piece;
        for (std::size_t j = 0; j < lines.size(); ++j) {
          const RuleLine& other = lines[j];
          if (j == i) continue;
          double at = 0;
          if (other.horizontal != line.horizontal) {
            at = side_at(other, side_at(line, end));
            const double side = side_at(line, at);
            if (side < from_of(other) - reach || side > to_of(other) + reach) continue;
          } else {
            at = at_end ? from_of(other) : to_of(other);
            if (std::abs(side_at(line, at) - side_at(other, at)) > kOnOneLine) continue;
          }
          if (at_end ? at <= end + reach : at >= end - reach) continue;
          if (next && (at_end ? at >= *next : at <= *next)) continue;
          next = at;
          piece = other.horizontal == line.horizontal ? std::optional(j) : std::nullopt;
        }
        if (!next) break;
        const double low = std::min(end, *next) + 3, high = std::max(end, *next) - 3;
        if (!dots_lead(line, ink, low, high, dpi) && !dots_lead(line, dark, low, high, dpi)) break;
        if (!piece) {
          set_end(line, at_end, *next);
          continue;
        }
        const double far = at_end ? std::max(end, to_of(lines[*piece])) : std::min(end, from_of(lines[*piece]));
        set_end(line, at_end, far);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*piece));
        if (*piece < i) --i;
      }
    }
  }
}

}  // namespace gongshi::extract
