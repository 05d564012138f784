// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/curves.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "extract/ocr/resample.h"

namespace gongshi::extract {
namespace {

/// Where a line that runs down the picture crosses one of its rows.
struct Step {
  int row = 0;
  float middle = 0;
  bool lonely = false;  ///< Paper on both sides.
};

struct Piece {
  std::vector<Step> steps;  ///< Top to bottom.

  [[nodiscard]] int top() const { return steps.front().row; }
  [[nodiscard]] int bottom() const { return steps.back().row; }
  [[nodiscard]] int length() const { return bottom() - top() + 1; }

  /// The straight line through the last (first) so many rows: where it is at `row`, and its slope.
  [[nodiscard]] std::pair<double, double> at(int row, int window, bool from_end) const {
    double n = 0, x = 0, y = 0, xy = 0, yy = 0;
    const auto add = [&](const Step& step) {
      n += 1, x += step.middle, y += step.row, xy += static_cast<double>(step.middle) * step.row;
      yy += static_cast<double>(step.row) * step.row;
    };
    if (from_end) {
      for (auto it = steps.rbegin(); it != steps.rend() && bottom() - it->row <= window; ++it) add(*it);
    } else {
      for (auto it = steps.begin(); it != steps.end() && it->row - top() <= window; ++it) add(*it);
    }
    const double spread = yy - y * y / n;
    const double slope = spread > 1e-6 ? (xy - x * y / n) / spread : 0;
    return {x / n + slope * (row - y / n), slope};
  }
};

/// Lines that run down the picture: in each row's thin stretches of ink, the next step of one in the rows above.
std::vector<Piece> trace_down(const InkImage& ink, double dpi, const CurveOptions& options) {
  const int thickest = std::max(4, static_cast<int>(options.most_thickness_inch * dpi)),
            bridge = std::max(3, static_cast<int>(options.bridge_inch * dpi)),
            beside = std::max(3, static_cast<int>(0.018 * dpi)), shortest = static_cast<int>(0.06 * dpi);
  const int window = std::max(8, static_cast<int>(0.12 * dpi));
  std::vector<Piece> finished, open;
  const auto close = [&](Piece& piece) {
    if (piece.length() >= shortest) finished.push_back(std::move(piece));
  };
  struct Run {
    int x0, x1;
    bool taken;
  };
  std::vector<Run> runs;
  for (int y = 0; y < ink.height; ++y) {
    const std::uint8_t* row = ink.row(y);
    runs.clear();
    for (int x = 0; x < ink.width;) {
      const void* found = std::memchr(row + x, 1, static_cast<std::size_t>(ink.width - x));
      if (found == nullptr) break;
      const int start = static_cast<int>(static_cast<const std::uint8_t*>(found) - row);
      int end = start;
      while (end < ink.width && row[end] != 0) ++end;
      if (end - start <= thickest) runs.push_back({start, end, false});
      x = end;
    }
    // Longer lines choose first.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (y - open[i].bottom() > (open[i].length() < shortest ? 2 : bridge)) {
        close(open[i]);
        continue;
      }
      if (kept != i) open[kept] = std::move(open[i]);
      ++kept;
    }
    open.resize(kept);
    for (Piece& piece : open) {
      const int gap = y - piece.bottom();
      double expected = piece.steps.back().middle;
      if (piece.length() > 6 && gap > 1) expected = piece.at(y, window, true).first;
      const double reach = 1.6 + 0.15 * gap;
      auto first = std::lower_bound(runs.begin(), runs.end(), expected - reach - thickest,
                                    [](const Run& run, double at) { return run.x1 < at; });
      Run* best = nullptr;
      double distance = reach;
      for (; first != runs.end() && first->x0 <= expected + reach + thickest; ++first) {
        if (first->taken) continue;
        const double off = std::abs((first->x0 + first->x1 - 1) / 2.0 - expected);
        if (off <= distance) best = &*first, distance = off;
      }
      if (best == nullptr) continue;
      best->taken = true;
      const auto paper = [&](int from, int to) {
        for (int x = std::max(0, from); x < std::min(ink.width, to); ++x)
          if (row[x] != 0) return false;
        return true;
      };
      piece.steps.push_back({y, static_cast<float>((best->x0 + best->x1 - 1) / 2.0),
                             paper(best->x0 - beside, best->x0) && paper(best->x1, best->x1 + beside)});
    }
    for (const Run& run : runs) {
      if (run.taken) continue;
      open.emplace_back();
      open.back().steps.push_back({y, static_cast<float>((run.x0 + run.x1 - 1) / 2.0), false});
    }
  }
  for (Piece& piece : open) close(piece);
  const int least = static_cast<int>(options.least_piece_inch * dpi);
  std::erase_if(finished, [&](const Piece& piece) {
    const auto seen = static_cast<double>(piece.steps.size());
    const auto lonely = std::count_if(piece.steps.begin(), piece.steps.end(), [](const Step& it) { return it.lonely; });
    return piece.length() < least || seen < options.least_coverage * piece.length() ||
           static_cast<double>(lonely) < options.least_loneliness * seen;
  });
  return finished;
}

/// Pieces of one line, joined over gaps: each goes on where the one before it points.
std::vector<Piece> joined(std::vector<Piece> pieces, double dpi, const CurveOptions& options) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.top() < b.top(); });
  const int window = static_cast<int>(0.4 * dpi);
  const double most_gap = options.join_inch * dpi;
  std::vector<Piece> lines;
  for (Piece& piece : pieces) {
    Piece* best = nullptr;
    double least = 1e9;
    for (Piece& line : lines) {
      const int gap = piece.top() - line.bottom();
      if (gap <= 0 || gap > std::min<double>(most_gap, std::max(line.length(), piece.length()))) continue;
      const int middle = (piece.top() + line.bottom()) / 2;
      const auto [from_line, line_slope] = line.at(middle, window, true);
      const auto [from_piece, piece_slope] = piece.at(middle, window, false);
      const double off = std::abs(from_line - from_piece);
      if (off > 2.5 + 0.06 * gap || std::abs(line_slope - piece_slope) > 0.12) continue;
      if (off + 0.2 * gap < least) best = &line, least = off + 0.2 * gap;
    }
    if (best != nullptr) {
      best->steps.insert(best->steps.end(), piece.steps.begin(), piece.steps.end());
    } else {
      lines.push_back(std::move(piece));
    }
  }
  return lines;
}

/// The line's points, each on the straight line that fits its neighbourhood best.
Curve smoothed(const Piece& line, bool horizontal, int half) {
  Curve curve;
  curve.horizontal = horizontal;
  const auto& steps = line.steps;
  double n = 0, x = 0, y = 0, xy = 0, yy = 0;
  const double origin = line.top();
  const auto add = [&](const Step& step, double sign) {
    const double row = step.row - origin, at = step.middle;
    n += sign, x += sign * at, y += sign * row, xy += sign * at * row, yy += sign * row * row;
  };
  std::size_t from = 0, to = 0;
  for (const Step& step : steps) {
    while (to < steps.size() && steps[to].row <= step.row + half) add(steps[to++], 1);
    while (steps[from].row < step.row - half) add(steps[from++], -1);
    const double spread = yy - y * y / n;
    const double slope = spread > 1 ? (xy - x * y / n) / spread : 0;
    const double middle = x / n + slope * (step.row - origin - y / n) + 0.5, along = step.row + 0.5;
    curve.points.push_back(horizontal ? Homography::Point{along, middle} : Homography::Point{middle, along});
  }
  return curve;
}

}  // namespace

double Curve::length() const {
  if (points.empty()) return 0;
  return horizontal ? points.back().x - points.front().x : points.back().y - points.front().y;
}

double Curve::slope() const {
  if (length() <= 0) return 0;
  return std::abs(horizontal ? points.back().y - points.front().y : points.back().x - points.front().x) / length();
}

double Curve::bend() const {
  if (length() <= 0) return 0;
  const Homography::Point a = points.front(), b = points.back();
  const double chord = std::hypot(b.x - a.x, b.y - a.y);
  double most = 0;
  for (const Homography::Point& p : points)
    most = std::max(most, std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / chord);
  return most;
}

std::vector<Curve> trace_curves(const InkImage& ink, double dpi, const CurveOptions& options) {
  std::vector<Curve> curves;
  const int half = std::max(3, static_cast<int>(options.smoothing_inch * dpi));
  for (const bool horizontal : {true, false}) {
    const auto pieces = trace_down(horizontal ? transposed(ink) : ink, dpi, options);
    for (const Piece& line : joined(pieces, dpi, options)) {
      if (line.length() >= options.least_length_inch * dpi) curves.push_back(smoothed(line, horizontal, half));
    }
  }
  return curves;
}

}  // namespace gongshi::extract
