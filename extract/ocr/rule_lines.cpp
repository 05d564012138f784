// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/rule_lines.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

namespace gongshi::extract {
namespace {

InkImage transposed(const InkImage& image) {
  InkImage result(image.height, image.width, 0);
  constexpr int kTile = 64;  // Both pictures' rows stay in the cache.
  for (int top = 0; top < image.height; top += kTile) {
    for (int left = 0; left < image.width; left += kTile) {
      for (int y = top; y < std::min(image.height, top + kTile); ++y) {
        for (int x = left; x < std::min(image.width, left + kTile); ++x) result.row(x)[y] = image.at(x, y);
      }
    }
  }
  return result;
}

/// Is there ink in any of the `count` pixels?
bool any_ink(const std::uint8_t* pixels, std::size_t count) { return std::memchr(pixels, 1, count) != nullptr; }

/// Ink whose column run is at most `most` (below 255) high: what thin horizontal strokes consist of.
InkImage thin_ink(const InkImage& ink, int most) {
  InkImage result(ink.width, ink.height, 0);
  // Most of a page is paper: stretches without ink in this row or the one above are passed over as a whole.
  constexpr int kStretch = 64;
  const std::vector<std::uint8_t> paper(static_cast<std::size_t>(ink.width), 0);
  std::vector<std::uint8_t> run(static_cast<std::size_t>(ink.width), 0);  // Up to `most` + 1.
  for (int y = 0; y <= ink.height; ++y) {
    const std::uint8_t* row = y < ink.height ? ink.row(y) : paper.data();
    const std::uint8_t* above = y > 0 ? ink.row(y - 1) : paper.data();
    for (int left = 0; left < ink.width; left += kStretch) {
      const int right = std::min(ink.width, left + kStretch);
      const auto count = static_cast<std::size_t>(right - left);
      if (!any_ink(row + left, count) && !any_ink(above + left, count)) continue;
      for (int x = left; x < right; ++x) {
        std::uint8_t& length = run[static_cast<std::size_t>(x)];
        if (row[x] != 0) {
          length = static_cast<std::uint8_t>(std::min(length + 1, most + 1));
        } else if (length > 0) {
          if (length <= most) {
            for (int v = y - length; v < y; ++v) result.row(v)[x] = 1;
          }
          length = 0;
        }
      }
    }
  }
  return result;
}

struct Run {
  int y, x0, x1;  // x1 exclusive
  int ink;        // Pixels without the bridged gaps.
  int group;
};

std::vector<Run> find_runs(const InkImage& thin, int least, int bridge) {
  std::vector<Run> runs;
  for (int y = 0; y < thin.height; ++y) {
    const std::uint8_t* row = thin.row(y);
    int start = -1, last = -1, count = 0;
    const auto close = [&] {
      if (start >= 0 && last + 1 - start >= least && count * 2 >= last + 1 - start)
        runs.push_back({y, start, last + 1, count, 0});
      start = -1;
      count = 0;
    };
    for (int x = 0; x < thin.width; ++x) {
      const auto* next =
          static_cast<const std::uint8_t*>(std::memchr(row + x, 1, static_cast<std::size_t>(thin.width - x)));
      if (next == nullptr) break;
      x = static_cast<int>(next - row);
      if (start >= 0 && x - last > bridge) close();
      if (start < 0) start = x;
      last = x;
      ++count;
    }
    close();
  }
  return runs;
}

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

/// Runs of neighbouring rows (one row may be missing) that touch in x belong together.
std::vector<std::vector<Run>> group_runs(const std::vector<Run>& runs, int reach) {
  Groups groups(runs.size());
  std::size_t window = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    while (runs[window].y < runs[i].y - 2) ++window;
    for (std::size_t j = window; j < i; ++j) {
      if (runs[j].y < runs[i].y && runs[j].x0 <= runs[i].x1 + reach && runs[i].x0 <= runs[j].x1 + reach)
        groups.join(j, i);
    }
  }
  std::vector<std::vector<Run>> result(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) result[groups.find(i)].push_back(runs[i]);
  std::erase_if(result, [](const auto& group) { return group.empty(); });
  return result;
}

/// The straight line through a group's runs by least squares, weighted by their ink.
struct Fit {
  double weight = 0, x = 0, y = 0, xx = 0, xy = 0;
  int x0 = 1 << 30, x1 = 0, ink = 0;

  void add(const Run& run) {
    const double middle = (run.x0 + run.x1) / 2.0, length = run.x1 - run.x0, row = run.y + 0.5;
    weight += length;
    x += length * middle;
    y += length * row;
    xx += length * (middle * middle + length * length / 12);
    xy += length * middle * row;
    x0 = std::min(x0, run.x0);
    x1 = std::max(x1, run.x1);
    ink += run.ink;
  }
  void add(const Fit& other) {
    weight += other.weight, x += other.x, y += other.y, xx += other.xx, xy += other.xy, ink += other.ink;
    x0 = std::min(x0, other.x0);
    x1 = std::max(x1, other.x1);
  }
  [[nodiscard]] double slope() const {
    const double spread = xx - x * x / weight;
    return spread > 0 ? (xy - x * y / weight) / spread : 0;
  }
  [[nodiscard]] double at(double column) const { return y / weight + slope() * (column - x / weight); }
  [[nodiscard]] double thickness() const { return static_cast<double>(ink) / std::max(1, x1 - x0); }
};

/// How much of a line is ink, and how much has paper on both sides just beyond it: both near 1 for rules, low for
/// strokes of text in one row.
struct Look {
  double coverage = 0, loneliness = 0;
};

/// Is there paper at `row` and the row beyond it, away from the rule? Up to `twin` rows of ink may come first.
bool paper_beyond(const InkImage& ink, int x, int row, int away, int twin) {
  const auto paper = [&](int at) { return at < 0 || at >= ink.height || ink.at(x, at) == 0; };
  for (int skipped = 0; skipped <= twin; ++skipped, row += away) {
    if (paper(row) && paper(row + away)) return true;
  }
  return false;
}

/// `twin`: a rule's second line may stand beside it, so thick with its distance; 0 if not, pixels.
Look look_at(const InkImage& ink, const Fit& fit, int twin = 0) {
  const int beyond = static_cast<int>(fit.thickness() / 2 + 3);
  int covered = 0, lonely = 0, total = 0;
  for (int x = fit.x0; x < fit.x1; x += 2, ++total) {
    const int y = static_cast<int>(fit.at(x));
    const auto paper = [&](int row) { return row < 0 || row >= ink.height || ink.at(x, row) == 0; };
    covered += !paper(y) || !paper(y - 1) || !paper(y + 1);
    lonely += paper_beyond(ink, x, y - beyond, -1, twin) && paper_beyond(ink, x, y + beyond, 1, twin);
  }
  if (total == 0) return {};
  return {static_cast<double>(covered) / total, static_cast<double>(lonely) / total};
}

/// Joins pieces that lie on one straight line with small gaps. `pieces` may come in any order.
std::vector<Fit> joined(std::vector<Fit> pieces, double gap) {
  std::sort(pieces.begin(), pieces.end(), [](const Fit& a, const Fit& b) { return a.x0 < b.x0; });
  std::vector<Fit> result;
  for (const Fit& piece : pieces) {
    const double middle = (piece.x0 + piece.x1) / 2.0;
    Fit* best = nullptr;
    double best_distance = 0;
    for (Fit& line : result) {
      // Strokes of neighbouring characters lie on one line as well: only what is long by itself may bridge a wide gap.
      const double longest = std::max(line.x1 - line.x0, piece.x1 - piece.x0);
      if (piece.x0 - line.x1 > std::min(gap, longest / 3) || piece.x1 <= line.x1) continue;
      // Extrapolation from a short piece is uncertain, so the allowance grows with the way.
      const double way = std::max(0.0, middle - line.x1),
                   base = std::max<double>(line.x1 - line.x0, piece.x1 - piece.x0);
      const double distance = std::abs(base == line.x1 - line.x0 ? line.at(middle) - piece.at(middle)
                                                                 : piece.at(line.x1) - line.at(line.x1));
      if (distance > 2.0 + 2.0 * way / std::max(1.0, base)) continue;
      if (best == nullptr || distance < best_distance) best = &line, best_distance = distance;
    }
    if (best != nullptr) {
      best->add(piece);
    } else {
      result.push_back(piece);
    }
  }
  return result;
}

/// Does a piece or a whole line look like a rule? Both numbers are asked of it, the second less of a line without gaps,
/// which may also be one of two that make a double rule.
bool passes(const InkImage& ink, const Fit& fit, double coverage, double loneliness, double dpi,
            const LineOptions& options) {
  const Look look = look_at(ink, fit);
  if (look.coverage < coverage) return false;
  const bool gapless = look.coverage >= options.gapless_coverage && fit.x1 - fit.x0 > options.gapless_inch * dpi;
  if (!gapless) return look.loneliness >= loneliness;
  if (look.loneliness >= options.gapless_loneliness) return true;
  return look_at(ink, fit, static_cast<int>(options.twin_inch * dpi)).loneliness >= options.gapless_loneliness;
}

std::vector<RuleLine> horizontal_lines(const InkImage& ink, double dpi, const LineOptions& options) {
  const auto pixels = [dpi](double inches, int least) { return std::max(least, static_cast<int>(inches * dpi)); };
  const InkImage thin = thin_ink(ink, pixels(options.most_thickness_inch, 4));
  const auto runs = find_runs(thin, pixels(options.least_run_inch, 10), pixels(options.bridge_inch, 3));
  std::vector<Fit> pieces;
  for (const auto& group : group_runs(runs, pixels(options.bridge_inch, 3))) {
    Fit fit;
    for (const Run& run : group) fit.add(run);
    const double length = fit.x1 - fit.x0;
    if (std::abs(fit.slope()) > 0.07 || fit.thickness() > pixels(options.most_thickness_inch, 4)) continue;
    const double loneliness = length > dpi ? options.least_loneliness : options.short_loneliness;
    if (!passes(ink, fit, options.least_coverage, loneliness, dpi, options)) continue;
    pieces.push_back(fit);
  }
  std::vector<RuleLine> lines;
  for (const Fit& fit : joined(std::move(pieces), options.join_inch * dpi)) {
    if (fit.x1 - fit.x0 < options.least_length_inch * dpi) continue;
    const double length = fit.x1 - fit.x0;
    const double coverage = length > options.long_inch * dpi ? options.least_joined_coverage : options.least_coverage;
    if (!passes(ink, fit, coverage, options.least_loneliness, dpi, options)) continue;
    lines.push_back({static_cast<double>(fit.x0), fit.at(fit.x0), static_cast<double>(fit.x1), fit.at(fit.x1),
                     std::max(1.0, fit.thickness()), true});
  }
  return lines;
}

/// Does a long rule across `line` pass its end at (x, y)?
bool meets(const std::vector<RuleLine>& lines, const RuleLine& line, double x, double y, double long_enough,
           double reach) {
  return std::any_of(lines.begin(), lines.end(), [&](const RuleLine& other) {
    if (other.horizontal == line.horizontal || other.length() < long_enough) return false;
    const double share = other.horizontal ? (x - other.x0) / other.length() : (y - other.y0) / other.length();
    const double slack = reach / other.length();
    if (share < -slack || share > 1 + slack) return false;
    return other.horizontal ? std::abs(other.y0 + share * (other.y1 - other.y0) - y) <= reach
                            : std::abs(other.x0 + share * (other.x1 - other.x0) - x) <= reach;
  });
}

/// Short rules stand between two long ones; strokes that happen to line up do not.
void drop_strokes(std::vector<RuleLine>& lines, double long_enough, double reach) {
  const std::vector<RuleLine> all = lines;
  std::erase_if(lines, [&](const RuleLine& line) {
    return line.length() < long_enough && !(meets(all, line, line.x0, line.y0, long_enough, reach) &&
                                            meets(all, line, line.x1, line.y1, long_enough, reach));
  });
}

/// Where `line` passes the row or column of `across`; nothing where they do not meet. In pixels along `line`.
std::optional<double> crossing(const RuleLine& line, const RuleLine& across, double reach) {
  if (line.horizontal == across.horizontal) return std::nullopt;
  const double middle_along = line.horizontal ? (across.x0 + across.x1) / 2 : (across.y0 + across.y1) / 2;
  const double middle_across = line.horizontal ? (line.y0 + line.y1) / 2 : (line.x0 + line.x1) / 2;
  const double from = line.horizontal ? line.x0 : line.y0, to = line.horizontal ? line.x1 : line.y1;
  const double across_from = line.horizontal ? across.y0 : across.x0,
               across_to = line.horizontal ? across.y1 : across.x1;
  if (middle_along < from - reach || middle_along > to + reach || middle_across < across_from - reach ||
      middle_across > across_to + reach)
    return std::nullopt;
  return middle_along;
}

/// What of a rule lies beyond the rule across it, on one side.
struct Tail {
  RuleLine* line = nullptr;
  double crossing = 0;  ///< Where along the line the rule across passes.
  double length = 0;
};

std::vector<Tail> tails_beyond(std::vector<RuleLine>& lines, const RuleLine& across, bool at_end, double reach) {
  std::vector<Tail> tails;
  for (RuleLine& line : lines) {
    const auto at = crossing(line, across, reach);
    if (!at) continue;
    const double from = line.horizontal ? line.x0 : line.y0, to = line.horizontal ? line.x1 : line.y1;
    tails.push_back({&line, *at, at_end ? to - *at : *at - from});
  }
  return tails;
}

/// Where a rule stands between its table's side rules, 0 and more from the first of them.
double across_position(const RuleLine& line) { return line.horizontal ? line.y0 + line.y1 : line.x0 + line.x1; }

/// Do the outermost of the rules stop here? Then the table does.
bool sides_stop(const std::vector<Tail>& tails, double reach) {
  const auto [first, last] = std::minmax_element(tails.begin(), tails.end(), [](const Tail& a, const Tail& b) {
    return across_position(*a.line) < across_position(*b.line);
  });
  return tails.size() > 2 && first->length <= reach && last->length <= reach;
}

/// Strokes of text next to a table can look like the end of one of its rules. Where most rules stop at a rule across,
/// none goes a little further; where the table itself stops there, none goes on to nowhere.
void trim_tails(std::vector<RuleLine>& lines, double dpi, const LineOptions& options) {
  const double reach = options.reach_inch * dpi, long_enough = options.long_inch * dpi;
  for (const RuleLine& across : std::vector<RuleLine>(lines)) {
    if (across.length() < long_enough) continue;
    for (const bool at_end : {false, true}) {
      const std::vector<Tail> tails = tails_beyond(lines, across, at_end, reach);
      const auto stop = std::count_if(tails.begin(), tails.end(), [&](const Tail& it) { return it.length <= reach; });
      if (stop < 2 || stop * 2 < static_cast<std::ptrdiff_t>(tails.size())) continue;
      const bool ends_here = sides_stop(tails, reach);
      for (const Tail& tail : tails) {
        RuleLine& line = *tail.line;
        const bool at_nothing = !meets(lines, line, at_end ? line.x1 : line.x0, at_end ? line.y1 : line.y0, 0, reach);
        const double longest = ends_here && at_nothing ? options.free_tail_inch : options.tail_inch;
        if (tail.length <= reach || tail.length > longest * dpi) continue;
        (line.horizontal ? (at_end ? line.x1 : line.x0) : (at_end ? line.y1 : line.y0)) = tail.crossing;
      }
    }
  }
}

}  // namespace

std::vector<RuleLine> find_rule_lines(const InkImage& ink, double dpi, const LineOptions& options) {
  std::vector<RuleLine> lines = horizontal_lines(ink, dpi, options);
  for (const RuleLine& line : horizontal_lines(transposed(ink), dpi, options)) {
    lines.push_back({line.y0, line.x0, line.y1, line.x1, line.thickness, false});
  }
  drop_strokes(lines, options.long_inch * dpi, options.reach_inch * dpi);
  trim_tails(lines, dpi, options);
  return lines;
}

}  // namespace gongshi::extract
