// SPDX-License-Identifier: GPL-3.0-or-later
// The oddities of recognised text, put right in one place.
#pragma once

#include <vector>

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// Printable characters of the Latin scripts: those that stand in words with spaces between them.
[[nodiscard]] bool is_latin(char32_t code);

/// The line's em in pixels: the median way between neighbouring Chinese characters; 0 where there are too few to tell.
[[nodiscard]] double character_pitch(const LineText& line);

/// A line as an engine read it, put right where a character's shape alone does not tell and its neighbours or its room
/// do:
///   spaces → dropped (those between Latin words are seen by their room: Glyph::space_before);
///   丶 (a stroke) → 、; ％ stays, ﹪ → %; é è, of no word in a notice → e;
///   " between Chinese characters → “ or ”, whichever its neighbours ask for;
///   〔2022） → 〔2022〕 and the like: a bracket closes the one that is open; (2022)16号, the number of an official
///   document, → 〔2022〕16号, as such numbers are printed;
///   （ ) → （ ）: a pair has one width;
///   {（ and ）} → one bracket;
///   〈IPTV〉 → （IPTV） where what stands inside is Latin, 〈 and 《 → （ where ） closes them, 〈 → （ where nothing
///   on the line does: Tesseract's brackets; 12m2 → 12m², 3km2 → 3km²: the 2 is no figure; 3km”， and 3km:， → 3km²，;
///   | at the edges of the line, the rest of a rule → dropped; O o Q between digits → 0, l I | between digits → 1,
///   marked uncertain: a figure is never settled by a guess; SG before 网 信 基 覆 … → 5G; a sign between two Chinese
///   characters that stand too close together to have one between them → dropped; I l | between two such characters →
///   dropped, a digit → marked uncertain;
///   - as wide as a character → —; 1日一31日, a numeral before a digit → 1日—31日;
///   | ! or half a pair of [ ] beside a digit may be a 1: the digit is marked uncertain; they, I and l before a Chinese
///   character (不少于]项) may be one too, and are marked themselves;
///   7六, a digit before a numeral from two on → both marked uncertain;
///   86.87” without a “ before it (it may be a %), .实现 after no digit (it may be 1.实现), 0,46 (it
///   may be 0.46) → marked uncertain;
///   the same sign twice at one place → once.
/// No other digit is touched. `line` may come from any engine; positions are used where they make sense.
[[nodiscard]] LineText cleaned(LineText line);

/// Least confidence from which a character stays although it makes a word that nobody writes.
inline constexpr float kSureOfCharacter = 0.97F;

/// Words of extract/data/misread_words.tsv (履盖, 干兆) become those that are printed where the engine was not sure of
/// the character that differs. `lines` stand in reading order, cleaned: a word may go on in the next line.
void mend_misread_words(std::vector<LineText>& lines);

}  // namespace gongshi::extract
