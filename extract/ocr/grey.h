// SPDX-License-Identifier: GPL-3.0-or-later
// From a picture in colour to even grey: red seals go, shadows are levelled, what is not paper becomes white.
#pragma once

#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

struct GreyOptions {
  int red_excess =
      36;  ///< A pixel is red where red exceeds the other channels by this; black text under JPEG stays below 25.
  double seal_least_mm = 12;  ///< Red areas with sides between these, about as high as wide, are seals. Official seals
                              ///< are 38–50 mm, names' seals 15–20 mm.
  double seal_most_mm = 62;
  double paper_block_inch = 0.08;  ///< Side of the blocks whose brightest pixels tell the paper's level: wider than
                                   ///< strokes, narrower than shadows.
  int ground_distance =
      40;                ///< Mean levels of sheet and ground differ by at least this; a sheet alone by less than 20.
  int ground_step = 16;  ///< Between neighbouring blocks of the ground; shadows over a page change by 2–4.
  int sheet_edge = 24;   ///< Median jump from the ground to the sheet; 100 on the photos measured.
};

/// Luminance, but inside red seals the red channel with the seal's own tint taken out, so that black text under it
/// stays. Red that is no seal (a red title) stays dark. `dpi` > 0.
[[nodiscard]] GreyImage grey_without_seals(const PagePicture& picture, double dpi, const GreyOptions& options = {});

/// Brightness divided by the paper's level around each pixel: paper is near 255 everywhere. Where the page lies on a
/// darker ground (a photo's table, a torn corner), everything outside of the sheet becomes 255.
[[nodiscard]] GreyImage levelled(const GreyImage& grey, double dpi, const GreyOptions& options = {});

/// Ink by Sauvola's local threshold on a levelled picture.
[[nodiscard]] InkImage binarized(const GreyImage& levelled, double dpi);

}  // namespace gongshi::extract
