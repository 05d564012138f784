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

constexpr std::uint8_t kDot = 200;  // A dot of a rule; turned straight, those of a black and white page have less.

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

namespace {

/// A straight strip across the page between two rules, where rules of the other direction are looked for.
struct Band {
  int from = 0, to = 0;  ///< Half open, along the rules looked for.
};

/// How many of a band's rows have ink within a pixel of each column.
std::vector<int> inked_rows(const InkImage& dark, const Band& band) {
  std::vector<int> counts(static_cast<std::size_t>(dark.width), 0);
  for (int y = band.from; y < band.to; ++y) {
    const std::uint8_t* row = dark.row(y);
    for (int x = 1; x + 1 < dark.width; ++x)
      counts[static_cast<std::size_t>(x)] += (row[x - 1] | row[x] | row[x + 1]) != 0 ? 1 : 0;
  }
  return counts;
}

/// The most of what stands near a column on both sides, and a little further on one: text may stand tight on the other.
int beside(const std::vector<int>& counts, int x, int away) {
  const auto at = [&](int column) {
    return column >= 0 && column < static_cast<int>(counts.size()) ? counts[static_cast<std::size_t>(column)] : 0;
  };
  return std::max({at(x - away), at(x + away), std::min(at(x - 2 * away), at(x + 2 * away))});
}

/// The bands between the rules across, without those rules themselves; the whole height of the ink where there are
/// fewer than two.
std::vector<Band> bands_between(const std::vector<RuleLine>& lines, bool horizontal, const InkImage& dark, double dpi) {
  constexpr double kLongInch = 1.5;
  std::vector<double> levels;
  for (const RuleLine& line : lines) {
    if (line.horizontal == horizontal && line.length() >= kLongInch * dpi)
      levels.push_back(horizontal ? (line.y0 + line.y1) / 2 : (line.x0 + line.x1) / 2);
  }
  std::sort(levels.begin(), levels.end());
  const int margin = std::max(3, static_cast<int>(0.015 * dpi));
  std::vector<Band> bands;
  for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
    const Band band{std::max(0, static_cast<int>(levels[i]) + margin),
                    std::min(dark.height, static_cast<int>(levels[i + 1]) - margin)};
    if (band.to - band.from >= 0.08 * dpi) bands.push_back(band);
  }
  if (!bands.empty()) return bands;
  int first = dark.height, last = -1;
  for (int y = 0; y < dark.height; ++y) {
    const std::uint8_t* row = dark.row(y);
    if (std::all_of(row, row + dark.width, [](std::uint8_t it) { return it == 0; })) continue;
    first = std::min(first, y);
    last = y;
  }
  if (last > first) bands.push_back({first, last + 1});
  return bands;
}

/// Columns of dots that run through most of the bands with paper on both sides, as upright lines of `dark`.
std::vector<RuleLine> dotted_columns(const InkImage& dark, const std::vector<Band>& bands, double dpi,
                                     const FaintRuleOptions& options) {
  const int away = std::max(3, static_cast<int>(options.beside_inch * dpi));
  std::vector<std::vector<int>> counts;
  std::vector<int> total(static_cast<std::size_t>(dark.width), 0);
  int rows = 0;
  for (const Band& band : bands) {
    counts.push_back(inked_rows(dark, band));
    rows += band.to - band.from;
    for (std::size_t x = 0; x < total.size(); ++x) total[x] += counts.back()[x];
  }
  std::vector<RuleLine> lines;
  for (int x = 2 * away; x + 2 * away < dark.width; ++x) {
    const int here = total[static_cast<std::size_t>(x)];
    if (here < options.least_dots * rows || here < options.more_dots * beside(total, x, away)) continue;
    if (*std::max_element(total.begin() + x - away, total.begin() + x + away + 1) > here) continue;
    // Of equal ones in a row the middle one.
    int first = x, last = x;
    while (first > 0 && total[static_cast<std::size_t>(first) - 1] == here) --first;
    while (last + 1 < dark.width && total[static_cast<std::size_t>(last) + 1] == here) ++last;
    if (x != (first + last) / 2) continue;
    const double middle = (first + last) / 2.0;
    int first_band = -1, last_band = -1, height = 0;
    for (std::size_t i = 0; i < bands.size(); ++i) {
      const int dots = counts[i][static_cast<std::size_t>(x)];
      if (dots < 2 || dots < 2 * beside(counts[i], x, away)) continue;
      height += bands[i].to - bands[i].from;
      if (first_band < 0) first_band = static_cast<int>(i);
      last_band = static_cast<int>(i);
    }
    if (first_band < 0) continue;
    const Band &top = bands[static_cast<std::size_t>(first_band)], &bottom = bands[static_cast<std::size_t>(last_band)];
    if (height < options.least_banded * (bottom.to - top.from)) continue;
    const int margin = std::max(3, static_cast<int>(0.015 * dpi));
    lines.push_back(
        {middle, static_cast<double>(top.from - margin), middle, static_cast<double>(bottom.to + margin), 2, false});
  }
  return lines;
}

/// How much of the line's way is grey at least, and the most of what is dark beside it there.
std::pair<double, double> ink_along(const RuleLine& line, const InkImage& grey, const InkImage& dark, double dpi) {
  const Way own{&grey, line.horizontal}, way{&dark, line.horizontal};
  const int away = std::max(3, static_cast<int>(0.022 * dpi));
  int here = 0, total = 0;
  std::vector<int> sides(4, 0);
  for (int at = static_cast<int>(from_of(line)); at < static_cast<int>(to_of(line)); ++at, ++total) {
    const int side = static_cast<int>(std::lround(side_at(line, at)));
    here += own.dot(at, side);
    std::size_t i = 0;
    for (const int step : {-2 * away, -away, away, 2 * away}) sides[i++] += way.dot(at, side + step);
  }
  const double length = std::max(1, total);
  return {here / length, *std::max_element(sides.begin(), sides.end()) / length};
}

}  // namespace

void add_dotted_rules(std::vector<RuleLine>& lines, const GreyImage& levelled, double dpi,
                      const FaintRuleOptions& options) {
  constexpr double kSameInch = 0.03, kCovered = 0.9, kWhole = 0.8, kReachInch = 0.06, kStrokes = 0.12;
  InkImage dark(levelled.width, levelled.height, 0);
  for (std::size_t i = 0; i < dark.pixels.size(); ++i) dark.pixels[i] = levelled.pixels[i] <= kDot ? 1 : 0;
  const InkImage turned = transposed(dark);
  for (const bool horizontal : {false, true, false}) {
    const InkImage& seen = horizontal ? turned : dark;
    for (RuleLine line : dotted_columns(seen, bands_between(lines, !horizontal, seen, dpi), dpi, options)) {
      if (horizontal) line = {line.y0, line.x0, line.y1, line.x1, line.thickness, true};
      const auto same = [&](const RuleLine& other) {
        return other.horizontal == line.horizontal && from_of(other) < to_of(line) && to_of(other) > from_of(line) &&
               std::abs(side_at(line, from_of(other)) - side_at(other, from_of(other))) < kSameInch * dpi;
      };
      double covered = 0, from = to_of(line), to = from_of(line);
      for (const RuleLine& other : lines) {
        if (!same(other)) continue;
        covered += std::min(to_of(other), to_of(line)) - std::max(from_of(other), from_of(line));
        from = std::min(from, from_of(other)), to = std::max(to, to_of(other));
      }
      const double reach = kReachInch * dpi;
      if (covered >= kCovered * line.length() && from <= from_of(line) + reach && to >= to_of(line) - reach) continue;
      for (const RuleLine& other : lines) {
        if (!same(other)) continue;
        set_end(line, false, std::min(from_of(line), from_of(other)));
        set_end(line, true, std::max(to_of(line), to_of(other)));
      }
      std::erase_if(lines, same);
      lines.push_back(line);
    }
  }
  // What looks like a rule on such a page is often strokes of characters below each other.
  InkImage grey(levelled.width, levelled.height, 0);
  for (std::size_t i = 0; i < grey.pixels.size(); ++i)
    grey.pixels[i] = levelled.pixels[i] <= 255 - options.least_darkness ? 1 : 0;
  std::erase_if(lines, [&](const RuleLine& line) {
    const auto [here, around] = ink_along(line, grey, dark, dpi);
    return around > kStrokes && here < kWhole && here < 2 * around;
  });
}

}  // namespace gongshi::extract
