// SPDX-License-Identifier: GPL-3.0-or-later
// The oddities of recognised text, put right in one place.
#pragma once

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// Letters, digits and signs of the Latin script, the characters that stand in words with spaces between them.
[[nodiscard]] bool is_latin(char32_t code);

/// A line as an engine read it, put right where the character alone is ambiguous and its neighbours are not:
///   O o between digits → 0, l I | between digits → 1 (marked uncertain: a figure is never settled by a guess);
///   〈 〉 around text → （ ）-like brackets only where the other half is one;
///   a full stop, comma or colon read twice at one place → once.
[[nodiscard]] LineText cleaned(LineText line);

}  // namespace gongshi::extract
