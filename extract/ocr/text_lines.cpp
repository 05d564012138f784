// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/text_lines.h"

#include <algorithm>
#include <numeric>

namespace gongshi::extract {
namespace {

constexpr double kLeastStroke = 0.22;  // Of a line's height: 6 pixels of 28.

/// Rows with ink that follow each other.
struct Band {
  int y0 = 0, y1 = 0;
  int ink = 0;  ///< Pixels.

  [[nodiscard]] int height() const { return y1 - y0; }
};

std::vector<int> row_profile(const InkImage& ink, const PixelBox& area) {
  std::vector<int> profile(static_cast<std::size_t>(std::max(0, area.height())), 0);
  for (int y = area.y0; y < area.y1; ++y) {
    profile[static_cast<std::size_t>(y - area.y0)] = std::accumulate(ink.row(y) + area.x0, ink.row(y) + area.x1, 0);
  }
  return profile;
}

std::vector<Band> find_bands(const std::vector<int>& profile, int top) {
  std::vector<Band> bands;
  for (int y = 0; y < static_cast<int>(profile.size()); ++y) {
    const int count = profile[static_cast<std::size_t>(y)];
    if (count == 0) continue;
    if (bands.empty() || bands.back().y1 != top + y) bands.push_back({top + y, top + y, 0});
    bands.back().y1 = top + y + 1;
    bands.back().ink += count;
  }
  return bands;
}

/// Height of ordinary lines: the median of bands that are neither strokes nor several lines in one. 0 where there are
/// none.
double ordinary_height(const std::vector<std::vector<Band>>& bands, double dpi) {
  std::vector<int> heights;
  for (const auto& list : bands) {
    for (const Band& band : list) {
      if (band.height() > 0.08 * dpi && band.height() < 0.40 * dpi) heights.push_back(band.height());
    }
  }
  if (heights.empty()) return 0;
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
  return heights[heights.size() / 2];
}

/// Cuts a band that holds several lines (they touch, or the page is a little skewed) at the emptiest rows near the
/// expected ends.
void split_band(const Band& band, const std::vector<int>& profile, int top, double height, std::vector<Band>& result) {
  if (band.height() < 1.65 * height) {
    result.push_back(band);
    return;
  }
  const int from = band.y0 + static_cast<int>(0.75 * height),
            to = std::min(band.y1 - static_cast<int>(0.6 * height), band.y0 + static_cast<int>(1.6 * height));
  const auto at = [&](int y) { return profile[static_cast<std::size_t>(y - top)]; };
  int cut = from;
  for (int y = from; y <= to; ++y) {
    if (at(y) < at(cut)) cut = y;
  }
  // An emptiest stretch is cut in its middle.
  int last = cut;
  while (last + 1 <= to && at(last + 1) == at(cut)) ++last;
  cut = (cut + last) / 2;
  int ink = 0;
  for (int y = band.y0; y < cut; ++y) ink += at(y);
  // One tall line (large type) has no row that is nearly empty. Three lines and more are surely cut.
  const double mean = static_cast<double>(band.ink) / band.height();
  if (at(cut) > mean * (band.height() < 2.6 * height ? 0.3 : 0.6)) {
    result.push_back(band);
    return;
  }
  result.push_back({band.y0, cut, ink});
  split_band({cut, band.y1, band.ink - ink}, profile, top, height, result);
}

/// Joins what belongs to one line: strokes of 三 or ： seen apart.
std::vector<Band> join_bands(const std::vector<Band>& bands, double height) {
  std::vector<Band> result;
  for (const Band& band : bands) {
    if (!result.empty()) {
      Band& last = result.back();
      const bool parts = last.height() < 0.7 * height || band.height() < 0.7 * height;
      if (parts && band.y1 - last.y0 <= 1.15 * height && band.y0 - last.y1 < 0.45 * height) {
        last.y1 = band.y1;
        last.ink += band.ink;
        continue;
      }
    }
    result.push_back(band);
  }
  return result;
}

PixelBox ink_box(const InkImage& ink, const PixelBox& area, const Band& band) {
  PixelBox box{area.x1, band.y0, area.x0, band.y1};
  for (int y = band.y0; y < band.y1; ++y) {
    const std::uint8_t* row = ink.row(y);
    int x = area.x0;
    while (x < box.x0 && row[x] == 0) ++x;
    box.x0 = std::min(box.x0, x);
    x = area.x1;
    while (x > box.x1 && row[x - 1] == 0) --x;
    box.x1 = std::max(box.x1, x);
  }
  return box;
}

/// Is there a stroke in the band, or nothing but specks? A copy of a copy is full of those that are as large as full
/// stops.
bool has_stroke(const InkImage& ink, const PixelBox& box, double height) {
  const int least = std::max(4, static_cast<int>(kLeastStroke * height));
  std::vector<int> down(static_cast<std::size_t>(std::max(0, box.width())), 0);
  for (int y = box.y0; y < box.y1; ++y) {
    const std::uint8_t* row = ink.row(y);
    int across = 0;
    for (int x = box.x0; x < box.x1; ++x) {
      int& run = down[static_cast<std::size_t>(x - box.x0)];
      run = row[x] != 0 ? run + 1 : 0;
      across = row[x] != 0 ? across + 1 : 0;
      if (run >= least || across >= least) return true;
    }
  }
  return false;
}

TextLine make_line(const InkImage& ink, const PixelBox& area, const std::vector<Band>& bands, std::size_t index,
                   double height) {
  const Band& band = bands[index];
  TextLine line;
  line.ink = ink_box(ink, area, band);
  line.size = std::max<double>(band.height(), height);
  // A line of low characters (一, full stops) is cut out at the height of its neighbours, so that the engine sees how
  // low they are.
  const double center = (band.y0 + band.y1) / 2.0, half = line.size / 2 * 1.16;
  const int above = index > 0 ? bands[index - 1].y1 : area.y0,
            below = index + 1 < bands.size() ? bands[index + 1].y0 : area.y1;
  const int margin = std::max(2, static_cast<int>(line.size * 0.3));
  line.crop = {
      std::max(area.x0, line.ink.x0 - margin), std::max(std::min(band.y0, above), static_cast<int>(center - half)),
      std::min(area.x1, line.ink.x1 + margin), std::min(std::max(band.y1, below), static_cast<int>(center + half + 1))};
  return line;
}

}  // namespace

std::vector<std::vector<TextLine>> find_text_lines(const InkImage& ink, const std::vector<PixelBox>& areas,
                                                   double dpi) {
  std::vector<std::vector<int>> profiles;
  std::vector<std::vector<Band>> bands;
  for (const PixelBox& area : areas) {
    profiles.push_back(row_profile(ink, area));
    bands.push_back(find_bands(profiles.back(), area.y0));
  }
  double height = ordinary_height(bands, dpi);
  if (height == 0) height = 0.16 * dpi;  // 12 points with their leading
  const int least_ink = std::max(4, static_cast<int>(dpi * dpi / 6000));
  std::vector<std::vector<TextLine>> result(areas.size());
  for (std::size_t i = 0; i < areas.size(); ++i) {
    std::vector<Band> parts;
    for (const Band& band : bands[i]) split_band(band, profiles[i], areas[i].y0, height, parts);
    parts = join_bands(parts, height);
    std::erase_if(parts, [&](const Band& band) {
      return band.ink < least_ink || !has_stroke(ink, {areas[i].x0, band.y0, areas[i].x1, band.y1}, height);
    });
    for (std::size_t k = 0; k < parts.size(); ++k) result[i].push_back(make_line(ink, areas[i], parts, k, height));
  }
  return result;
}

int emptiest_column(const GreyImage& line, double x, int reach) {
  int best = std::clamp(static_cast<int>(x), 0, line.width);
  std::int64_t best_sum = -1;
  for (int column = std::max(0, static_cast<int>(x) - reach);
       column <= std::min(line.width - 1, static_cast<int>(x) + reach); ++column) {
    std::int64_t sum = -std::abs(column - static_cast<int>(x));
    for (int y = 0; y < line.height; ++y) sum += line.at(column, y);
    if (sum > best_sum) best = column, best_sum = sum;
  }
  return best;
}

void remove_specks(InkImage& ink, double dpi) {
  const std::size_t least = static_cast<std::size_t>(std::max(2.0, dpi * dpi / 9000));
  std::vector<int> stack, area;
  constexpr std::uint8_t kSeen = 2;
  for (int start = 0; start < ink.width * ink.height; ++start) {
    if (ink.pixels[static_cast<std::size_t>(start)] != 1) continue;
    area.clear();
    stack.assign(1, start);
    ink.pixels[static_cast<std::size_t>(start)] = kSeen;
    while (!stack.empty()) {
      const int at = stack.back();
      stack.pop_back();
      area.push_back(at);
      const int x = at % ink.width, y = at / ink.width;
      for (int v = std::max(0, y - 1); v <= std::min(ink.height - 1, y + 1); ++v) {
        for (int u = std::max(0, x - 1); u <= std::min(ink.width - 1, x + 1); ++u) {
          std::uint8_t& value = ink.row(v)[u];
          if (value != 1) continue;
          value = kSeen;
          stack.push_back(v * ink.width + u);
        }
      }
    }
    if (area.size() < least) {
      for (const int at : area) ink.pixels[static_cast<std::size_t>(at)] = 0;
    }
  }
  for (std::uint8_t& value : ink.pixels) value = value != 0 ? 1 : 0;
}

}  // namespace gongshi::extract
