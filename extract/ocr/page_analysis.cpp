// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_analysis.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "extract/layout.h"
#include "extract/ocr/faint_rules.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/rule_lines.h"
#include "extract/ocr/streaks.h"

namespace gongshi::extract {
namespace {

constexpr double kPointsPerInch = 72;

/// A picture seen along a rule: `along` runs with it, `across` from side to side.
class AlongRule {
 public:
  AlongRule(bool horizontal, InkImage& ink, GreyImage& grey) : horizontal_(horizontal), ink_(ink), grey_(grey) {}

  [[nodiscard]] int length() const { return horizontal_ ? ink_.width : ink_.height; }
  [[nodiscard]] int breadth() const { return horizontal_ ? ink_.height : ink_.width; }
  [[nodiscard]] std::uint8_t& ink(int along, int across) {
    return horizontal_ ? ink_.row(across)[along] : ink_.row(along)[across];
  }
  [[nodiscard]] std::uint8_t& grey(int along, int across) {
    return horizontal_ ? grey_.row(across)[along] : grey_.row(along)[across];
  }
  [[nodiscard]] bool has_ink(int along, int across) {
    return across >= 0 && across < breadth() && ink(along, across) != 0;
  }
  void clear(int along, int across) {
    if (across < 0 || across >= breadth()) return;
    ink(along, across) = 0;
    grey(along, across) = 255;
  }

 private:
  bool horizontal_;
  InkImage& ink_;
  GreyImage& grey_;
};

/// The first row of the rule's ink for each step along it: paper bends, so that no rule is quite straight. Each is the
/// median of what its neighbourhood shows.
std::vector<int> track(const RuleLine& line, AlongRule& view, int begin, int end, int thickness, int reach) {
  std::vector<int> darkest;
  for (int at = begin; at < end; ++at) {
    const double share =
        std::clamp((at - (line.horizontal ? line.x0 : line.y0)) / std::max(1.0, line.length()), 0.0, 1.0);
    const double middle =
        line.horizontal ? line.y0 + share * (line.y1 - line.y0) : line.x0 + share * (line.x1 - line.x0);
    const int expected = static_cast<int>(std::lround(middle - thickness / 2.0));
    int best = expected, best_sum = 1 << 30;
    for (int from = std::max(0, expected - 3); from <= std::min(view.breadth() - thickness, expected + 3); ++from) {
      int sum = std::abs(from - expected);  // In doubt the straight line decides.
      for (int row = from; row < from + thickness; ++row) sum += view.grey(at, row);
      if (sum < best_sum) best = from, best_sum = sum;
    }
    darkest.push_back(best);
  }
  std::vector<int> smooth(darkest.size()), window;
  for (int i = 0; i < static_cast<int>(darkest.size()); ++i) {
    const int from = std::max(0, i - reach), to = std::min(static_cast<int>(darkest.size()), i + reach + 1);
    window.assign(darkest.begin() + from, darkest.begin() + to);
    std::nth_element(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(window.size() / 2), window.end());
    smooth[static_cast<std::size_t>(i)] = window[window.size() / 2];
  }
  return smooth;
}

/// Paints a rule over, but leaves ink that runs through it or ends at it: strokes of characters that touch it.
void erase_rule(const RuleLine& line, double dpi, InkImage& ink, GreyImage& grey) {
  AlongRule view(line.horizontal, ink, grey);
  const int thickness = std::max(1, static_cast<int>(std::lround(line.thickness)));
  const int begin = std::max(0, static_cast<int>(line.horizontal ? line.x0 : line.y0) - thickness);
  const int end = std::min(view.length(), static_cast<int>(line.horizontal ? line.x1 : line.y1) + thickness + 1);
  if (end <= begin || view.breadth() <= thickness) return;
  const std::vector<int> rows = track(line, view, begin, end, thickness, std::max(6, static_cast<int>(dpi / 10)));
  for (int at = begin; at < end; ++at) {
    const int from = rows[static_cast<std::size_t>(at - begin)], to = from + thickness - 1;
    const bool above = view.has_ink(at, from - 2) && view.has_ink(at, from - 3),
               below = view.has_ink(at, to + 2) && view.has_ink(at, to + 3);
    if (above && below) continue;  // A stroke that crosses the rule.
    for (int row = from; row <= to; ++row) view.clear(at, row);
    // The rule's blurred edge; where ink goes on behind it, it is a stroke's end.
    if (!view.has_ink(at, from - 2)) view.clear(at, from - 1);
    if (!view.has_ink(at, to + 2)) view.clear(at, to + 1);
  }
}

/// Takes away what is left of a rule's ragged edge: ink that reaches no further from it than `kEdgeInch`. It would be
/// read as a stroke or a bracket beside the cell's text.
void erase_edges(const RuleLine& line, double dpi, InkImage& ink, GreyImage& grey) {
  constexpr double kEdgeInch = 0.015;  // The edge of a blurred double rule at 170 dpi has up to two pixels.
  AlongRule view(line.horizontal, ink, grey);
  const double reach = line.thickness / 2 + std::max(2.0, kEdgeInch * dpi);
  const double from = line.horizontal ? line.x0 : line.y0, to = line.horizontal ? line.x1 : line.y1;
  const auto middle = [&](int along) {
    const double share = std::clamp((along + 0.5 - from) / std::max(1.0, line.length()), 0.0, 1.0);
    return line.horizontal ? line.y0 + share * (line.y1 - line.y0) : line.x0 + share * (line.x1 - line.x0);
  };
  const auto is_near = [&](int along, int across) {
    return along + 0.5 > from - reach && along + 0.5 < to + reach && std::abs(across + 0.5 - middle(along)) <= reach;
  };
  constexpr std::uint8_t kSeen = 2;
  std::vector<std::pair<int, int>> area, seen;
  for (int along = std::max(0, static_cast<int>(from - reach));
       along < std::min(view.length(), static_cast<int>(to + reach)); ++along) {
    const double row = middle(along);
    for (int across = std::max(0, static_cast<int>(row - reach));
         across <= std::min(view.breadth() - 1, static_cast<int>(row + reach)); ++across) {
      if (view.ink(along, across) != 1 || !is_near(along, across)) continue;
      area.assign(1, {along, across});
      view.ink(along, across) = kSeen;
      bool goes_on = false;
      for (std::size_t i = 0; i < area.size(); ++i) {
        const auto [x, y] = area[i];
        for (int u = std::max(0, x - 1); u <= std::min(view.length() - 1, x + 1); ++u) {
          for (int v = std::max(0, y - 1); v <= std::min(view.breadth() - 1, y + 1); ++v) {
            if (view.ink(u, v) != 1) continue;
            if (!is_near(u, v)) {
              goes_on = true;
              continue;
            }
            view.ink(u, v) = kSeen;
            area.emplace_back(u, v);
          }
        }
      }
      if (goes_on) {
        seen.insert(seen.end(), area.begin(), area.end());
      } else {
        for (const auto& [x, y] : area) view.clear(x, y);
      }
    }
  }
  for (const auto& [x, y] : seen) view.ink(x, y) = 1;
}

/// Takes out short upright lines that stand by themselves and have ink at their side: strokes of characters that stand
/// below each other.
void drop_strokes(std::vector<RuleLine>& lines, const InkImage& ink, double dpi) {
  constexpr double kShortInch = 0.8, kOneLineInch = 0.04, kMostBeside = 0.3;
  const auto has_fellow = [&](const RuleLine& line) {
    return std::any_of(lines.begin(), lines.end(), [&](const RuleLine& other) {
      return &other != &line && !other.horizontal &&
             std::abs((other.x0 + other.x1) - (line.x0 + line.x1)) < 2 * kOneLineInch * dpi;
    });
  };
  // The share of its length, on both sides, where ink begins within the room that a cell's text keeps.
  const auto beside = [&](const RuleLine& line) {
    const int near = static_cast<int>(line.thickness / 2 + std::max(2.0, 0.01 * dpi)),
              far = near + std::max(2, static_cast<int>(0.02 * dpi));
    int seen = 0, all = 0;
    for (int y = std::max(0, static_cast<int>(line.y0)); y < std::min(ink.height, static_cast<int>(line.y1)); ++y) {
      const double middle = line.x0 + (line.x1 - line.x0) * (y - line.y0) / std::max(1.0, line.y1 - line.y0);
      for (const int side : {-1, 1}) {
        bool found = false;
        for (int step = near; step <= far && !found; ++step) {
          const int column = static_cast<int>(std::lround(middle)) + side * step;
          found = column >= 0 && column < ink.width && ink.at(column, y) != 0;
        }
        seen += found;
        ++all;
      }
    }
    return all == 0 ? 0.0 : static_cast<double>(seen) / all;
  };
  std::vector<RuleLine> kept;
  for (const RuleLine& line : lines) {
    const bool stroke =
        !line.horizontal && line.length() < kShortInch * dpi && !has_fellow(line) && beside(line) > kMostBeside;
    if (!stroke) kept.push_back(line);
  }
  lines = std::move(kept);
}

/// The page's rules, faint ones too; dotted ones are completed where there are some.
std::vector<RuleLine> all_rule_lines(const GreyImage& page, const InkImage& ink, double dpi) {
  const InkImage with_faint = with_faint_rules(page, ink, dpi);
  std::vector<RuleLine> lines = find_rule_lines(with_faint, dpi);
  if (with_faint.pixels != ink.pixels) {
    complete_dotted_rules(lines, page, ink, dpi);
    add_dotted_rules(lines, page, dpi);
  }
  drop_strokes(lines, ink, dpi);
  return lines;
}

/// Takes those out that are no rules: streaks and strokes of a pen.
std::vector<RuleLine> without_loose(std::vector<RuleLine>& lines, double dpi) {
  std::vector<Curve> curves;
  for (const RuleLine& line : lines) curves.push_back({line.horizontal, {{line.x0, line.y0}, {line.x1, line.y1}}});
  std::vector<std::size_t> places = loose_lines(curves, dpi);
  std::sort(places.begin(), places.end());
  std::vector<RuleLine> loose;
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    loose.push_back(lines[*place]);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*place));
  }
  return loose;
}

std::vector<Rule> rules_in_points(const std::vector<RuleLine>& lines, double dpi) {
  const double scale = kPointsPerInch / dpi;
  std::vector<Rule> rules;
  for (const RuleLine& line : lines) {
    const double x = (line.x0 + line.x1) / 2 * scale, y = (line.y0 + line.y1) / 2 * scale;
    if (line.horizontal) {
      rules.push_back({line.x0 * scale, y, line.x1 * scale, y, line.thickness * scale});
    } else {
      rules.push_back({x, line.y0 * scale, x, line.y1 * scale, line.thickness * scale});
    }
  }
  return rules;
}

/// The page taken apart: the cells of its tables and the bands above, between and below them.
std::vector<PixelBox> text_areas(const std::vector<Rule>& rules, int width, int height, double dpi) {
  const double scale = dpi / kPointsPerInch;
  std::vector<PixelBox> areas;
  int top = 0;
  const auto band = [&](int from, int to) {
    if (to - from > 0.03 * dpi) areas.push_back({0, from, width, to});
  };
  for (const Grid& grid : find_grids(rules)) {
    if (grid.cols() < 2) continue;  // A frame around running text.
    band(top, std::min(height, static_cast<int>(grid.box.y0 * scale)));
    top = std::max(top, static_cast<int>(std::ceil(grid.box.y1 * scale)));
    for (const GridCell& cell : grid.cells) {
      const int x0 = std::max(0, static_cast<int>(cell.box.x0 * scale) + 2),
                y0 = std::max(0, static_cast<int>(cell.box.y0 * scale) + 1);
      const int x1 = std::min(width, static_cast<int>(cell.box.x1 * scale) - 1),
                y1 = std::min(height, static_cast<int>(std::ceil(cell.box.y1 * scale)) - 1);
      if (x1 > x0 && y1 > y0) areas.push_back({x0, y0, x1, y1});
    }
  }
  band(top, height);
  return areas;
}

}  // namespace

double plausible_dpi(const PagePicture& picture) {
  const double longer = std::max(picture.width, picture.height), shorter = std::min(picture.width, picture.height);
  if (picture.dpi > 0 && longer / picture.dpi >= 7.5 && longer / picture.dpi <= 24) return picture.dpi;
  // A picture much longer than a sheet is a page of the web or several sheets: it has the width of one.
  constexpr double kLong = 2.0;
  return longer > kLong * shorter ? shorter / 8.27 : longer / 11.69;
}

StraightPage analyse_page(const GreyImage& levelled, int quarters, double dpi) {
  StraightPage page;
  page.dpi = dpi;
  const GreyImage upright = turned(levelled, quarters);
  InkImage ink = binarized(upright, dpi);
  std::vector<RuleLine> lines = all_rule_lines(upright, ink, dpi);
  const Straightening straightening = find_straightening(ink, lines, dpi);
  page.to_source = turned_to_source(quarters, levelled.width, levelled.height).after(straightening.to_source);
  page.grey = straightened(upright, straightening);
  if (!straightening.identity) {
    ink = binarized(page.grey, dpi);
    lines = all_rule_lines(page.grey, ink, dpi);
  }
  page.loose = without_loose(lines, dpi);
  page.rules = rules_in_points(lines, dpi);
  lines.insert(lines.end(), page.loose.begin(), page.loose.end());
  for (const RuleLine& line : lines) erase_rule(line, dpi, ink, page.grey);
  for (const RuleLine& line : lines) erase_edges(line, dpi, ink, page.grey);
  remove_specks(ink, dpi);
  const std::vector<PixelBox> areas = text_areas(page.rules, ink.width, ink.height, dpi);
  const auto lines_of_areas = find_text_lines(ink, areas, dpi);
  std::map<std::pair<int, int>, int> columns = {{{0, ink.width}, -1}};  // The bands outside of tables.
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const int next = static_cast<int>(columns.size()) - 1;
    const int column = columns.try_emplace({areas[i].x0, areas[i].x1}, next).first->second;
    for (const TextLine& line : lines_of_areas[i]) {
      page.lines.push_back(line);
      page.lines.back().cell = static_cast<int>(i);
      page.lines.back().column = column;
    }
  }
  return page;
}

int table_cells(const GreyImage& levelled, double dpi) {
  const InkImage ink = binarized(levelled, dpi);
  std::vector<RuleLine> lines = all_rule_lines(levelled, ink, dpi);
  const Straightening straightening = find_straightening(ink, lines, dpi);
  if (!straightening.identity) {
    const GreyImage straight = straightened(levelled, straightening);
    lines = all_rule_lines(straight, binarized(straight, dpi), dpi);
  }
  static_cast<void>(without_loose(lines, dpi));
  int cells = 0;
  for (const Grid& grid : find_grids(rules_in_points(lines, dpi)))
    if (grid.cols() > 1) cells += static_cast<int>(grid.cells.size());
  return cells;
}

}  // namespace gongshi::extract
