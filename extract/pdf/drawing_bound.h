// SPDX-License-Identifier: GPL-3.0-or-later
// A bound on what one page draws. Forms that call each other ten times each draw ten to the power of their number;
// Poppler itself bounds only how deep they go, and its own way of breaking off leaves one stream of many.
#pragma once

#include <cstdint>

#include "schema/document.h"

namespace gongshi::extract {

/// Counts while a page is drawn, and throws what draw() catches: the page is left as it is then. What Poppler had
/// allocated for the page is not given back, which costs less than drawing on.
class DrawingBound {
 public:
  /// The busiest notice seen draws 60,000 objects in 300 forms. Poppler asks `reached` after every ten operators or so.
  static constexpr int kMostForms = 3000, kMostObjects = 1'000'000, kMostQuestions = 300'000;
  /// Pixels at 300 dpi that are painted, and samples of pictures: a hundred A4 pages full, twenty times the scan of a
  /// page at 600 dpi.
  static constexpr double kMostSurface = 1e9;

  /// `drawing` is to call form() and object(), and to give reached() to Poppler. False where the bound was passed.
  template <typename Drawing>
  [[nodiscard]] bool draw(Drawing drawing) {
    try {
      drawing();
    } catch (const Passed&) {
      passed_ = true;
    }
    return !passed_;
  }

  void form() { count(forms_, kMostForms); }
  void object() { count(objects_, kMostObjects); }
  /// What painting it takes: an area in square points, and samples of a picture.
  void surface(double area, double samples = 0) {
    constexpr double kPixels = (300.0 / 72) * (300.0 / 72);
    surface_ += area * kPixels + samples;
    if (!(surface_ <= kMostSurface)) throw Passed();
  }
  static bool reached(void* bound) {
    auto& self = *static_cast<DrawingBound*>(bound);
    self.count(self.questions_, kMostQuestions);
    return false;
  }

  [[nodiscard]] bool passed() const { return passed_; }
  /// Everything counted so far.
  [[nodiscard]] std::uint64_t work() const { return static_cast<std::uint64_t>(forms_) + objects_ + questions_; }

 private:
  struct Passed {};
  void count(int& counter, int most) const {
    if (++counter > most) throw Passed();
  }

  int forms_ = 0, objects_ = 0, questions_ = 0;
  double surface_ = 0;
  bool passed_ = false;
};

[[nodiscard]] inline Problem drawing_bound_problem(int page) {
  return {"page-too-busy",
          "The page draws more than any notice does: it was left out. Print it to a new PDF and try again.", page};
}

}  // namespace gongshi::extract
