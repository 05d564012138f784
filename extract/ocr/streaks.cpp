// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/streaks.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace gongshi::extract {
namespace {

constexpr double kEdgeInch = 0.1,
                 kBandInch = 0.3;                 // Where streaks are looked for: in a page's margins, which have none
                                                  // of its rules. A sheet turned a little has white corners before.
constexpr double kInBand = 0.75, kOnPage = 0.85;  // Shares of a streak's way that are ink.
constexpr int kJoin = 2;            // Pixels: two streaks side by side leave something of what stands between them.
constexpr double kMostInch = 0.14;  // Its width.
constexpr double kMostSlope = 0.03;
constexpr double kRuleInch = 1.5;  // Lines as long as that end where their table does, of which there must be two:
constexpr int kLeastRules = 2;     // a part of a picture has rules from edge to edge as well.

constexpr double kLongInch = 1.5;  // Of lines that tell how the page's rules end.
constexpr std::size_t kLeastLong = 3;
constexpr double kMetInch = 0.15, kBesideInch = 0.2;      // From an end to a rule across, and to the ends of others.
constexpr std::ptrdiff_t kLeastBeside = 3;                // Two streaks may both end at the sheet's edge.
constexpr double kPastInch = 0.35;                        // Beyond the outermost rule across.
constexpr double kMostLoose = 0.4;                        // Of the ends of long lines.
constexpr double kGoesOnInch = 1.0, kOneLineInch = 0.06;  // Pieces of one rule that a copy has broken.
constexpr double kLooseThicknessInch = 0.035;

/// Columns in a row, both ends inclusive.
struct Span {
  int first = 0, last = 0;

  [[nodiscard]] double middle() const { return (first + last) / 2.0; }
};

/// A picture seen so that streaks run down it.
class Down {
 public:
  Down(const InkImage& ink, bool horizontal) : ink_(ink), horizontal_(horizontal) {}
  [[nodiscard]] int length() const { return horizontal_ ? ink_.width : ink_.height; }
  [[nodiscard]] int breadth() const { return horizontal_ ? ink_.height : ink_.width; }
  [[nodiscard]] bool ink(int at, int side) const {
    return side >= 0 && side < breadth() && (horizontal_ ? ink_.at(at, side) : ink_.at(side, at)) != 0;
  }

 private:
  const InkImage& ink_;
  bool horizontal_;
};

/// Where ink runs down through all of a band of rows.
std::vector<Span> spans_in_band(const Down& page, int from, int to, double dpi) {
  std::vector<Span> spans;

  for (int side = 0; side < page.breadth(); ++side) {
    int seen = 0;
    for (int at = from; at < to; ++at) seen += page.ink(at, side - 1) || page.ink(at, side) || page.ink(at, side + 1);
    if (seen < kInBand * (to - from)) continue;
    if (spans.empty() || side - spans.back().last > kJoin) spans.push_back({side, side});
    spans.back().last = side;
  }
  std::erase_if(spans, [&](const Span& span) { return span.last - span.first > kMostInch * dpi; });
  return spans;
}

/// The way between two spans at the page's ends; the share of it that is ink.
double lead_from_to(const Down& page, const Span& start, const Span& end, Streak& streak) {
  int seen = 0;
  for (int at = 0; at < page.length(); ++at) {
    const double share = static_cast<double>(at) / page.length();
    const int first = static_cast<int>(std::lround(start.first + share * (end.first - start.first))),
              last = static_cast<int>(std::lround(start.last + share * (end.last - start.last)));
    streak.first.push_back(std::min(first, last));
    streak.last.push_back(std::max(first, last));
    bool found = false;
    for (int side = first; side <= last && !found; ++side) found = page.ink(at, side);
    seen += found;
  }
  return static_cast<double>(seen) / page.length();
}

/// Where a line ends, seen along it and from side to side.
struct End {
  const Curve* curve = nullptr;
  double at = 0, side = 0;
  bool last = false;
};

/// Does a line across pass by the end, or come near it?
bool is_met(const End& end, const std::vector<Curve>& curves, double reach) {
  return std::any_of(curves.begin(), curves.end(), [&](const Curve& other) {
    if (other.horizontal == end.curve->horizontal) return false;
    // Along the other line run the sides of this one.
    const auto along = [&](const Homography::Point& it) { return other.horizontal ? it.x : it.y; };
    const auto across = [&](const Homography::Point& it) { return other.horizontal ? it.y : it.x; };
    if (end.side < along(other.points.front()) - reach || end.side > along(other.points.back()) + reach) return false;
    const auto next = std::lower_bound(other.points.begin(), std::prev(other.points.end()), end.side,
                                       [&](const Homography::Point& it, double side) { return along(it) < side; });
    return std::abs(across(*next) - end.at) <= reach;
  });
}

/// Does another line go on where this one ends?
bool goes_on(const End& end, const std::vector<End>& ends, double dpi) {
  return std::any_of(ends.begin(), ends.end(), [&](const End& other) {
    const double gap = end.last ? other.at - end.at : end.at - other.at;
    return other.curve != end.curve && other.last != end.last && gap > -kOneLineInch * dpi && gap < kGoesOnInch * dpi &&
           std::abs(other.side - end.side) < kOneLineInch * dpi;
  });
}

/// The ink of a line around its points.
Streak streak_of(const InkImage& ink, const Curve& curve, double dpi) {
  const Down page(ink, curve.horizontal);
  const int most = std::max(2, static_cast<int>(kLooseThicknessInch * dpi));
  Streak streak;
  streak.horizontal = curve.horizontal;
  const auto along = [&](const Homography::Point& it) { return curve.horizontal ? it.x : it.y; };
  const auto across = [&](const Homography::Point& it) { return curve.horizontal ? it.y : it.x; };
  streak.begin = std::max(0, static_cast<int>(along(curve.points.front())));
  const int end = std::min(page.length() - 1, static_cast<int>(along(curve.points.back())));
  std::size_t next = 0;
  for (int at = streak.begin; at <= end; ++at) {
    while (next + 1 < curve.points.size() && along(curve.points[next]) < at) ++next;
    double middle = across(curve.points[next]);
    if (next > 0 && along(curve.points[next]) > at) {
      const Homography::Point &a = curve.points[next - 1], &b = curve.points[next];
      middle = across(a) + (across(b) - across(a)) * (at - along(a)) / std::max(1.0, along(b) - along(a));
    }
    int first = static_cast<int>(std::lround(middle)), last = first;
    while (last - first < most && page.ink(at, first - 1)) --first;
    while (last - first < most && page.ink(at, last + 1)) ++last;
    // A stroke or a rule that crosses it: as thin as it is elsewhere.
    if (last - first >= most) first = static_cast<int>(std::lround(middle)) - 1, last = first + 2;
    streak.first.push_back(first);
    streak.last.push_back(last);
  }
  return streak;
}

}  // namespace

bool Streak::touches(double x, double y, double reach) const {
  const double at = (horizontal ? x : y) - begin, side = horizontal ? y : x;
  if (at < 0 || at >= static_cast<double>(first.size())) return false;
  const auto i = static_cast<std::size_t>(at);
  return side >= first[i] - reach && side <= last[i] + reach;
}

std::vector<Streak> find_streaks(const InkImage& ink, const std::vector<Curve>& curves, double dpi) {
  std::vector<Streak> result;
  const int edge = static_cast<int>(kEdgeInch * dpi), band = static_cast<int>(kBandInch * dpi);
  for (const bool horizontal : {false, true}) {
    const Down page(ink, horizontal);
    if (page.length() < 4 * (edge + band)) continue;
    const auto starts = spans_in_band(page, edge, edge + band, dpi);
    if (starts.empty()) continue;
    std::vector<Streak> streaks;
    const auto ends = spans_in_band(page, page.length() - edge - band, page.length() - edge, dpi);
    for (const Span& start : starts) {
      double best = kOnPage;
      std::optional<Streak> found;
      for (const Span& end : ends) {
        if (std::abs(start.middle() - end.middle()) > kMostSlope * page.length()) continue;
        Streak streak;
        streak.horizontal = horizontal;
        const double share = lead_from_to(page, start, end, streak);
        if (share >= best) best = share, found = std::move(streak);
      }
      if (found) streaks.push_back(*std::move(found));
    }
    const auto rules = std::count_if(curves.begin(), curves.end(), [&](const Curve& curve) {
      if (curve.horizontal != horizontal || curve.length() < kRuleInch * dpi) return false;
      const Homography::Point middle = curve.points[curve.points.size() / 2];
      const auto at = static_cast<std::size_t>(std::max(0.0, horizontal ? middle.x : middle.y));
      const double side = horizontal ? middle.y : middle.x;
      return std::none_of(streaks.begin(), streaks.end(), [&](const Streak& it) {
        return at < it.first.size() && side > it.first[at] - 6 && side < it.last[at] + 6;
      });
    });
    if (rules >= kLeastRules) std::move(streaks.begin(), streaks.end(), std::back_inserter(result));
  }
  return result;
}

std::vector<std::size_t> loose_lines(const std::vector<Curve>& curves, double dpi) {
  std::vector<std::size_t> result;
  for (const bool horizontal : {false, true}) {
    std::vector<End> ends;
    for (const Curve& curve : curves) {
      if (curve.horizontal != horizontal || curve.points.size() < 2) continue;
      for (const bool last : {false, true}) {
        const Homography::Point& point = last ? curve.points.back() : curve.points.front();
        ends.push_back({&curve, horizontal ? point.x : point.y, horizontal ? point.y : point.x, last});
      }
    }
    const auto is_loose = [&](const End& end) {
      if (is_met(end, curves, kMetInch * dpi)) return false;
      return std::count_if(ends.begin(), ends.end(), [&](const End& other) {
               return other.curve != end.curve && other.last == end.last && other.curve->length() >= kLongInch * dpi &&
                      std::abs(other.at - end.at) <= kBesideInch * dpi;
             }) < kLeastBeside;
    };
    // The table's rules across: what goes on well beyond the outermost ones is no rule, what ends between them may be
    // the rest of one that was lost in part. A rule's trace may run on into the text below its table.
    const auto is_beyond = [&](const End& end) {
      return std::none_of(curves.begin(), curves.end(), [&](const Curve& other) {
        if (other.horizontal == horizontal) return false;
        const Homography::Point& middle = other.points[other.points.size() / 2];
        const double at = horizontal ? middle.x : middle.y, past = end.last ? end.at - at : at - end.at;
        return past < kPastInch * dpi;
      });
    };
    std::vector<std::size_t> loose;
    std::size_t long_ends = 0, long_loose = 0;
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
      const bool first = is_loose(ends[i]), last = is_loose(ends[i + 1]);
      if (ends[i].curve->length() >= kLongInch * dpi)
        long_ends += 2, long_loose += (first ? 1U : 0U) + (last ? 1U : 0U);
      if (goes_on(ends[i], ends, dpi) || goes_on(ends[i + 1], ends, dpi)) continue;
      if ((first && last) || (first && is_beyond(ends[i])) || (last && is_beyond(ends[i + 1])))
        loose.push_back(static_cast<std::size_t>(ends[i].curve - curves.data()));
    }
    if (long_ends < 2 * kLeastLong || static_cast<double>(long_loose) > kMostLoose * static_cast<double>(long_ends))
      continue;
    result.insert(result.end(), loose.begin(), loose.end());
  }
  return result;
}

std::vector<Streak> find_loose_lines(const InkImage& ink, const std::vector<Curve>& curves, double dpi) {
  std::vector<Streak> result;
  for (const std::size_t line : loose_lines(curves, dpi)) result.push_back(streak_of(ink, curves[line], dpi));
  return result;
}

void erase_streaks(const std::vector<Streak>& streaks, GreyImage& levelled) {
  for (const Streak& streak : streaks) {
    const int breadth = streak.horizontal ? levelled.height : levelled.width;
    for (std::size_t i = 0; i < streak.first.size(); ++i) {
      const int at = streak.begin + static_cast<int>(i), from = streak.first[i] - 1, to = streak.last[i] + 1;
      if (from < 0 || to >= breadth) continue;
      const auto pixel = [&](int side) -> std::uint8_t& {
        return streak.horizontal ? levelled.row(side)[at] : levelled.row(at)[side];
      };
      const int left = pixel(from), right = pixel(to);
      for (int side = from + 1; side < to; ++side)
        pixel(side) = static_cast<std::uint8_t>(left + (right - left) * (side - from) / (to - from));
    }
  }
}

}  // namespace gongshi::extract
