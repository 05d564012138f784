// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that repeat the standard, read in less time: in a column whose lines have turned out to be stretches of the
// standard, the next ones are expected to be, and a squeezed reading will do where it is such a stretch sign by sign.
#pragma once

#include <map>
#include <string>

#include "extract/known_texts.h"
#include "extract/ocr/recognizer.h"
#include "extract/ocr/text_lines.h"

namespace gongshi::extract {

/// The lines of one page in their order, cell by cell. No text is taken from the standard: what is returned was read.
class ExpectedLines {
 public:
  /// `known` must outlive the object.
  explicit ExpectedLines(const KnownTexts& known) : known_(&known) {}

  /// Reads the page's next line from `crop`, its picture.
  [[nodiscard]] LineText read(const TextLine& line, const GreyImage& crop, Recognizer& engine);
  /// The page's next line has been read already.
  void add(const TextLine& line, const LineText& text);

 private:
  /// How many of a column's lines are known; short ones, which stand in claims as well, do not count.
  struct Column {
    int lines = 0, known = 0;
  };

  [[nodiscard]] bool is_known(const TextLine& line, const LineText& settled) const;
  void note(const TextLine& line, const LineText& settled, bool known);

  const KnownTexts* known_;
  std::map<int, Column> columns_;
  int cell_ = -1;          ///< Of the line before,
  std::u32string before_;  ///< and its text.
};

}  // namespace gongshi::extract
