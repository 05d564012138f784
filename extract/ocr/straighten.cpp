// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/straighten.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <optional>

#include "extract/ocr/page_map.h"

namespace gongshi::extract {
namespace {

using Vector = std::array<double, 3>;

Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/// Coordinates with the origin in the page's middle and about ±1 at its ends, so that the three parts of a line's
/// equation have like size.
struct Frame {
  double x = 0, y = 0, scale = 1;

  [[nodiscard]] Vector line(const RuleLine& rule) const {
    const Vector a = {(rule.x0 - x) / scale, (rule.y0 - y) / scale, 1},
                 b = {(rule.x1 - x) / scale, (rule.y1 - y) / scale, 1};
    Vector result = cross(a, b);
    const double norm = std::hypot(result[0], result[1]);
    for (double& part : result) part /= norm;
    return result;
  }
};

/// The eigenvector of the smallest eigenvalue of a symmetric 3 × 3 matrix, by Jacobi rotations.
Vector smallest_eigenvector(std::array<std::array<double, 3>, 3> a) {
  std::array<std::array<double, 3>, 3> v = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (int sweep = 0; sweep < 30; ++sweep) {
    for (std::size_t p = 0; p < 2; ++p) {
      for (std::size_t q = p + 1; q < 3; ++q) {
        if (std::abs(a[p][q]) < 1e-18) continue;
        const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (std::size_t k = 0; k < 3; ++k) {
          const double kp = a[k][p], kq = a[k][q];
          a[k][p] = c * kp - s * kq;
          a[k][q] = s * kp + c * kq;
        }
        for (std::size_t k = 0; k < 3; ++k) {
          const double pk = a[p][k], qk = a[q][k];
          a[p][k] = c * pk - s * qk;
          a[q][k] = s * pk + c * qk;
          const double vp = v[k][p], vq = v[k][q];
          v[k][p] = c * vp - s * vq;
          v[k][q] = s * vp + c * vq;
        }
      }
    }
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < 3; ++i) {
    if (a[i][i] < a[best][best]) best = i;
  }
  return {v[0][best], v[1][best], v[2][best]};
}

/// Where the lines meet (perhaps far away): least squares, lines that do not fit dropped. Nothing where they are too
/// few or too close together to tell convergence from noise.
std::optional<Vector> vanishing_point(std::vector<Vector> lines, std::vector<double> weights) {
  for (int round = 0; round < 4; ++round) {
    if (lines.size() < 3) return std::nullopt;
    const auto [nearest, farthest] =
        std::minmax_element(lines.begin(), lines.end(), [](const Vector& a, const Vector& b) {
          return std::abs(a[0]) > std::abs(a[1]) ? a[2] / a[0] < b[2] / b[0] : a[2] / a[1] < b[2] / b[1];
        });
    const auto offset = [](const Vector& line) {
      return std::abs(line[0]) > std::abs(line[1]) ? line[2] / line[0] : line[2] / line[1];
    };
    if (offset(*farthest) - offset(*nearest) < 0.25) return std::nullopt;
    std::array<std::array<double, 3>, 3> sum{};
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t p = 0; p < 3; ++p) {
        for (std::size_t q = 0; q < 3; ++q) sum[p][q] += weights[i] * lines[i][p] * lines[i][q];
      }
    }
    const Vector point = smallest_eigenvector(sum);
    std::vector<double> residuals;
    residuals.reserve(lines.size());
    for (const Vector& line : lines) residuals.push_back(std::abs(dot(line, point)));
    std::vector<double> sorted = residuals;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    const double limit = std::max(0.0015, 3.5 * sorted[sorted.size() / 2]);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (residuals[i] > limit) continue;
      lines[kept] = lines[i];
      weights[kept++] = weights[i];
    }
    if (kept == lines.size()) return point;
    lines.resize(kept);
    weights.resize(kept);
  }
  return std::nullopt;
}

/// Median slope of the rules of one direction, weighted by nothing but their presence; nothing without rules.
std::optional<double> slope(const std::vector<RuleLine>& lines, bool horizontal, double least) {
  std::vector<double> slopes;
  for (const RuleLine& line : lines) {
    if (line.horizontal != horizontal || line.length() < least) continue;
    slopes.push_back(horizontal ? (line.y1 - line.y0) / (line.x1 - line.x0)
                                : -(line.x1 - line.x0) / (line.y1 - line.y0));
  }
  if (slopes.empty()) return std::nullopt;
  std::nth_element(slopes.begin(), slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2), slopes.end());
  return slopes[slopes.size() / 2];
}

/// The text's skew by the sharpness of its rows' profile (Leptonica), as a slope.
double text_slope(const InkImage& ink) {
  const std::unique_ptr<Pix, void (*)(Pix*)> pix(pixCreate(ink.width, ink.height, 1), [](Pix* it) { pixDestroy(&it); });
  if (pix == nullptr) return 0;
  l_uint32* data = pixGetData(pix.get());
  const int words = pixGetWpl(pix.get());
  for (int y = 0; y < ink.height; ++y) {
    const std::uint8_t* row = ink.row(y);
    l_uint32* line = data + static_cast<std::ptrdiff_t>(y) * words;
    for (int x = 0; x < ink.width; ++x) {
      if (row[x] != 0) line[x >> 5] |= 0x80000000U >> (x & 31);
    }
  }
  l_float32 angle = 0, confidence = 0;
  if (pixFindSkew(pix.get(), &angle, &confidence) != 0 || confidence < 2.5F) return 0;
  // Leptonica's angle is what turns the page straight, clockwise positive.
  return -std::tan(static_cast<double>(angle) * std::numbers::pi / 180);
}

/// Rows of a map of framed source coordinates to framed straight ones.
Homography from_vanishing_points(const Vector& horizontal, const Vector& vertical) {
  Vector horizon = cross(horizontal, vertical);
  for (double& part : horizon) part *= 1 / cross(horizontal, vertical)[2];
  // Lines through the middle and the other direction's vanishing point become the axes; their scale makes the map keep
  // lengths there.
  Vector across = cross(vertical, {0, 0, 1}), down = cross({0, 0, 1}, horizontal);
  const double a = across[0], d = down[1];
  for (double& part : across) part /= a;
  for (double& part : down) part /= d;
  return {{across[0], across[1], across[2], down[0], down[1], down[2], horizon[0], horizon[1], horizon[2]}};
}

Straightening fitted(const Homography& straight, int width, int height) {
  double x0 = 1e18, y0 = 1e18, x1 = -1e18, y1 = -1e18, moved = 0;
  for (const auto& [x, y] : {std::pair<double, double>{0, 0}, {width, 0}, {0, height}, {width, height}}) {
    const auto at = straight.apply(x, y);
    x0 = std::min(x0, at.x), y0 = std::min(y0, at.y), x1 = std::max(x1, at.x), y1 = std::max(y1, at.y);
    moved = std::max({moved, std::abs(at.x - x), std::abs(at.y - y)});
  }
  if (moved < 0.5) return {{}, width, height, true};
  Straightening result;
  result.identity = false;
  result.width = std::clamp(static_cast<int>(std::ceil(x1 - x0)), 1, width * 6 / 5);
  result.height = std::clamp(static_cast<int>(std::ceil(y1 - y0)), 1, height * 6 / 5);
  result.to_source = straight.inverse().after({{1, 0, x0, 0, 1, y0, 0, 0, 1}});
  return result;
}

}  // namespace

Homography::Point Homography::apply(double x, double y) const {
  const double w = m[6] * x + m[7] * y + m[8];
  return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
}

Homography Homography::after(const Homography& other) const {
  Homography result;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      result.m[row * 3 + column] =
          m[row * 3] * other.m[column] + m[row * 3 + 1] * other.m[3 + column] + m[row * 3 + 2] * other.m[6 + column];
    }
  }
  return result;
}

Homography Homography::inverse() const {
  const auto& a = m;
  Homography result{{a[4] * a[8] - a[5] * a[7], a[2] * a[7] - a[1] * a[8], a[1] * a[5] - a[2] * a[4],
                     a[5] * a[6] - a[3] * a[8], a[0] * a[8] - a[2] * a[6], a[2] * a[3] - a[0] * a[5],
                     a[3] * a[7] - a[4] * a[6], a[1] * a[6] - a[0] * a[7], a[0] * a[4] - a[1] * a[3]}};
  const double determinant = a[0] * result.m[0] + a[1] * result.m[3] + a[2] * result.m[6];
  for (double& value : result.m) value /= determinant;
  return result;
}

Straightening find_straightening(const InkImage& ink, const std::vector<RuleLine>& lines, double dpi) {
  const Frame frame{ink.width / 2.0, ink.height / 2.0, std::max(ink.width, ink.height) / 2.0};
  const double least = 0.8 * dpi;
  const auto across = slope(lines, true, least), down = slope(lines, false, least);
  const double skew = across ? *across : down ? *down : text_slope(ink);
  const double lean = down ? *down : skew;
  Vector horizontal = {1, skew, 0}, vertical = {-lean, 1, 0};
  for (const bool direction : {true, false}) {
    std::vector<Vector> family;
    std::vector<double> weights;
    for (const RuleLine& line : lines) {
      if (line.horizontal != direction || line.length() < least) continue;
      family.push_back(frame.line(line));
      weights.push_back(std::pow(line.length() / frame.scale, 2));
    }
    if (const auto point = vanishing_point(std::move(family), std::move(weights)))
      (direction ? horizontal : vertical) = *point;
  }
  const Homography to_frame{
      {1 / frame.scale, 0, -frame.x / frame.scale, 0, 1 / frame.scale, -frame.y / frame.scale, 0, 0, 1}};
  return fitted(to_frame.inverse().after(from_vanishing_points(horizontal, vertical)).after(to_frame), ink.width,
                ink.height);
}

GreyImage straightened(const GreyImage& source, const Straightening& straightening) {
  if (straightening.identity) return source;
  return resampled(source, straightening.to_source, straightening.width, straightening.height);
}

GreyImage turned(const GreyImage& image, int quarters) {
  quarters &= 3;
  if (quarters == 0) return image;
  const bool sideways = quarters % 2 == 1;
  GreyImage result(sideways ? image.height : image.width, sideways ? image.width : image.height);
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x) {
      const int sx = quarters == 1 ? y : quarters == 2 ? image.width - 1 - x : image.width - 1 - y;
      const int sy = quarters == 1 ? image.height - 1 - x : quarters == 2 ? image.height - 1 - y : x;
      result.row(y)[x] = image.at(sx, sy);
    }
  }
  return result;
}

Homography turned_to_source(int quarters, int width, int height) {
  const double w = width, h = height;
  switch (quarters & 3) {
    case 1:
      return {{0, 1, 0, -1, 0, h, 0, 0, 1}};
    case 2:
      return {{-1, 0, w, 0, -1, h, 0, 0, 1}};
    case 3:
      return {{0, -1, w, 1, 0, 0, 0, 0, 1}};
    default:
      return {};
  }
}

}  // namespace gongshi::extract
