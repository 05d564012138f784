// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/grey.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace gongshi::extract {
namespace {

constexpr double kMmPerInch = 25.4;

struct Colour {
  int red, green, blue;

  [[nodiscard]] int luminance() const { return (77 * red + 151 * green + 28 * blue) >> 8; }
  [[nodiscard]] int excess() const { return red - std::max(green, blue); }
};

Colour colour_at(const PagePicture& picture, std::size_t pixel) {
  const std::uint8_t* p = picture.pixels.data() + pixel * 3;
  return {p[0], p[1], p[2]};
}

/// Connected areas (8 neighbours) of non-zero values of a small grid: each value becomes the number of its area,
/// from 1. Returns their count.
int label(std::vector<int>& grid, int width, int height) {
  int count = 0;
  std::vector<int> stack;
  for (int start = 0; start < width * height; ++start) {
    if (grid[static_cast<std::size_t>(start)] != -1) continue;
    ++count;
    stack.push_back(start);
    grid[static_cast<std::size_t>(start)] = count;
    while (!stack.empty()) {
      const int at = stack.back();
      stack.pop_back();
      for (int y = std::max(0, at / width - 1); y <= std::min(height - 1, at / width + 1); ++y) {
        for (int x = std::max(0, at % width - 1); x <= std::min(width - 1, at % width + 1); ++x) {
          int& value = grid[static_cast<std::size_t>(y * width + x)];
          if (value != -1) continue;
          value = count;
          stack.push_back(y * width + x);
        }
      }
    }
  }
  return count;
}

struct Area {
  int x0 = 1 << 30, y0 = 1 << 30, x1 = -1, y1 = -1, size = 0;

  void add(int x, int y) {
    x0 = std::min(x0, x);
    y0 = std::min(y0, y);
    x1 = std::max(x1, x);
    y1 = std::max(y1, y);
    ++size;
  }
};

std::vector<Area> areas(const std::vector<int>& grid, int width, int count) {
  std::vector<Area> result(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < grid.size(); ++i) {
    if (grid[i] > 0)
      result[static_cast<std::size_t>(grid[i] - 1)].add(static_cast<int>(i) % width, static_cast<int>(i) / width);
  }
  return result;
}

/// Pixel rectangles of the seals. Red pixels are counted in blocks of about 2 mm, which join a seal's ring, star and
/// characters.
std::vector<Area> find_seals(const PagePicture& picture, double dpi, const GreyOptions& options) {
  const int block = std::max(4, static_cast<int>(dpi / kMmPerInch * 2.0));
  const int columns = (picture.width + block - 1) / block, rows = (picture.height + block - 1) / block;
  std::vector<int> grid(static_cast<std::size_t>(columns * rows), 0);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto pixel =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x);
      if (colour_at(picture, pixel).excess() >= options.red_excess)
        ++grid[static_cast<std::size_t>(y / block * columns + x / block)];
    }
  }
  for (int& value : grid) value = value > std::max(2, block * block / 50) ? -1 : 0;
  const int count = label(grid, columns, rows);
  std::vector<Area> seals;
  for (const Area& area : areas(grid, columns, count)) {
    const double width = (area.x1 - area.x0 + 1) * block * kMmPerInch / dpi,
                 height = (area.y1 - area.y0 + 1) * block * kMmPerInch / dpi;
    if (std::min(width, height) < options.seal_least_mm || std::max(width, height) > options.seal_most_mm ||
        std::max(width, height) > 2 * std::min(width, height))
      continue;
    seals.push_back({std::max(0, (area.x0 - 1) * block), std::max(0, (area.y0 - 1) * block),
                     std::min(picture.width, (area.x1 + 2) * block), std::min(picture.height, (area.y1 + 2) * block),
                     area.size});
  }
  return seals;
}

/// The paper's level per block: the 80th percentile of its pixels.
struct Levels {
  int block = 1, columns = 0, rows = 0;
  std::vector<int> values;
  std::vector<int> brightest;  ///< The 95th percentile.
  std::vector<int> middle;     ///< The median.

  [[nodiscard]] int& at(int x, int y) { return values[static_cast<std::size_t>(y * columns + x)]; }
  [[nodiscard]] int at(int x, int y) const { return values[static_cast<std::size_t>(y * columns + x)]; }
};

Levels paper_levels(const GreyImage& grey, int block) {
  Levels levels{block, (grey.width + block - 1) / block, (grey.height + block - 1) / block, {}, {}, {}};
  for (int row = 0; row < levels.rows; ++row) {
    for (int column = 0; column < levels.columns; ++column) {
      std::array<int, 256> histogram{};
      int total = 0;
      for (int y = row * block; y < std::min(grey.height, (row + 1) * block); ++y) {
        for (int x = column * block; x < std::min(grey.width, (column + 1) * block); ++x, ++total)
          ++histogram[grey.at(x, y)];
      }
      int value = 255, brighter = 0;
      const auto level_below = [&](int pixels) {
        while (value > 0 && brighter + histogram[static_cast<std::size_t>(value)] < pixels)
          brighter += histogram[static_cast<std::size_t>(value--)];
        return value;
      };
      levels.brightest.push_back(level_below(total / 20));
      levels.values.push_back(level_below(total / 5));
      levels.middle.push_back(level_below(total / 2));
    }
  }
  return levels;
}

/// Otsu's threshold of the levels, and how far the two classes' means lie apart.
std::pair<int, double> split(const std::vector<int>& values) {
  std::array<double, 256> histogram{};
  for (const int value : values) histogram[static_cast<std::size_t>(value)] += 1;
  const double total = static_cast<double>(values.size());
  double sum = 0;
  for (int i = 0; i < 256; ++i) sum += i * histogram[static_cast<std::size_t>(i)];
  double below = 0, below_sum = 0, best = -1, distance = 0;
  int threshold = 0;
  for (int i = 0; i < 255; ++i) {
    below += histogram[static_cast<std::size_t>(i)];
    below_sum += i * histogram[static_cast<std::size_t>(i)];
    if (below == 0 || below == total) continue;
    const double difference = (sum - below_sum) / (total - below) - below_sum / below;
    const double between = below * (total - below) * difference * difference;
    if (between > best) best = between, threshold = i, distance = difference;
  }
  return {threshold, distance};
}

/// The blocks beside one.
std::vector<std::size_t> beside(const Levels& levels, std::size_t at) {
  const auto x = static_cast<int>(at) % levels.columns, y = static_cast<int>(at) / levels.columns;
  std::vector<std::size_t> result;
  if (x > 0) result.push_back(at - 1);
  if (x + 1 < levels.columns) result.push_back(at + 1);
  if (y > 0) result.push_back(at - static_cast<std::size_t>(levels.columns));
  if (y + 1 < levels.rows) result.push_back(at + static_cast<std::size_t>(levels.columns));
  return result;
}

/// Is a block in part sheet and in part ground? Along an edge that is nearly level such blocks lead from one to the
/// other in small steps.
bool holds_edge(const Levels& levels, std::size_t at, int edge) {
  return levels.brightest[at] - levels.middle[at] >= edge;
}

/// Blocks no brighter than `threshold` that hang together with block `start` without a jump in brightness.
std::vector<std::size_t> smooth_region(const Levels& levels, std::size_t start, int threshold,
                                       const GreyOptions& options, std::vector<bool>& seen) {
  std::vector<std::size_t> region = {start};
  seen[start] = true;
  for (std::size_t i = 0; i < region.size(); ++i) {
    for (const std::size_t next : beside(levels, region[i])) {
      if (seen[next] || levels.values[next] > threshold || holds_edge(levels, next, options.sheet_edge) ||
          std::abs(levels.values[next] - levels.values[region[i]]) > options.ground_step)
        continue;
      seen[next] = true;
      region.push_back(next);
    }
  }
  return region;
}

/// Does the region end at an edge, as the ground does at the sheet on it? A shadow over the sheet fades.
bool ends_sharply(const Levels& levels, const std::vector<std::size_t>& region, int least) {
  std::vector<bool> inside(levels.values.size(), false);
  for (const std::size_t at : region) inside[at] = true;
  std::vector<int> jumps;
  for (const std::size_t at : region) {
    for (const std::size_t next : beside(levels, at))
      if (!inside[next]) jumps.push_back(levels.brightest[next] - levels.values[at]);
  }
  if (jumps.empty()) return false;
  std::nth_element(jumps.begin(), jumps.begin() + static_cast<std::ptrdiff_t>(jumps.size() / 2), jumps.end());
  return jumps[jumps.size() / 2] >= least;
}

/// Blocks outside of the sheet: darker than the paper, joined to the picture's border without a jump in brightness, and
/// parted from the sheet by one. A page that fills its picture has none, however the light falls on it.
std::vector<bool> outside_blocks(const Levels& levels, const GreyOptions& options) {
  std::vector<bool> outside(levels.values.size(), false), seen(levels.values.size(), false);
  const auto [threshold, distance] = split(levels.values);
  if (distance < options.ground_distance) return outside;
  for (std::size_t at = 0; at < outside.size(); ++at) {
    const int x = static_cast<int>(at) % levels.columns, y = static_cast<int>(at) / levels.columns;
    const bool border = x == 0 || y == 0 || x + 1 == levels.columns || y + 1 == levels.rows;
    if (!border || seen[at] || levels.values[at] > threshold || holds_edge(levels, at, options.sheet_edge)) continue;
    const auto region = smooth_region(levels, at, threshold, options, seen);
    if (!ends_sharply(levels, region, options.sheet_edge)) continue;
    for (const std::size_t block : region) outside[block] = true;
  }
  // The block at the sheet's very edge is half and half: it goes too.
  std::vector<bool> grown = outside;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.columns; ++x) {
      if (!outside[static_cast<std::size_t>(y * levels.columns + x)]) continue;
      for (int v = std::max(0, y - 1); v <= std::min(levels.rows - 1, y + 1); ++v) {
        for (int u = std::max(0, x - 1); u <= std::min(levels.columns - 1, x + 1); ++u)
          grown[static_cast<std::size_t>(v * levels.columns + u)] = true;
      }
    }
  }
  return grown;
}

/// Blocks that are all text (or outside) take the brightest level around them; then a light smoothing.
void even_out(Levels& levels, const std::vector<bool>& outside) {
  const auto usable = [&](int x, int y) { return !outside[static_cast<std::size_t>(y * levels.columns + x)]; };
  Levels brightest = levels;
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.columns; ++x) {
      int best = 0;
      for (int v = std::max(0, y - 2); v <= std::min(levels.rows - 1, y + 2); ++v) {
        for (int u = std::max(0, x - 2); u <= std::min(levels.columns - 1, x + 2); ++u) {
          if (usable(u, v)) best = std::max(best, levels.at(u, v));
        }
      }
      brightest.at(x, y) = std::max(best, 1);
    }
  }
  for (int y = 0; y < levels.rows; ++y) {
    for (int x = 0; x < levels.columns; ++x) {
      int sum = 0, count = 0;
      for (int v = std::max(0, y - 2); v <= std::min(levels.rows - 1, y + 2); ++v) {
        for (int u = std::max(0, x - 2); u <= std::min(levels.columns - 1, x + 2); ++u)
          sum += brightest.at(u, v), ++count;
      }
      levels.at(x, y) = std::max(16, sum / count);
    }
  }
}

/// Brightness by the paper's level, looked up: a division for each pixel would take longer.
class Quotients {
 public:
  Quotients() {
    for (std::size_t level = 1; level < 256; ++level) {
      for (std::size_t grey = 0; grey < 256; ++grey)
        table_[level * 256 + grey] = static_cast<std::uint8_t>(std::min<std::size_t>(255, grey * 255 / level));
    }
  }
  /// `level` is 0–255, and 0 counts as 1.
  [[nodiscard]] std::uint8_t of(std::uint8_t grey, int level) const {
    return table_[static_cast<std::size_t>(std::max(1, level)) * 256 + grey];
  }

 private:
  std::array<std::uint8_t, 256 * 256> table_{};
};

}  // namespace

GreyImage grey_without_seals(const PagePicture& picture, double dpi, const GreyOptions& options) {
  GreyImage grey(picture.width, picture.height);
  if (picture.channels == 1) {
    grey.pixels = picture.pixels;
    return grey;
  }
  for (std::size_t i = 0; i < grey.pixels.size(); ++i)
    grey.pixels[i] = static_cast<std::uint8_t>(colour_at(picture, i).luminance());
  for (const Area& seal : find_seals(picture, dpi, options)) {
    for (int y = seal.y0; y < seal.y1; ++y) {
      for (int x = seal.x0; x < seal.x1; ++x) {
        const Colour colour = colour_at(picture, static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                                     static_cast<std::size_t>(x));
        // The red channel sees red ink as a light grey; half of the excess makes it paper.
        if (colour.excess() > 8)
          grey.row(y)[x] = static_cast<std::uint8_t>(std::min(255, colour.red + colour.excess() / 2));
      }
    }
  }
  return grey;
}

GreyImage levelled(const GreyImage& grey, double dpi, const GreyOptions& options) {
  const int block = std::max(8, static_cast<int>(dpi * options.paper_block_inch));
  Levels levels = paper_levels(grey, block);
  const std::vector<bool> outside = outside_blocks(levels, options);
  even_out(levels, outside);
  static const Quotients quotients;
  GreyImage result(grey.width, grey.height);
  std::vector<int> left(static_cast<std::size_t>(grey.width)), share(static_cast<std::size_t>(grey.width));
  for (int x = 0; x < grey.width; ++x) {
    const double at = std::clamp((x + 0.5) / block - 0.5, 0.0, static_cast<double>(levels.columns - 1));
    left[static_cast<std::size_t>(x)] = static_cast<int>(at);
    share[static_cast<std::size_t>(x)] = static_cast<int>((at - static_cast<int>(at)) * 256);
  }
  std::vector<int> between(static_cast<std::size_t>(levels.columns) + 1);  // The levels at one row of pixels, by 256.
  for (int y = 0; y < grey.height; ++y) {
    const double at = std::clamp((y + 0.5) / block - 0.5, 0.0, static_cast<double>(levels.rows - 1));
    const int top = static_cast<int>(at), bottom = std::min(levels.rows - 1, top + 1);
    const int down = static_cast<int>((at - top) * 256);
    for (int column = 0; column < levels.columns; ++column) {
      between[static_cast<std::size_t>(column)] =
          levels.at(column, top) * (256 - down) + levels.at(column, bottom) * down;
    }
    between.back() = between[between.size() - 2];
    const std::uint8_t* source = grey.row(y);
    std::uint8_t* target = result.row(y);
    for (int column = 0; column < levels.columns; ++column) {
      if (outside[static_cast<std::size_t>(y / block * levels.columns + column)]) continue;
      const auto end = static_cast<std::size_t>(std::min(grey.width, (column + 1) * block));
      for (auto x = static_cast<std::size_t>(column * block); x < end; ++x) {
        const int* level = between.data() + left[x];
        target[x] = quotients.of(source[x], (level[0] * (256 - share[x]) + level[1] * share[x]) >> 16);
      }
    }
  }
  return result;
}

namespace {

/// Is the pixel part of an even grey stroke with paper on both sides, across or down?
class WatermarkStrokes {
 public:
  WatermarkStrokes(const GreyImage& page, double dpi, const GreyOptions& options)
      : page_(page), options_(options), reach_(std::max(4, static_cast<int>(options.watermark_reach_inch * dpi))) {}

  [[nodiscard]] int reach() const { return reach_; }
  [[nodiscard]] bool at(int x, int y) const {
    const int level = page_.at(x, y);
    if (level < options_.watermark_from || level > options_.watermark_to || !is_even(x, y)) return false;
    return (paper(x, y, -1, 0) && paper(x, y, 1, 0)) || (paper(x, y, 0, -1) && paper(x, y, 0, 1));
  }
  [[nodiscard]] bool is_even(int x, int y) const {
    int least = 255, most = 0;
    for (int v = y - 1; v <= y + 1; ++v) {
      for (int u = x - 1; u <= x + 1; ++u) {
        least = std::min<int>(least, page_.at(u, v));
        most = std::max<int>(most, page_.at(u, v));
      }
    }
    return most - least <= options_.watermark_step;
  }

 private:
  [[nodiscard]] bool paper(int x, int y, int across, int down) const {
    for (int i = 2; i <= reach_; ++i) {
      const int u = x + i * across, v = y + i * down;
      if (u < 0 || v < 0 || u >= page_.width || v >= page_.height) return true;
      if (page_.at(u, v) >= std::min(245, page_.at(x, y) + 28)) return true;
    }
    return false;
  }

  const GreyImage& page_;
  const GreyOptions& options_;
  int reach_;
};

}  // namespace

bool remove_watermark(GreyImage& levelled, double dpi, const GreyOptions& options) {
  constexpr int kStep = 2;
  const WatermarkStrokes strokes(levelled, dpi, options);
  std::array<int, 256> histogram{};
  std::vector<std::pair<int, int>> places;
  for (int y = kStep; y + kStep < levelled.height; y += kStep) {
    for (int x = kStep; x + kStep < levelled.width; x += kStep) {
      if (!strokes.at(x, y)) continue;
      ++histogram[levelled.at(x, y)];
      places.emplace_back(x, y);
    }
  }
  // Most of it has one level; shadows and the blurred strokes of text have all.
  constexpr int kSpread = 14;
  int level = 0, best = 0;
  for (int middle = options.watermark_from; middle <= options.watermark_to; ++middle) {
    int near = 0;
    for (int i = std::max(0, middle - kSpread); i <= std::min(255, middle + kSpread); ++i)
      near += histogram[static_cast<std::size_t>(i)];
    if (near > best) best = near, level = middle;
  }
  // Up there it is noisy paper's own tail.
  if (level >= options.watermark_to - kSpread) return false;
  const double pixels = static_cast<double>(levelled.width) * levelled.height / (kStep * kStep);
  if (best < options.watermark_least_share * pixels || best * 10 < static_cast<int>(places.size()) * 6) return false;
  // Without much that is darker by far, it is the text itself that is pale.
  constexpr int kDarker = 60;
  int dark = 0;
  for (int y = 0; y < levelled.height; y += kStep) {
    for (int x = 0; x < levelled.width; x += kStep) dark += levelled.at(x, y) < level - kDarker;
  }
  if (dark < options.watermark_least_text * best) return false;
  GreyImage around(levelled.width, levelled.height, 0);
  const int reach = std::max(3, strokes.reach() / 2);
  // Where its strokes meet, paper is further away.
  places.clear();
  for (int y = kStep; y + kStep < levelled.height; y += kStep) {
    for (int x = kStep; x + kStep < levelled.width; x += kStep)
      if (std::abs(levelled.at(x, y) - level) <= 2 * kSpread && strokes.is_even(x, y)) places.emplace_back(x, y);
  }
  for (const auto& [x, y] : places) {
    for (int v = std::max(0, y - reach); v <= std::min(levelled.height - 1, y + reach); ++v)
      std::fill_n(around.row(v) + std::max(0, x - reach),
                  std::min(levelled.width, x + reach + 1) - std::max(0, x - reach), std::uint8_t{1});
  }
  const int from = level - options.watermark_margin;
  for (std::size_t i = 0; i < levelled.pixels.size(); ++i) {
    if (around.pixels[i] == 0) continue;
    std::uint8_t& value = levelled.pixels[i];
    value = static_cast<std::uint8_t>(value >= from ? 255 : value * 255 / from);
  }
  return true;
}

namespace {

/// The darkest level within `reach` pixels of each of row `y`.
void darkest_around(const GreyImage& image, int y, int reach, std::vector<std::uint8_t>& across,
                    std::vector<std::uint8_t>& result) {
  across.assign(static_cast<std::size_t>(image.width), 255);
  for (int v = std::max(0, y - reach); v <= std::min(image.height - 1, y + reach); ++v) {
    const std::uint8_t* row = image.row(v);
    for (std::size_t x = 0; x < across.size(); ++x) across[x] = std::min(across[x], row[x]);
  }
  result = across;
  for (int shift = 1; shift <= reach; ++shift) {
    const auto by = static_cast<std::size_t>(shift);
    for (std::size_t x = by; x < across.size(); ++x) {
      result[x] = std::min(result[x], across[x - by]);
      result[x - by] = std::min(result[x - by], across[x]);
    }
  }
}

}  // namespace

int paper_noise(const GreyImage& levelled) {
  constexpr int kPaper = 150, kMost = 8 * 255, kStep = 4;  // Every fourth row will do.
  // Strokes have blurred edges, and JPEG's rings beside them: so far from what is this dark it is paper. A screen's
  // dots may leave none.
  constexpr int kStroke = 110, kReach = 4, kLeastShare = 20;
  std::vector<int> histogram(kMost + 1, 0), away(kMost + 1, 0);
  std::vector<std::uint8_t> across, darkest;
  int total = 0, total_away = 0, grey = 0, seen = 0;
  for (int y = 1; y + 1 < levelled.height; y += kStep) {
    darkest_around(levelled, y, kReach, across, darkest);
    const std::uint8_t *above = levelled.row(y - 1), *row = levelled.row(y), *below = levelled.row(y + 1);
    for (int x = 1; x + 1 < levelled.width; ++x) {
      ++seen;
      grey += row[x] > 0 && row[x] < 255;
      if (row[x] <= kPaper) continue;
      const int sides = row[x - 1] + row[x + 1], ends = above[x] + below[x];
      const int corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
      // The mask sees no stripes: those of a screen are taken for as much as noise that makes steps as large.
      const int noise = std::max({std::abs(4 * row[x] - 2 * (sides + ends) + corners), 2 * std::abs(2 * row[x] - sides),
                                  2 * std::abs(2 * row[x] - ends)});
      const auto at = static_cast<std::size_t>(std::min(kMost, noise));
      ++histogram[at];
      ++total;
      if (darkest[static_cast<std::size_t>(x)] < kStroke) continue;
      ++away[at];
      ++total_away;
    }
  }
  if (total == 0 || grey * 50 < seen) return 0;
  if (total_away * kLeastShare >= total) {
    histogram = std::move(away);
    total = total_away;
  }
  int value = 0;
  for (int below = histogram[0]; below * 5 < total * 4 && value < kMost;)
    below += histogram[static_cast<std::size_t>(++value)];
  return value;
}

GreyImage softened(const GreyImage& image, double sigma) {
  // A normal distribution's weights by 256.
  const int reach = static_cast<int>(std::ceil(2.5 * sigma));
  std::vector<int> weights;
  int sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(static_cast<int>(std::lround(256 * std::exp(-i * i / (2 * sigma * sigma)))));
    sum += weights.back();
  }
  const auto mixed = [&](const auto& at, int middle, int size) {
    int value = 0;
    for (int i = -reach; i <= reach; ++i)
      value += weights[static_cast<std::size_t>(i + reach)] * at(std::clamp(middle + i, 0, size - 1));
    return static_cast<std::uint8_t>((value + sum / 2) / sum);
  };
  GreyImage across(image.width, image.height), result(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* source = image.row(y);
    for (int x = 0; x < image.width; ++x) across.row(y)[x] = mixed([&](int at) { return source[at]; }, x, image.width);
  }
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x)
      result.row(y)[x] = mixed([&](int at) { return across.at(x, at); }, y, image.height);
  }
  return result;
}

bool soften_noise(GreyImage& levelled, const GreyOptions& options) {
  if (levelled.empty() || paper_noise(levelled) <= options.most_noise) return false;
  levelled = softened(levelled, options.softening);
  return true;
}

GreyImage with_joined_strokes(const GreyImage& levelled, const GreyOptions& options) {
  GreyImage joined = levelled;
  for (int y = 0; y + 1 < levelled.height; ++y) {
    const std::uint8_t *row = levelled.row(y), *below = levelled.row(y + 1);
    for (int x = 0; x + 1 < levelled.width; ++x) {
      const int darkest = std::min({row[x], row[x + 1], below[x], below[x + 1]});
      joined.row(y)[x] = static_cast<std::uint8_t>((row[x] + darkest) / 2);
    }
  }
  return softened(joined, options.joining);
}

InkImage binarized(const GreyImage& image, double dpi) {
  // Sauvola: threshold = mean × (1 + share (deviation / 128 - 1)) in a window of about a character. Other values of the
  // share were not compared; bench/ocr.py measures the whole chain with this one.
  constexpr double kShare = 0.16;
  constexpr int kPaper = 222;  // Nothing this bright is ink on a levelled page.
  const int radius = std::max(6, static_cast<int>(dpi / 14));
  const int width = image.width, height = image.height;
  InkImage ink(width, height, 0);
  std::vector<std::int64_t> sums(static_cast<std::size_t>(width) + 1), squares(static_cast<std::size_t>(width) + 1);
  std::vector<int> column_sum(static_cast<std::size_t>(width), 0), column_square(static_cast<std::size_t>(width), 0);
  const auto add = [&](int y, int sign) {
    const std::uint8_t* row = image.row(y);
    for (int x = 0; x < width; ++x) {
      column_sum[static_cast<std::size_t>(x)] += sign * row[x];
      column_square[static_cast<std::size_t>(x)] += sign * row[x] * row[x];
    }
  };
  for (int y = 0; y < std::min(radius, height); ++y) add(y, 1);
  for (int y = 0; y < height; ++y) {
    if (y + radius < height) add(y + radius, 1);
    if (y - radius - 1 >= 0) add(y - radius - 1, -1);
    const int rows = std::min(height - 1, y + radius) - std::max(0, y - radius) + 1;
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      sums[x + 1] = sums[x] + column_sum[x];
      squares[x + 1] = squares[x] + column_square[x];
    }
    const std::uint8_t* source = image.row(y);
    std::uint8_t* target = ink.row(y);
    for (int x = 0; x < width; ++x) {
      if (source[x] >= kPaper) continue;
      const auto from = static_cast<std::size_t>(std::max(0, x - radius)),
                 to = static_cast<std::size_t>(std::min(width, x + radius + 1));
      const double count = static_cast<double>(to - from) * rows;
      const double mean = static_cast<double>(sums[to] - sums[from]) / count;
      const double deviation =
          std::sqrt(std::max(0.0, static_cast<double>(squares[to] - squares[from]) / count - mean * mean));
      target[x] = source[x] <= mean * (1 + kShare * (deviation / 128 - 1)) ? 1 : 0;
    }
  }
  return ink;
}

}  // namespace gongshi::extract
