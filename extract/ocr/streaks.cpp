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

}  // namespace

bool Streak::touches(double x, double y, double reach) const {
  const double at = horizontal ? x : y, side = horizontal ? y : x;
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

void erase_streaks(const std::vector<Streak>& streaks, GreyImage& levelled) {
  for (const Streak& streak : streaks) {
    const int breadth = streak.horizontal ? levelled.height : levelled.width;
    for (std::size_t i = 0; i < streak.first.size(); ++i) {
      const int at = static_cast<int>(i), from = streak.first[i] - 1, to = streak.last[i] + 1;
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
