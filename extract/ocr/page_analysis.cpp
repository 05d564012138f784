// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_analysis.h"

#include <algorithm>
#include <cmath>

#include "extract/layout.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/rule_lines.h"

namespace gongshi::extract {
namespace {

constexpr double kPointsPerInch = 72;

/// Paints a rule over, but leaves ink that runs through it: a character's stroke.
void erase_rule(const RuleLine& line, InkImage& ink, GreyImage& grey) {
  const int length = static_cast<int>(line.length());
  const int half = static_cast<int>(std::ceil(line.thickness / 2)) + 1;
  const int breadth = line.horizontal ? ink.height : ink.width, along = line.horizontal ? ink.width : ink.height;
  const auto at = [&](int position, int across) -> std::uint8_t& {
    return line.horizontal ? ink.row(across)[position] : ink.row(position)[across];
  };
  const auto grey_at = [&](int position, int across) -> std::uint8_t& {
    return line.horizontal ? grey.row(across)[position] : grey.row(position)[across];
  };
  for (int step = -half; step <= length + half; ++step) {
    const double share = length > 0 ? std::clamp(static_cast<double>(step) / length, 0.0, 1.0) : 0.0;
    const int position = static_cast<int>(line.horizontal ? line.x0 : line.y0) + step;
    const int center = static_cast<int>(line.horizontal ? line.y0 + share * (line.y1 - line.y0)
                                                        : line.x0 + share * (line.x1 - line.x0));
    if (position < 0 || position >= along) continue;
    int from = std::max(0, center - half), to = std::min(breadth - 1, center + half);
    int above = from, below = to;
    while (above > 0 && at(position, above - 1) != 0) --above;
    while (below + 1 < breadth && at(position, below + 1) != 0) ++below;
    const bool runs_through = above < from - 3 && below > to + 3;
    if (runs_through) continue;
    if (from - above <= 2) from = above;
    if (below - to <= 2) to = below;
    for (int across = from; across <= to; ++across) {
      at(position, across) = 0;
      grey_at(position, across) = 255;
    }
    if (from > 0 && at(position, from - 1) == 0) grey_at(position, from - 1) = 255;
    if (to + 1 < breadth && at(position, to + 1) == 0) grey_at(position, to + 1) = 255;
  }
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
  const double longer = std::max(picture.width, picture.height);
  if (picture.dpi > 0 && longer / picture.dpi >= 5.5 && longer / picture.dpi <= 24) return picture.dpi;
  return longer / 11.69;
}

StraightPage analyse_page(const GreyImage& levelled, int quarters, double dpi) {
  StraightPage page;
  page.dpi = dpi;
  const GreyImage upright = turned(levelled, quarters);
  InkImage ink = binarized(upright, dpi);
  std::vector<RuleLine> lines = find_rule_lines(ink, dpi);
  const Straightening straightening = find_straightening(ink, lines, dpi);
  page.to_source = turned_to_source(quarters, levelled.width, levelled.height).after(straightening.to_source);
  page.grey = straightened(upright, straightening);
  if (!straightening.identity) {
    ink = binarized(page.grey, dpi);
    lines = find_rule_lines(ink, dpi);
  }
  page.rules = rules_in_points(lines, dpi);
  for (const RuleLine& line : lines) erase_rule(line, ink, page.grey);
  remove_specks(ink, dpi);
  for (const auto& area : find_text_lines(ink, text_areas(page.rules, ink.width, ink.height, dpi), dpi))
    page.lines.insert(page.lines.end(), area.begin(), area.end());
  return page;
}

}  // namespace gongshi::extract
