// SPDX-License-Identifier: GPL-3.0-or-later
// Plots of a whole run as SVG, for the overview and as files of their own.
#pragma once

#include <string>
#include <vector>

#include "report/run.h"

namespace gongshi::report {

struct Plot {
  std::string name;   ///< Of its file: "rates"
  std::string title;  ///< Chinese.
  std::string note;   ///< What is to be seen, with the main figures.
  std::string svg;    ///< A whole <svg> element.
};

/// Stated rates by their distance from the threshold; evidence grades by city; notices that are alike as a graph with
/// clusters. Plots without data are left out.
[[nodiscard]] std::vector<Plot> make_plots(const Run& run);

}  // namespace gongshi::report
