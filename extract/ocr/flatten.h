// SPDX-License-Identifier: GPL-3.0-or-later
// Bent paper made flat: the lines of its rules are traced, and every point is moved so that each becomes straight.
#pragma once

#include <optional>
#include <vector>

#include "extract/ocr/curves.h"
#include "extract/ocr/page_map.h"
#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

struct FlattenOptions {
  /// Rules that bend by less, or stand less askew, are read as they are: they are within the reach of the table's own
  /// grid. A tenth of an inch over a page's width is where rules stop to be found as straight pieces.
  double least_bend_inch = 0.02;
  double least_slope = 0.05;
  double least_bent_share = 0.15;  ///< Of the rules' length.
  double net_inch = 0.11;          ///< Between the points whose shifts are found: half a line of text.
  double stiffness = 0.05;         ///< How much bending of the shifts counts beside a rule that is not straight yet.
  int rounds = 2;                  ///< Each traces anew what the one before made.
};

struct FlatPage {
  GreyImage grey;
  PageMap to_source;      ///< Pixels of `grey` → pixels of the picture it was made from.
  double bent_share = 0;  ///< Of its rules' length before. Little of it may as well be strokes of a pen.
};

/// The page flat; nothing where it is already, or has too few rules to tell. `levelled` and its ink as of grey.h,
/// `curves` its lines.
[[nodiscard]] std::optional<FlatPage> flattened(const GreyImage& levelled, InkImage ink, std::vector<Curve> curves,
                                                double dpi, const FlattenOptions& options = {});

}  // namespace gongshi::extract
