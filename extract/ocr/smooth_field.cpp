// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/smooth_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace gongshi::extract {
namespace {

/// Keeps what no point holds from drifting away.
constexpr double kRest = 1e-6, kSlope = 1e-4;

using Values = std::vector<double>;

/// A point by the four points of the net around it.
struct Sample {
  std::size_t at = 0;
  std::array<double, 4> share{};
  double value = 0, weight = 0;
};

class System {
 public:
  System(const FieldShape& shape, const std::vector<FieldFamily>& families, double stiffness)
      : columns_(static_cast<std::size_t>(shape.columns)),
        rows_(static_cast<std::size_t>(shape.rows)),
        stiffness_(stiffness) {
    for (const FieldFamily& family : families) {
      families_.push_back({samples_.size(), samples_.size(), family.anchor});
      for (const FieldPoint& point : family.points) {
        const double u = std::clamp(point.x / shape.step, 0.0, shape.columns - 1.0),
                     v = std::clamp(point.y / shape.step, 0.0, shape.rows - 1.0);
        const auto left = std::min(static_cast<std::size_t>(u), columns_ - 2),
                   top = std::min(static_cast<std::size_t>(v), rows_ - 2);
        const double a = u - static_cast<double>(left), b = v - static_cast<double>(top);
        samples_.push_back(
            {top * columns_ + left, {(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b}, point.value, point.weight});
      }
      families_.back().end = samples_.size();
    }
  }

  [[nodiscard]] std::size_t size() const { return columns_ * rows_; }

  /// The system's matrix times `x`.
  void apply(const Values& x, Values& y) const {
    std::fill(y.begin(), y.end(), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = kRest * x[i];
    for (std::size_t row = 0; row < rows_; ++row) {
      for (std::size_t column = 0; column < columns_; ++column) {
        const std::size_t at = row * columns_ + column;
        if (column + 1 < columns_) slope(x, y, at, at + 1);
        if (row + 1 < rows_) slope(x, y, at, at + columns_);
        if (column + 2 < columns_) bend(x, y, at, 1);
        if (row + 2 < rows_) bend(x, y, at, columns_);
        if (column + 1 < columns_ && row + 1 < rows_) {
          const double twist = 2 * stiffness_ * (x[at] - x[at + 1] - x[at + columns_] + x[at + columns_ + 1]);
          y[at] += twist, y[at + 1] -= twist, y[at + columns_] -= twist, y[at + columns_ + 1] += twist;
        }
      }
    }
    add_samples([&](const Sample& sample) { return read(x, sample); }, y);
  }

  [[nodiscard]] Values right_side() const {
    Values result(size(), 0.0);
    add_samples([](const Sample& sample) { return sample.value; }, result);
    return result;
  }

 private:
  struct Range {
    std::size_t begin = 0, end = 0;
    double anchor = 0;
  };

  void slope(const Values& x, Values& y, std::size_t a, std::size_t b) const {
    const double part = kSlope * stiffness_ * (x[b] - x[a]);
    y[b] += part, y[a] -= part;
  }
  void bend(const Values& x, Values& y, std::size_t at, std::size_t step) const {
    const double part = stiffness_ * (x[at] - 2 * x[at + step] + x[at + 2 * step]);
    y[at] += part, y[at + step] -= 2 * part, y[at + 2 * step] += part;
  }
  [[nodiscard]] double read(const Values& x, const Sample& sample) const {
    return sample.share[0] * x[sample.at] + sample.share[1] * x[sample.at + 1] +
           sample.share[2] * x[sample.at + columns_] + sample.share[3] * x[sample.at + columns_ + 1];
  }
  /// Adds the samples' part of the matrix or the right side: what each of them says, less its family's mean.
  template <typename Said>
  void add_samples(const Said& said, Values& y) const {
    for (const Range& family : families_) {
      double sum = 0, weight = 0;
      for (std::size_t i = family.begin; i < family.end; ++i) {
        sum += samples_[i].weight * said(samples_[i]);
        weight += samples_[i].weight;
      }
      // A family's own constant is what suits it best, but for the pull of its anchor.
      const double mean = weight > 0 ? sum / weight / (1 + family.anchor) : 0;
      for (std::size_t i = family.begin; i < family.end; ++i) {
        const Sample& sample = samples_[i];
        const double part = sample.weight * (said(sample) - mean);
        y[sample.at] += part * sample.share[0], y[sample.at + 1] += part * sample.share[1];
        y[sample.at + columns_] += part * sample.share[2], y[sample.at + columns_ + 1] += part * sample.share[3];
      }
    }
  }

  std::size_t columns_, rows_;
  double stiffness_;
  std::vector<Sample> samples_;
  std::vector<Range> families_;
};

double dot(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Conjugate gradients.
void solve(const System& system, Values& x, int rounds) {
  Values residual = system.right_side(), product(x.size());
  system.apply(x, product);
  for (std::size_t i = 0; i < x.size(); ++i) residual[i] -= product[i];
  Values direction = residual;
  double size = dot(residual, residual);
  const double enough = 1e-8 * size;
  for (int round = 0; round < rounds && size > enough && size > 1e-12; ++round) {
    system.apply(direction, product);
    const double step = size / dot(direction, product);
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] += step * direction[i];
      residual[i] -= step * product[i];
    }
    const double next = dot(residual, residual);
    for (std::size_t i = 0; i < x.size(); ++i) direction[i] = residual[i] + next / size * direction[i];
    size = next;
  }
}

}  // namespace

std::vector<float> smooth_field(const FieldShape& shape, const std::vector<FieldFamily>& families, double stiffness,
                                const std::vector<float>& start) {
  constexpr int kCoarser = 4, kRounds = 160;
  Values x(static_cast<std::size_t>(shape.columns) * static_cast<std::size_t>(shape.rows), 0.0);
  if (start.size() == x.size()) {
    std::copy(start.begin(), start.end(), x.begin());
  } else if (shape.columns > 4 * kCoarser && shape.rows > 4 * kCoarser) {
    // What is wide is found on a coarse net in few rounds.
    const FieldShape coarse{(shape.columns + kCoarser - 2) / kCoarser + 1, (shape.rows + kCoarser - 2) / kCoarser + 1,
                            shape.step * kCoarser};
    // Where points are as dense, bending by as much costs the same if a wider net is as much stiffer.
    const std::vector<float> wide = smooth_field(coarse, families, stiffness / (kCoarser * kCoarser), {});
    for (int row = 0; row < shape.rows; ++row) {
      for (int column = 0; column < shape.columns; ++column) {
        const int left = std::min(column / kCoarser, coarse.columns - 2),
                  top = std::min(row / kCoarser, coarse.rows - 2);
        const double a = static_cast<double>(column) / kCoarser - left, b = static_cast<double>(row) / kCoarser - top;
        const float* at = wide.data() + static_cast<std::ptrdiff_t>(top) * coarse.columns + left;
        x[static_cast<std::size_t>(row) * static_cast<std::size_t>(shape.columns) + static_cast<std::size_t>(column)] =
            (at[0] * (1 - a) + at[1] * a) * (1 - b) + (at[coarse.columns] * (1 - a) + at[coarse.columns + 1] * a) * b;
      }
    }
  }
  solve(System(shape, families, stiffness), x, kRounds);
  return {x.begin(), x.end()};
}

}  // namespace gongshi::extract
