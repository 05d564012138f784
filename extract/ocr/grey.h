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
  /// Grey levels of watermarks, how even they are, and how much lighter than text: a usual one has 165 of 255.
  int watermark_from = 120, watermark_to = 226, watermark_step = 26, watermark_margin = 26;
  double watermark_reach_inch = 0.07;    ///< Paper stands so near on both sides of its strokes.
  double watermark_least_share = 0.002;  ///< Of a page.
  double watermark_least_text = 0.03;    ///< Darker pixels, of the watermark's: a last page holds a few lines.
  /// By paper_noise(): scans and photos have 6–30, a photo in dim light 78, one of a screen 264.
  int most_noise = 48;
  /// Pixels. Of a screen's 34 figures 22 were read as they were, 34 softened by so much.
  double softening = 1.2;
  double joining = 1.0;  ///< Pixels, after half a step of thickening: with_joined_strokes().
};

/// Luminance, but inside red seals the red channel with the seal's own tint taken out, so that black text under it
/// stays. Red that is no seal (a red title) stays dark. `dpi` > 0.
[[nodiscard]] GreyImage grey_without_seals(const PagePicture& picture, double dpi, const GreyOptions& options = {});

/// Brightness divided by the paper's level around each pixel: paper is near 255 everywhere. Where the page lies on a
/// darker ground (a photo's table, a torn corner), everything outside of the sheet becomes 255.
[[nodiscard]] GreyImage levelled(const GreyImage& grey, double dpi, const GreyOptions& options = {});

/// Takes out what is printed over a levelled page in one light grey: a watermark. Its strokes are wider than those of
/// text and clearly lighter, and have paper on both sides; only there, and a little around, all that is not clearly
/// darker becomes paper. Strokes of text keep their dark middle. True where there was one.
bool remove_watermark(GreyImage& levelled, double dpi, const GreyOptions& options = {});

/// What noise there is on the paper of a levelled picture: four fifths of its pixels differ from their neighbours by no
/// more, by the mask of Immerkær (Computer Vision and Image Understanding 64, 1996) before its scaling, in grey levels.
/// 0 for a picture of black and white only.
[[nodiscard]] int paper_noise(const GreyImage& levelled);

/// Softens a levelled picture whose paper is noisy: in dim light, or photographed from a screen, whose dots and the
/// camera's make a pattern. Others stay as they are: what is softened loses thin strokes. True where it did.
bool soften_noise(GreyImage& levelled, const GreyOptions& options = {});

/// Blurred by a normal distribution of `sigma` pixels, > 0.
[[nodiscard]] GreyImage softened(const GreyImage& image, double sigma);

/// Strokes that a light fax has left in pieces grow together: half way to the darkest of neighbouring pixels, then
/// softened.
[[nodiscard]] GreyImage with_joined_strokes(const GreyImage& levelled, const GreyOptions& options = {});

/// Ink by Sauvola's local threshold on a levelled picture.
[[nodiscard]] InkImage binarized(const GreyImage& image, double dpi);

}  // namespace gongshi::extract
