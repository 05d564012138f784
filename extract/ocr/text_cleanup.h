// SPDX-License-Identifier: GPL-3.0-or-later
// The oddities of recognised text, put right in one place.
#pragma once

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// Printable characters of the Latin scripts: those that stand in words with spaces between them.
[[nodiscard]] bool is_latin(char32_t code);

/// A Chinese character (not punctuation).
[[nodiscard]] bool is_han(char32_t code);

/// A line as an engine read it, put right where a character's shape alone does not tell and its neighbours or its room
/// do:
///   丶 (a stroke) → 、; ％ stays, ﹪ → %;
///   〔2022） → 〔2022〕 and the like: a bracket closes the one that is open;
///   〈IPTV〉 → （IPTV） where what stands inside is Latin: Tesseract's reading of wide brackets;
///   O o Q between digits → 0, l I | between digits → 1, marked uncertain: a figure is never settled by a guess;
///   SG before 网 信 基 覆 … → 5G;
///   a sign between two Chinese characters that stand too close together to have one between them → dropped;
///   - as wide as a character → —;
///   the same sign twice at one place → once.
/// No other digit is touched. `line` may come from any engine; positions are used where they make sense.
[[nodiscard]] LineText cleaned(LineText line);

}  // namespace gongshi::extract
