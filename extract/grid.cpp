// SPDX-License-Identifier: GPL-3.0-or-later
// Rules → edges → grids. After pdfplumber's table.py (edges → intersections → cells → tables), but cells are found by
// asking for every place of the raster whether a rule parts it from its neighbour, which costs no search and needs no
// perfect corners.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "extract/layout.h"

namespace gongshi::extract {
namespace {

// A rule along one axis: at `at` across, from `from` to `to` along.
struct Edge {
  double at = 0, from = 0, to = 0;
};

// Double rules, and the borders of cells that stand apart, lie at most this far from each other (points between the
// centres of the outermost); rows and columns are larger.
constexpr double kDoubleRule = 6.0;
// A rule counts as parting two places when it covers this share of their common side.
constexpr double kParts = 0.6;
constexpr double kLargestDot = 3.0;   // points
constexpr double kLeastStrip = 12.0;  // points of height: a line of text
// Beyond this many edges, or places of one raster, a page is a drawing, not a form.
constexpr std::size_t kMaxEdges = 4'000, kMaxPlaces = 20'000;

// Edges of one direction, collinear pieces joined, sorted by `at`, then `from`.
std::vector<Edge> join_edges(std::vector<Edge> pieces, const LayoutOptions& options) {
  std::sort(pieces.begin(), pieces.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  std::vector<Edge> edges;
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin + 1;
    while (end < pieces.size() && pieces[end].at - pieces[end - 1].at <= options.snap / 2 &&
           pieces[end].at - pieces[begin].at <= options.snap)
      ++end;
    std::sort(pieces.begin() + static_cast<std::ptrdiff_t>(begin), pieces.begin() + static_cast<std::ptrdiff_t>(end),
              [](const Edge& a, const Edge& b) { return a.from < b.from; });
    double at = 0;
    for (std::size_t i = begin; i < end; ++i) at += pieces[i].at;
    at /= static_cast<double>(end - begin);
    Edge current{at, pieces[begin].from, pieces[begin].to};
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (pieces[i].from - current.to <= options.join_gap) {
        current.to = std::max(current.to, pieces[i].to);
      } else {
        edges.push_back(current);
        current = {at, pieces[i].from, pieces[i].to};
      }
    }
    edges.push_back(current);
    begin = end;
  }
  std::erase_if(edges, [&](const Edge& edge) { return edge.to - edge.from < options.min_edge; });
  return edges;
}

bool cross(const Edge& horizontal, const Edge& vertical, double reach) {
  return horizontal.from - reach <= vertical.at && vertical.at <= horizontal.to + reach &&
         vertical.from - reach <= horizontal.at && horizontal.at <= vertical.to + reach;
}

std::size_t root(std::vector<std::size_t>& parents, std::size_t i) {
  while (parents[i] != i) i = parents[i] = parents[parents[i]];
  return i;
}

void unite(std::vector<std::size_t>& parents, std::size_t a, std::size_t b) {
  a = root(parents, a);
  b = root(parents, b);
  parents[std::max(a, b)] = std::min(a, b);
}

// Positions with those of double rules taken together (their middle).
std::vector<double> distinct(std::vector<double> positions) {
  std::sort(positions.begin(), positions.end());
  std::vector<double> found;
  for (std::size_t begin = 0; begin < positions.size();) {
    std::size_t end = begin + 1;
    while (end < positions.size() && positions[end] - positions[begin] <= kDoubleRule) ++end;
    found.push_back((positions[begin] + positions[end - 1]) / 2);
    begin = end;
  }
  return found;
}

// Length of [from, to] that edges at `at` cover.
double covered(const std::vector<Edge>& edges, double at, double from, double to, double slack) {
  double length = 0, reached = from;
  for (const Edge& edge : edges) {  // sorted by `at`, not by `from`: overlaps of double rules only make the sum larger
    if (std::abs(edge.at - at) > kDoubleRule / 2 + slack) continue;
    const double begin = std::max(edge.from - slack, from), end = std::min(edge.to + slack, to);
    if (end <= begin) continue;
    length += begin >= reached ? end - begin : std::max(0.0, end - reached);
    reached = std::max(reached, end);
  }
  return length;
}

class GridFinder {
 public:
  GridFinder(std::vector<Edge> horizontal, std::vector<Edge> vertical, const LayoutOptions& options)
      : horizontal_(std::move(horizontal)), vertical_(std::move(vertical)), options_(options) {
    const auto by_from = [](const Edge& a, const Edge& b) { return a.from < b.from; };
    std::sort(horizontal_.begin(), horizontal_.end(), by_from);
    std::sort(vertical_.begin(), vertical_.end(), by_from);
  }

  // The grid of edges that hang together; fewer than two cells: an empty grid.
  Grid find() {
    set_lines();
    if (grid_.x.size() < 2 || grid_.y.size() < 2 || grid_.x.size() * grid_.y.size() > kMaxPlaces) return {};
    join_places();
    cut_rectangles();
    grid_.box = {grid_.x.front(), grid_.y.front(), grid_.x.back(), grid_.y.back()};
    return std::move(grid_);
  }

 private:
  void set_lines() {
    std::vector<double> xs, ys;
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const Edge& edge : vertical_) {
      xs.push_back(edge.at);
      top = std::min(top, edge.from);
      bottom = std::max(bottom, edge.to);
    }
    for (const Edge& edge : horizontal_) {
      ys.push_back(edge.at);
      left = std::min(left, edge.from);
      right = std::max(right, edge.to);
    }
    grid_.x = distinct(std::move(xs));
    grid_.y = distinct(std::move(ys));
    // Side rules that run on past the last cross rule: a row that the page break cut. Cross rules past the last side
    // rule: a table without side rules.
    const double least = options_.min_edge;
    if (top < grid_.y.front() - least) grid_.open_top = true, grid_.y.insert(grid_.y.begin(), top);
    if (bottom > grid_.y.back() + least) grid_.open_bottom = true, grid_.y.push_back(bottom);
    if (left < grid_.x.front() - least) grid_.x.insert(grid_.x.begin(), left);
    if (right > grid_.x.back() + least) grid_.x.push_back(right);
  }

  [[nodiscard]] std::size_t place(std::size_t row, std::size_t col) const { return row * (grid_.x.size() - 1) + col; }

  // Places that no rule parts belong to one cell.
  void join_places() {
    const std::size_t rows = grid_.y.size() - 1, cols = grid_.x.size() - 1;
    parents_.resize(rows * cols);
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t col = 0; col < cols; ++col) {
        const double x0 = grid_.x[col], x1 = grid_.x[col + 1], y0 = grid_.y[row], y1 = grid_.y[row + 1];
        if (col + 1 < cols && covered(vertical_, x1, y0, y1, 1) < kParts * (y1 - y0))
          unite(parents_, place(row, col), place(row, col + 1));
        if (row + 1 < rows && covered(horizontal_, y1, x0, x1, 1) < kParts * (x1 - x0))
          unite(parents_, place(row, col), place(row + 1, col));
      }
    }
  }

  // Cells are rectangles: a joined region of another shape is cut into the largest ones from its top left.
  void cut_rectangles() {
    const std::size_t rows = grid_.y.size() - 1, cols = grid_.x.size() - 1;
    std::vector<bool> taken(rows * cols, false);
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t col = 0; col < cols; ++col) {
        if (taken[place(row, col)]) continue;
        const std::size_t region = root(parents_, place(row, col));
        const auto free_of = [&](std::size_t r, std::size_t c) {
          return !taken[place(r, c)] && root(parents_, place(r, c)) == region;
        };
        std::size_t last_col = col + 1;
        while (last_col < cols && free_of(row, last_col)) ++last_col;
        std::size_t last_row = row + 1;
        const auto row_is_free = [&](std::size_t r) {
          for (std::size_t c = col; c < last_col; ++c)
            if (!free_of(r, c)) return false;
          return true;
        };
        while (last_row < rows && row_is_free(last_row)) ++last_row;
        for (std::size_t r = row; r < last_row; ++r)
          for (std::size_t c = col; c < last_col; ++c) taken[place(r, c)] = true;
        grid_.cells.push_back({static_cast<int>(row),
                               static_cast<int>(col),
                               static_cast<int>(last_row - row),
                               static_cast<int>(last_col - col),
                               {grid_.x[col], grid_.y[row], grid_.x[last_col], grid_.y[last_row]}});
      }
    }
  }

  std::vector<Edge> horizontal_, vertical_;
  const LayoutOptions& options_;
  Grid grid_;
  std::vector<std::size_t> parents_;
};

// Indices of edges that hang together, as one list of horizontal and one of vertical edges per component.
std::vector<std::pair<std::vector<Edge>, std::vector<Edge>>> components(const std::vector<Edge>& horizontal,
                                                                        const std::vector<Edge>& vertical,
                                                                        double reach) {
  std::vector<std::size_t> parents(horizontal.size() + vertical.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (std::size_t v = 0; v < vertical.size(); ++v) {
    // horizontal is sorted by `at`
    auto h = std::lower_bound(horizontal.begin(), horizontal.end(), vertical[v].from - reach,
                              [](const Edge& edge, double at) { return edge.at < at; });
    for (; h != horizontal.end() && h->at <= vertical[v].to + reach; ++h)
      if (cross(*h, vertical[v], reach))
        unite(parents, static_cast<std::size_t>(h - horizontal.begin()), horizontal.size() + v);
  }
  std::vector<std::pair<std::vector<Edge>, std::vector<Edge>>> found;
  std::vector<std::size_t> slot(parents.size(), parents.size());
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const std::size_t top = root(parents, i);
    if (slot[top] == parents.size()) slot[top] = found.size(), found.emplace_back();
    if (i < horizontal.size())
      found[slot[top]].first.push_back(horizontal[i]);
    else
      found[slot[top]].second.push_back(vertical[i - horizontal.size()]);
  }
  return found;
}

// One dot of a dotted rule says nothing about the rule's direction; it counts for both.
bool is_dot(const Rule& rule) {
  const double length = std::max(rule.x1 - rule.x0, rule.y1 - rule.y0);
  return length <= kLargestDot && rule.thickness >= length / 2;
}

bool inside_a_cell(const Grid& inner, const Grid& outer) {
  return std::any_of(outer.cells.begin(), outer.cells.end(), [&](const GridCell& cell) {
    return inner.box.x0 >= cell.box.x0 - 1 && inner.box.x1 <= cell.box.x1 + 1 && inner.box.y0 >= cell.box.y0 - 1 &&
           inner.box.y1 <= cell.box.y1 + 1;
  });
}

// The edges of both directions.
std::pair<std::vector<Edge>, std::vector<Edge>> edges_of(const std::vector<Rule>& rules, const LayoutOptions& options) {
  std::vector<Edge> horizontal, vertical;
  for (const Rule& rule : rules) {
    const bool dot = is_dot(rule);
    const double x = (rule.x0 + rule.x1) / 2, y = (rule.y0 + rule.y1) / 2, half = dot ? rule.thickness / 2 : 0;
    if (rule.horizontal() || dot) horizontal.push_back({y, std::min(rule.x0, x - half), std::max(rule.x1, x + half)});
    if (!rule.horizontal() || dot) vertical.push_back({x, std::min(rule.y0, y - half), std::max(rule.y1, y + half)});
  }
  return {join_edges(std::move(horizontal), options), join_edges(std::move(vertical), options)};
}

}  // namespace

std::vector<Grid> find_strips(const std::vector<Rule>& rules, const LayoutOptions& options) {
  auto edges = edges_of(rules, options);
  const auto& horizontal = edges.first;
  auto& vertical = edges.second;
  if (horizontal.size() > kMaxEdges || vertical.size() > kMaxEdges) return {};
  std::erase_if(vertical, [&](const Edge& edge) {
    return std::any_of(horizontal.begin(), horizontal.end(),
                       [&](const Edge& other) { return cross(other, edge, options.reach); });
  });
  std::sort(vertical.begin(), vertical.end(), [](const Edge& a, const Edge& b) { return a.from < b.from; });
  std::vector<Grid> strips;
  for (std::size_t begin = 0; begin < vertical.size();) {
    const Edge& first = vertical[begin];
    std::vector<double> xs;
    std::size_t end = begin;
    for (; end < vertical.size() && vertical[end].from - first.from <= options.reach; ++end)
      if (std::abs(vertical[end].to - first.to) <= options.reach) xs.push_back(vertical[end].at);
    begin = end;
    Grid grid;
    grid.x = distinct(std::move(xs));
    grid.y = {first.from, first.to};
    if (grid.cols() < 2 || first.to - first.from < kLeastStrip) continue;
    for (int col = 0; col < grid.cols(); ++col) {
      const auto i = static_cast<std::size_t>(col);
      grid.cells.push_back({0, col, 1, 1, {grid.x[i], first.from, grid.x[i + 1], first.to}});
    }
    grid.open_top = grid.open_bottom = true;
    grid.box = {grid.x.front(), first.from, grid.x.back(), first.to};
    strips.push_back(std::move(grid));
  }
  return strips;
}

std::vector<Grid> find_grids(const std::vector<Rule>& rules, const LayoutOptions& options) {
  auto [horizontal, vertical] = edges_of(rules, options);
  std::vector<Grid> grids;
  if (horizontal.size() > kMaxEdges || vertical.size() > kMaxEdges) return grids;
  for (auto& [across, down] : components(horizontal, vertical, options.reach)) {
    if (across.empty() || down.empty()) continue;
    Grid grid = GridFinder(std::move(across), std::move(down), options).find();
    if (grid.cells.size() >= 2) grids.push_back(std::move(grid));
  }
  // A grid inside another's cell is a table in a cell; the cell's text is read as a whole.
  std::vector<Grid> outer;
  for (const Grid& grid : grids) {
    const bool nested = std::any_of(grids.begin(), grids.end(),
                                    [&](const Grid& other) { return &other != &grid && inside_a_cell(grid, other); });
    if (!nested) outer.push_back(grid);
  }
  std::sort(outer.begin(), outer.end(), [](const Grid& a, const Grid& b) { return a.box.y0 < b.box.y0; });
  return outer;
}

}  // namespace gongshi::extract
