// SPDX-License-Identifier: GPL-3.0-or-later
// Ink of a line that no character was read from: what an engine passes over in silence may be a figure.
#pragma once

#include "extract/ocr/page_picture.h"
#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// Stands for a line that has ink like characters' and of which nothing could be read: the sign that Chinese texts put
/// for an illegible character.
inline constexpr char32_t kIllegible = U'□';

/// Marks the characters on both sides of ink that none of them covers, and digits twice as far apart as others of
/// the line. A
/// line without characters whose ink is as high and wide as one becomes kIllegible, marked. `line` is the picture that
/// `text` was read from, `size` its characters' height in pixels.
void mark_lost_ink(const GreyImage& line, double size, LineText& text);

}  // namespace gongshi::extract
