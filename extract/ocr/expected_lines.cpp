// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/expected_lines.h"

#include <optional>

#include "extract/ocr/text_cleanup.h"

namespace gongshi::extract {
namespace {

constexpr int kLeastLines = 2;  // Of a column, before anything is expected of it.
constexpr double kLeastShare =
    0.75;  // Of a column's lines. A squeezed reading that fails costs what two good ones save.

std::u32string codes_of(const LineText& text) {
  std::u32string codes;
  for (const LineCharacter& character : text.characters) codes += character.code;
  return codes;
}

/// Where the last character stands, in pixels of the page.
double end_of(const TextLine& line, const LineText& text) {
  if (text.characters.empty()) return line.crop.x0;
  const LineCharacter& last = text.characters.back();
  return line.crop.x0 + static_cast<double>(last.x0 + last.x1) / 2;
}

}  // namespace

bool ExpectedLines::expects(const Column& column) const {
  return column.lines >= kLeastLines && column.known >= kLeastShare * column.lines;
}

/// Is it, alone or after the line before it in its cell, a stretch of the standard? Where a sign follows that stretch,
/// the line must end with its ink: the sign may have been overlooked.
bool ExpectedLines::is_known(const TextLine& line, const std::u32string& codes, double end) const {
  if (codes.empty()) return false;
  const std::u32string both = line.cell == cell_ ? before_ + codes : codes;
  const bool together = known_->hold(both);
  if (!together && !known_->hold(codes)) return false;
  return line.ink.x1 - end < line.size || !known_->sign_follows(together ? both : codes);
}

void ExpectedLines::add(const TextLine& line, const LineText& text) {
  const LineText settled = cleaned(text);
  std::u32string codes = codes_of(settled);
  if (codes.size() >= KnownTexts::kLeastLine) {
    Column& column = columns_[line.column];
    ++column.lines;
    column.known += is_known(line, codes, end_of(line, settled)) ? 1 : 0;
  }
  cell_ = line.cell;
  before_ = std::move(codes);
}

LineText ExpectedLines::read(const TextLine& line, const GreyImage& crop, Recognizer& engine) {
  if (expects(columns_[line.column])) {
    if (std::optional<LineText> text = engine.read_expected(crop)) {
      const LineText settled = cleaned(*text);
      if (is_known(line, codes_of(settled), end_of(line, settled))) {
        add(line, *text);
        return *std::move(text);
      }
    }
  }
  LineText text = engine.read_line(crop);
  add(line, text);
  return text;
}

}  // namespace gongshi::extract
