// SPDX-License-Identifier: GPL-3.0-or-later
// A bound on what one page draws. Forms that call each other ten times each draw ten to the power of their number;
// Poppler itself bounds only how deep they go.
#pragma once

#include "schema/document.h"

namespace gongshi::extract {

/// Counts while a page is drawn. Poppler asks `reached` after every ten operators or so.
class DrawingBound {
 public:
  /// The busiest notice seen draws 60,000 objects in 300 forms.
  static constexpr int kMostForms = 3000, kMostQuestions = 500000;

  void form() { ++forms_; }
  [[nodiscard]] bool passed() const { return passed_; }
  /// True from the bound on: the page is left as it is.
  static bool reached(void* bound) {
    auto& self = *static_cast<DrawingBound*>(bound);
    if (self.forms_ > kMostForms || ++self.questions_ > kMostQuestions) self.passed_ = true;
    return self.passed_;
  }

 private:
  int forms_ = 0, questions_ = 0;
  bool passed_ = false;
};

[[nodiscard]] inline Problem drawing_bound_problem(int page) {
  return {"page-too-busy",
          "The page draws more than any notice does: it was left out. Print it to a new PDF and try again.", page};
}

}  // namespace gongshi::extract
