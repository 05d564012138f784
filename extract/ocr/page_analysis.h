// SPDX-License-Identifier: GPL-3.0-or-later
// A page's picture made straight, with its rules and lines of text found, before anything is read.
#pragma once

#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/ocr/rule_lines.h"
#include "extract/ocr/straighten.h"
#include "extract/ocr/text_lines.h"
#include "extract/page_content.h"

namespace gongshi::extract {

struct StraightPage {
  GreyImage grey;               ///< Levelled and straight, rules painted over.
  std::vector<Rule> rules;      ///< In points of the straight page.
  std::vector<RuleLine> loose;  ///< Lines that are no rules (loose_lines), pixels of `grey`, painted over as well.
  std::vector<TextLine> lines;  ///< Cell by cell and band by band, pixels of `grey`.
  Homography to_source;         ///< Pixels of `grey` → pixels of the picture it was made from.
  double dpi = 0;
};

/// Pixels per inch to work with: the picture's own where it gives a sheet between A5 and A2, else as if the longer side
/// were A4's, or the shorter one where the picture is more than twice as long as wide.
[[nodiscard]] double plausible_dpi(const PagePicture& picture);

/// `levelled` turned clockwise by `quarters` × 90°, straightened and taken apart.
[[nodiscard]] StraightPage analyse_page(const GreyImage& levelled, int quarters, double dpi);

/// Cells of the tables that the page's rules make: of two pictures of one page the better one has more.
[[nodiscard]] int table_cells(const GreyImage& levelled, double dpi);

}  // namespace gongshi::extract
