// SPDX-License-Identifier: GPL-3.0-or-later
// The second look at figures: a figure counts as certain only when looks that differ agree on it.
#pragma once

#include <memory>
#include <vector>

#include "extract/ocr/recognizer.h"

namespace gongshi::extract {

/// A figure in a line: digits with an inner decimal point and a following %, or Chinese numerals before a measure word
/// (三个, 两次).
struct Figure {
  std::size_t begin = 0, end = 0;  ///< Half-open range of the line's characters.
  std::u32string text;             ///< Folded: ％ is %, full-width digits are ASCII.
};

/// The figures of a line from left to right. 5G counts as a word, not as a figure.
[[nodiscard]] std::vector<Figure> find_figures(const LineText& line);

/// Engines for second looks.
struct SecondLooks {
  std::vector<std::unique_ptr<Recognizer>> lines;   ///< Read the whole line again.
  std::vector<std::unique_ptr<Recognizer>> digits;  ///< Read only the figure's own picture: they know digits alone.
  /// May the first engine confirm its own figures, seen at another scale, where it is nearly sure both times? Both
  /// looks can share an error; without it, figures that Tesseract misreads are marked.
  bool same_engine = true;
};

/// Marks the characters of figures that no second look confirms. `line` is the picture that `first` read `text` from,
/// `size` its characters' height in pixels. No character is changed. Marks that `text` has already stay.
void confirm_figures(const GreyImage& line, double size, LineText& text, Recognizer& first, const SecondLooks& looks);

/// Marks the figures of `text` that another reading of the same line has not.
void doubt_figures_unlike(const LineText& other, LineText& text);

}  // namespace gongshi::extract
