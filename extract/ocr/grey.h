// SPDX-License-Identifier: GPL-3.0-or-later
// From a picture in colour to even grey: red seals go, shadows are levelled, what is not paper becomes white.
#pragma once

#include "extract/ocr/page_picture.h"

namespace gongshi::extract {

struct GreyOptions {
  /// A pixel is red where red exceeds the other channels by this. Black text of a 200 dpi JPEG scan has up to 8, the
  /// seals of the same scans over 100; a value between, not tuned.
  int red_excess = 36;
  /// Red areas with sides between these, about as high as wide, are seals. By the rules for them official seals are
  /// 38–50 mm wide; seals of persons are smaller.
  double seal_least_mm = 12, seal_most_mm = 62;
  double paper_block_inch = 0.08;  ///< Side of the blocks whose brightest pixels tell the paper's level: wider than
                                   ///< strokes, narrower than shadows.
  /// The mean levels of sheet and ground differ by at least this, neighbouring blocks of the ground by at most
  /// `ground_step`, and the median jump from ground to sheet is at least `sheet_edge`. A photo of a sheet on a desk has
  /// 97 and 228; a light that falls off by half over a page changes by 2 from block to block.
  int ground_distance = 40, ground_step = 16, sheet_edge = 24;
};

/// Luminance, but inside red seals the red channel with the seal's own tint taken out, so that black text under it
/// stays. Red that is no seal (a red title) stays dark. `dpi` > 0.
[[nodiscard]] GreyImage grey_without_seals(const PagePicture& picture, double dpi, const GreyOptions& options = {});

/// Brightness divided by the paper's level around each pixel: paper is near 255 everywhere. Where the page lies on a
/// darker ground (a photo's table, a torn corner), everything outside of the sheet becomes 255.
[[nodiscard]] GreyImage levelled(const GreyImage& grey, double dpi, const GreyOptions& options = {});

/// Ink by Sauvola's local threshold on a levelled picture.
[[nodiscard]] InkImage binarized(const GreyImage& image, double dpi);

}  // namespace gongshi::extract
