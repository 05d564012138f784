// SPDX-License-Identifier: GPL-3.0-or-later
// Punctuation looked at in the picture: on coarse pages engines take one sign for another whose shape differs plainly.
#pragma once

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// How shapes are told apart. Lengths in em. Chosen on 49 ； and ： of two photos at 150 and 165 dpi and a fax at 200:
/// the lower part of a ： weighs 0.87–1.11 of its upper part, that of a ； 1.46–2.5.
struct SignOptions {
  double colon_most = 1.2, semicolon_least = 1.3;  ///< Weight of the lower part by the upper part's; between: as read.
  double part_most = 0.42;  ///< Height of a part of ； or ：; what is larger belongs to a neighbouring character.
  double slant = 0.5;       ///< Correlation of a stroke's columns and rows from which it is a 、.
  double hollow = 0.8;      ///< Darkness in the middle by the darkest, below which a dot is a 。.
  double blot_most = 0.5;   ///< Height and width of 、 。 ·.
  float sure = 0.5F;        ///< Less likely signs at the ends of lines are dropped where they have no ink of their own.
};

/// `text` as an engine read it from `line`, with signs put right by their ink: ； or ：; 、 or 。 for a ·, ~ or ～
/// after a Chinese character; unlikely signs at the line's ends that have no ink dropped. Everything else stays.
[[nodiscard]] LineText with_settled_signs(LineText text, const GreyImage& line, const SignOptions& options = {});

}  // namespace gongshi::extract
