// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/rule_lines.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

#include "extract/ocr/resample.h"

namespace gongshi::extract {
namespace {

/// What thin horizontal strokes consist of: ink whose column run is at most so many rows high.
struct ThinInk {
  InkImage thinner, thickest;
};

/// Both heights are below 255.
ThinInk thin_ink(const InkImage& ink, int thinner, int thickest) {
  ThinInk result{InkImage(ink.width, ink.height, 0), InkImage(ink.width, ink.height, 0)};
  const std::vector<std::uint8_t> paper(static_cast<std::size_t>(ink.width), 0);
  std::vector<std::uint8_t> run(static_cast<std::size_t>(ink.width), 0);  // Up to `thickest` + 1.
  const auto end_run = [&](int x, int y, int length) {
    for (int v = y - length; v < y; ++v) {
      result.thickest.row(v)[x] = 1;
      if (length <= thinner) result.thinner.row(v)[x] = 1;
    }
  };
  // Most of a page is paper: eight pixels without ink in this row or the one above are passed over together.
  const auto eight_at = [](const std::uint8_t* pixels) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, pixels, sizeof(eight));
    return eight;
  };
  for (int y = 0; y <= ink.height; ++y) {
    const std::uint8_t* row = y < ink.height ? ink.row(y) : paper.data();
    const std::uint8_t* above = y > 0 ? ink.row(y - 1) : paper.data();
    for (int x = 0; x < ink.width; ++x) {
      if (x + 8 <= ink.width && (eight_at(row + x) | eight_at(above + x)) == 0) {
        x += 7;
        continue;
      }
      std::uint8_t& length = run[static_cast<std::size_t>(x)];
      if (row[x] != 0) {
        length = static_cast<std::uint8_t>(std::min(length + 1, thickest + 1));
      } else if (length > 0) {
        if (length <= thickest) end_run(x, y, length);
        length = 0;
      }
    }
  }
  return result;
}

/// The first pixel from `x` on that has the value, or `end`.
int next_pixel(const std::uint8_t* row, int x, int end, int value) {
  if (x >= end || row[x] == value) return std::min(x, end);
  const void* found = std::memchr(row + x, value, static_cast<std::size_t>(end - x));
  return found == nullptr ? end : static_cast<int>(static_cast<const std::uint8_t*>(found) - row);
}

struct Run {
  int y, x0, x1;  // x1 exclusive
  int ink;        // Pixels without the bridged gaps.
  int group;
};

/// Is at least half of columns `x0` to `x1` ink?
bool is_crossing(const std::uint8_t* row, int x0, int x1) {
  return 2 * std::count_if(row + x0, row + x1, [](std::uint8_t it) { return it != 0; }) >= x1 - x0;
}

/// Runs of `thin`, which has some of the ink only. Gaps of `bridge` are bridged, and of `crossing` where rules across
/// fill them.
std::vector<Run> find_runs(const InkImage& thin, const InkImage& ink, int least, int bridge, int crossing) {
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
    for (int x = next_pixel(row, 0, thin.width, 1); x < thin.width; x = next_pixel(row, x + 1, thin.width, 1)) {
      if (start >= 0 && x - last > bridge && (x - last > crossing || !is_crossing(ink.row(y), last + 1, x))) close();
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

/// The straight lines through `thin`, ink that is at most `most` pixels thick; rules across may be `crossing` pixels
/// thick.
std::vector<Fit> thin_pieces(const InkImage& thin, const InkImage& ink, int most, int crossing, double dpi,
                             const LineOptions& options) {
  const int least = std::max(10, static_cast<int>(options.least_run_inch * dpi)),
            bridge = std::max(3, static_cast<int>(options.bridge_inch * dpi));
  const auto runs = find_runs(thin, ink, least, bridge, crossing);
  std::vector<Fit> pieces;
  for (const auto& group : group_runs(runs, bridge)) {
    Fit fit;
    for (const Run& run : group) fit.add(run);
    if (std::abs(fit.slope()) <= 0.07 && fit.thickness() <= most) pieces.push_back(fit);
  }
  return pieces;
}

/// A small flat area of ink, which may be a dash. `ink`: its pixels.
struct Dash {
  int x0 = 0, x1 = 0, y0 = 0, y1 = 0;  // Ends exclusive.
  int ink = 0;

  [[nodiscard]] int width() const { return x1 - x0; }
  [[nodiscard]] double middle() const { return (y0 + y1) / 2.0; }
  void add(const Dash& other) {
    x0 = std::min(x0, other.x0), x1 = std::max(x1, other.x1);
    y0 = std::min(y0, other.y0), y1 = std::max(y1, other.y1);
    ink += other.ink;
  }
};

/// Areas of ink that touch, corners too, between `shortest` and `longest` and no thicker than `thickest`, wider than
/// high, from left to right.
std::vector<Dash> find_dashes(const InkImage& ink, int shortest, int longest, int thickest) {
  std::vector<Dash> pieces;  // A row's stretches of ink, row by row.
  for (int y = 0; y < ink.height; ++y) {
    const std::uint8_t* row = ink.row(y);
    for (int x = next_pixel(row, 0, ink.width, 1); x < ink.width;) {
      const int end = next_pixel(row, x, ink.width, 0);
      pieces.push_back({x, end, y, y + 1, end - x});
      x = next_pixel(row, end, ink.width, 1);
    }
  }
  Groups groups(pieces.size());
  std::size_t above = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Dash& piece = pieces[i];
    while (pieces[above].y0 + 1 < piece.y0 || (pieces[above].y0 < piece.y0 && pieces[above].x1 < piece.x0)) ++above;
    for (std::size_t j = above; pieces[j].y0 < piece.y0 && pieces[j].x0 <= piece.x1; ++j) groups.join(j, i);
  }
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (const std::size_t whole = groups.find(i); whole != i) pieces[whole].add(pieces[i]);
  std::vector<Dash> dashes;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Dash& dash = pieces[i];
    const int height = dash.y1 - dash.y0;
    if (groups.find(i) == i && dash.width() >= std::max(shortest, height) && dash.width() <= longest &&
        height <= thickest)
      dashes.push_back(dash);
  }
  std::sort(dashes.begin(), dashes.end(),
            [](const Dash& a, const Dash& b) { return std::pair(a.x0, a.y0) < std::pair(b.x0, b.y0); });
  return dashes;
}

/// Dashes in a row, from left to right.
struct DashChain {
  std::vector<Dash> dashes;
  Fit fit;

  void add(const Dash& dash) {
    dashes.push_back(dash);
    fit.add(Run{static_cast<int>(dash.middle()), dash.x0, dash.x1, dash.ink, 0});
  }
  /// Does a dash lie on the line? Three dashes and fewer give it no slope yet.
  [[nodiscard]] bool continued_by(const Dash& dash) const {
    const double way = dash.x0 - dashes.back().x1;
    if (dashes.size() < 4) return std::abs(dash.middle() - dashes.back().middle()) <= 1.5 + 0.07 * way;
    return std::abs(fit.at((dash.x0 + dash.x1) / 2.0) - dash.middle()) <= 2.0;
  }
};

/// Are dashes and gaps about the same all along?
bool is_regular(const std::vector<Dash>& dashes, double widest_gap, double least_alike) {
  std::vector<int> widths;
  for (const Dash& dash : dashes) widths.push_back(dash.width());
  std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2), widths.end());
  const double usual = widths[widths.size() / 2];
  double alike = 0, near = 0;
  for (std::size_t i = 0; i < dashes.size(); ++i) {
    alike += std::abs(dashes[i].width() - usual) <= std::max(2.0, 0.3 * usual);
    near += i > 0 && dashes[i].x0 - dashes[i - 1].x1 <= widest_gap;
  }
  const auto count = static_cast<double>(dashes.size());
  return alike >= least_alike * count && near >= least_alike * (count - 1);
}

/// What of a rule's end runs into rules across belongs to it as well: ink on its line, with gaps of at most `gap`.
void lengthen(Fit& fit, const InkImage& ink, int gap) {
  const auto has_ink = [&](int x) {
    const int y = static_cast<int>(fit.at(x));
    if (x < 0 || x >= ink.width || y < 1 || y + 1 >= ink.height) return false;
    return ink.at(x, y) != 0 || ink.at(x, y - 1) != 0 || ink.at(x, y + 1) != 0;
  };
  for (int x = fit.x0 - 1; x >= fit.x0 - gap - 1; --x)
    if (has_ink(x)) fit.x0 = x;
  for (int x = fit.x1; x <= fit.x1 + gap; ++x)
    if (has_ink(x)) fit.x1 = x + 1;
}

/// Dashes that follow each other. Only chains near a dash are looked at, so that pictures full of specks take no
/// longer.
std::vector<DashChain> find_chains(const std::vector<Dash>& dashes, int height, double reach) {
  constexpr int kStrip = 16;  // Rows; more than a chain may lie off within `reach`.
  const auto strips = static_cast<std::size_t>(height / kStrip + 1);
  std::vector<DashChain> chains;
  std::vector<std::vector<std::size_t>> open(strips);  // By the strip of their last dash.
  for (const Dash& dash : dashes) {
    const auto strip = static_cast<std::size_t>(dash.middle() / kStrip);
    std::optional<std::size_t> best;
    for (std::size_t i = strip == 0 ? 0 : strip - 1; i < std::min(strips, strip + 2); ++i) {
      std::erase_if(open[i], [&](std::size_t it) {
        return dash.x0 - chains[it].dashes.back().x1 > reach ||
               static_cast<std::size_t>(chains[it].dashes.back().middle() / kStrip) != i;
      });
      for (const std::size_t it : open[i]) {
        const int end = chains[it].dashes.back().x1;
        if (dash.x0 <= end || !chains[it].continued_by(dash)) continue;
        if (!best || chains[*best].dashes.back().x1 < end) best = it;
      }
    }
    if (!best) best = chains.size(), chains.emplace_back();
    const bool moved = chains[*best].dashes.empty() ||
                       static_cast<std::size_t>(chains[*best].dashes.back().middle() / kStrip) != strip;
    chains[*best].add(dash);
    if (moved) open[strip].push_back(*best);
  }
  return chains;
}

std::vector<Fit> dashed_lines(const InkImage& ink, double dpi, const LineOptions& options) {
  const int gap = static_cast<int>(options.most_dash_gap_inch * dpi);
  const std::vector<Dash> dashes = find_dashes(ink, std::max(3, static_cast<int>(options.least_dash_inch * dpi)),
                                               static_cast<int>(options.most_dash_inch * dpi),
                                               std::max(4, static_cast<int>(options.most_thickness_inch * dpi)));
  std::vector<Fit> lines;
  for (DashChain& chain : find_chains(dashes, ink.height, options.dash_reach_inch * dpi)) {
    if (static_cast<int>(chain.dashes.size()) < options.least_dashes ||
        chain.fit.x1 - chain.fit.x0 < options.least_length_inch * dpi || std::abs(chain.fit.slope()) > 0.07 ||
        !is_regular(chain.dashes, gap, options.least_alike))
      continue;
    int width = 0;
    for (const Dash& dash : chain.dashes) width += dash.width();
    if (width < options.least_dash_share * (chain.fit.x1 - chain.fit.x0) ||
        look_at(ink, chain.fit).loneliness < options.short_loneliness)
      continue;
    lengthen(chain.fit, ink, gap);
    chain.fit.ink = chain.fit.ink * (chain.fit.x1 - chain.fit.x0) / width;  // As thick as its dashes.
    lines.push_back(chain.fit);
  }
  return lines;
}

/// Rows from the first ink to the last of a rule, whose two lines may be parted by one or two rows of paper: what
/// three quarters of its columns have at most.
double full_thickness(const InkImage& ink, const Fit& fit, int most) {
  std::vector<int> heights;
  for (int x = fit.x0; x < fit.x1; x += 2) {
    const int middle = static_cast<int>(fit.at(x));
    int first = middle, last = middle - 1;
    for (const int away : {-1, 1}) {
      int paper = 0;
      for (int y = away < 0 ? middle : middle + 1; std::abs(y - middle) <= most && paper <= 2; y += away) {
        const bool is_ink = y >= 0 && y < ink.height && ink.at(x, y) != 0;
        paper = is_ink ? 0 : paper + 1;
        if (is_ink) (away < 0 ? first : last) = y;
        if (is_ink && last < first) last = first;
      }
    }
    heights.push_back(last - first + 1);
  }
  if (heights.empty()) return 1;
  const auto at = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 3 / 4);
  std::nth_element(heights.begin(), at, heights.end());
  return std::clamp(*at, 1, most);
}

/// Does a line about as thick as `fit` run through nearly all of it?
bool is_covered(const Fit& fit, const Fit& line) {
  const double shared = std::min(fit.x1, line.x1) - std::max(fit.x0, line.x0);
  const double middle = (std::max(fit.x0, line.x0) + std::min(fit.x1, line.x1)) / 2.0;
  return shared >= 0.9 * (fit.x1 - fit.x0) && fit.thickness() < 1.2 * line.thickness() &&
         std::abs(fit.at(middle) - line.at(middle)) <= std::max(1.5, fit.thickness() / 2);
}

/// Is all of `inner` beside or within `outer`, which is one line through them both?
bool lies_within(const Fit& inner, const Fit& outer, double slack) {
  if (inner.x0 < outer.x0 - slack || inner.x1 > outer.x1 + slack) return false;
  const double reach = std::max(1.5, std::max(inner.thickness(), outer.thickness()) / 2);
  return std::abs(inner.at(inner.x0) - outer.at(inner.x0)) <= reach &&
         std::abs(inner.at(inner.x1) - outer.at(inner.x1)) <= reach;
}

/// Joins lines on one straight line that are parted by no paper: text that stands tight below a rule hides it from what
/// looks for thin ink, and two cells would be one.
void join_across_ink(std::vector<Fit>& lines, const InkImage& ink, const LineOptions& options) {
  std::sort(lines.begin(), lines.end(), [](const Fit& a, const Fit& b) { return a.x0 < b.x0; });
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size();) {
      const double middle = (lines[i].x1 + lines[j].x0) / 2.0;
      const double thickness = std::min(lines[i].thickness(), lines[j].thickness());
      Fit both = lines[i];
      both.add(lines[j]);
      Fit between = both;
      between.x0 = lines[i].x1, between.x1 = lines[j].x0;
      const bool joins = between.x1 > between.x0 && std::abs(lines[i].at(middle) - lines[j].at(middle)) <= 3 &&
                         look_at(ink, between).coverage >= options.gapless_coverage;
      if (joins) {
        both.ink += static_cast<int>(std::lround((between.x1 - between.x0) * thickness));
        lines[i] = both;
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
      } else {
        ++j;
      }
    }
  }
}

std::vector<Fit> whole_lines(std::vector<Fit> pieces, const InkImage& ink, double dpi, const LineOptions& options) {
  std::vector<Fit> lines = joined(std::move(pieces), options.join_inch * dpi);
  std::erase_if(lines, [&](const Fit& fit) {
    const double length = fit.x1 - fit.x0;
    if (length < options.least_length_inch * dpi) return true;
    const double coverage = length > options.long_inch * dpi ? options.least_joined_coverage : options.least_coverage;
    return !passes(ink, fit, coverage, options.least_loneliness, dpi, options);
  });
  join_across_ink(lines, ink, options);
  return lines;
}

/// Rules, and thick ones: those whose two lines run into one in places, so that each by itself has gaps there.
std::vector<RuleLine> horizontal_lines(const InkImage& ink, double dpi, const LineOptions& options) {
  const auto pixels = [dpi](double inches, int least) { return std::max(least, static_cast<int>(inches * dpi)); };
  const int thinner = pixels(options.most_thickness_inch, 4), thickest = pixels(options.twin_inch, 6);
  const ThinInk thin = thin_ink(ink, thinner, thickest);
  std::vector<Fit> pieces = thin_pieces(thin.thinner, ink, thinner, 0, dpi, options);
  std::erase_if(pieces, [&](const Fit& fit) {
    const double loneliness = fit.x1 - fit.x0 > dpi ? options.least_loneliness : options.short_loneliness;
    return !passes(ink, fit, options.least_coverage, loneliness, dpi, options);
  });
  std::vector<Fit> thick_pieces = thin_pieces(thin.thickest, ink, thickest, thickest, dpi, options);
  std::erase_if(thick_pieces, [&](const Fit& fit) {
    if (fit.x1 - fit.x0 < options.least_length_inch * dpi) return true;
    const Look look = look_at(ink, fit);
    return look.coverage < options.gapless_coverage || look.loneliness < options.short_loneliness;
  });
  std::vector<Fit> lines = whole_lines(std::move(pieces), ink, dpi, options),
                   thick = whole_lines(std::move(thick_pieces), ink, dpi, options);
  const double slack = options.reach_inch * dpi;
  std::erase_if(thick, [&](const Fit& fit) {
    return fit.thickness() < 0.7 * thinner ||
           std::any_of(lines.begin(), lines.end(), [&](const Fit& line) { return is_covered(fit, line); });
  });
  for (Fit& fit : thick) {
    // Text that stands tight below a rule is no part of it.
    const double full = std::min(full_thickness(ink, fit, thickest), 1.5 * fit.thickness());
    fit.ink = static_cast<int>(full * (fit.x1 - fit.x0));
  }
  const auto drop_those_within = [slack](std::vector<Fit>& inner, const std::vector<Fit>& outer) {
    std::erase_if(inner, [&](const Fit& fit) {
      return std::any_of(outer.begin(), outer.end(), [&](const Fit& it) { return lies_within(fit, it, slack); });
    });
  };
  drop_those_within(lines, thick);
  lines.insert(lines.end(), thick.begin(), thick.end());
  std::vector<Fit> dashed = dashed_lines(ink, dpi, options);
  drop_those_within(dashed, lines);
  drop_those_within(lines, dashed);
  lines.insert(lines.end(), dashed.begin(), dashed.end());
  std::vector<RuleLine> rules;
  for (const Fit& fit : lines)
    rules.push_back({static_cast<double>(fit.x0), fit.at(fit.x0), static_cast<double>(fit.x1), fit.at(fit.x1),
                     std::max(1.0, fit.thickness()), true});
  return rules;
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
        const double longest = ends_here ? options.free_tail_inch : options.tail_inch;
        if (tail.length <= reach || tail.length > longest * dpi) continue;
        // What reaches another rule is a narrow column: that of the category, whose rules go on where a new one begins.
        if (meets(lines, line, at_end ? line.x1 : line.x0, at_end ? line.y1 : line.y0, 0, reach)) continue;
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
