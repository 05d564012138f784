// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/flatten.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "extract/ocr/curves.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/rule_lines.h"
#include "extract/ocr/smooth_field.h"

namespace gongshi::extract {
namespace {

constexpr double kLongInch = 2.5;

/// The share of the rules' length that is bent or askew.
double bent_share(const std::vector<Curve>& curves, double dpi, const FlattenOptions& options) {
  double all = 0, bent = 0;
  for (const Curve& curve : curves) {
    if (curve.length() < kLongInch * dpi) continue;  // A pen's strokes are shorter.
    all += curve.length();
    if (curve.bend() > options.least_bend_inch * dpi || curve.slope() > options.least_slope) bent += curve.length();
  }
  return all > 0 ? bent / all : 0;
}

std::vector<RuleLine> chords(const std::vector<Curve>& curves) {
  std::vector<RuleLine> lines;
  for (const Curve& curve : curves) {
    const auto a = curve.points.front(), b = curve.points.back();
    lines.push_back({a.x, a.y, b.x, b.y, 1, curve.horizontal});
  }
  return lines;
}

/// The shifts that make curves level: up and down those of horizontal ones, sideways those of vertical ones.
class Shifts {
 public:
  Shifts(const std::vector<Curve>& curves, int width, int height, double dpi, const FlattenOptions& options)
      : options_(options) {
    shape_.step = std::max(8.0, options.net_inch * dpi);
    shape_.columns = static_cast<int>(width / shape_.step) + 2;
    shape_.rows = static_cast<int>(height / shape_.step) + 2;
    net_.columns = shape_.columns, net_.rows = shape_.rows, net_.step = shape_.step;
    net_.x.assign(static_cast<std::size_t>(shape_.columns) * static_cast<std::size_t>(shape_.rows), 0.0F);
    net_.y = net_.x;
    for (const Curve& curve : curves) {
      Line line{curve.horizontal, {}};
      double next = -1e9;
      for (const Homography::Point& point : curve.points) {
        const double along = curve.horizontal ? point.x : point.y;
        if (along < next) continue;
        next = along + shape_.step / 2;
        line.points.push_back(point);
      }
      if (line.points.size() > 2) lines_.push_back(std::move(line));
    }
  }

  ShiftNet find() {
    for (int round = 0; round < 3; ++round) {
      std::vector<FieldFamily> across, down;
      for (const Line& line : lines_) {
        FieldFamily family;
        family.anchor = 0.02;
        double level = 0;
        std::vector<Homography::Point> places;  // On the flat page, as far as is known.
        for (const Homography::Point& seen : line.points) {
          Homography::Point at = seen;
          for (int i = 0; i < 3; ++i) {
            const Homography::Point shift = net_.shift(at.x, at.y);
            at = {seen.x - shift.x, seen.y - shift.y};
          }
          places.push_back(at);
          level += (line.horizontal ? at.y : at.x) / static_cast<double>(line.points.size());
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
          const Homography::Point& at = places[i];
          family.points.push_back(line.horizontal ? FieldPoint{at.x, level, line.points[i].y - level, 1}
                                                  : FieldPoint{level, at.y, line.points[i].x - level, 1});
        }
        (line.horizontal ? down : across).push_back(std::move(family));
      }
      net_.x = smooth_field(shape_, across, options_.stiffness, round == 0 ? std::vector<float>{} : net_.x);
      net_.y = smooth_field(shape_, down, options_.stiffness, round == 0 ? std::vector<float>{} : net_.y);
    }
    return net_;
  }

 private:
  struct Line {
    bool horizontal = true;
    std::vector<Homography::Point> points;
  };
  const FlattenOptions& options_;
  FieldShape shape_;
  ShiftNet net_;
  std::vector<Line> lines_;
};

}  // namespace

std::optional<FlatPage> flattened(const GreyImage& levelled, InkImage ink, std::vector<Curve> curves, double dpi,
                                  const FlattenOptions& options) {
  const double bent = bent_share(curves, dpi, options);
  if (bent <= options.least_bent_share) return std::nullopt;
  std::optional<FlatPage> flat;
  for (int round = 0; round < options.rounds; ++round) {
    if (flat) {
      ink = binarized(flat->grey, dpi);
      curves = trace_curves(ink, dpi);
      if (curves.empty()) break;
    }
    const Straightening straight = find_straightening(ink, chords(curves), dpi);
    const Homography to_straight = straight.to_source.inverse();
    for (Curve& curve : curves) {
      for (Homography::Point& point : curve.points) point = to_straight.apply(point.x, point.y);
    }
    const auto net =
        std::make_shared<const ShiftNet>(Shifts(curves, straight.width, straight.height, dpi, options).find());
    PageMap map = PageMap(straight.to_source).after(net);
    if (flat) map = flat->to_source.after(map);
    flat = FlatPage{resampled(levelled, map, straight.width, straight.height), map, bent};
  }
  return flat;
}

}  // namespace gongshi::extract
