// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/expected_lines.h"

#include <optional>

#include "extract/ocr/text_cleanup.h"

namespace gongshi::extract {
namespace {

constexpr int kLeastLines = 2;  // Of a column, before anything is expected of it.
constexpr double kLeastShare = 0.75;  // Of its lines: a squeezed reading that fails costs what two good ones save.

}  // namespace

/// Is it, alone or after the line before it in its cell, a stretch of the standard? Where a sign follows that stretch,
/// the line must end with its ink: the sign may have been overlooked.
bool ExpectedLines::is_known(const TextLine& line, const LineText& settled) const {
  if (settled.characters.empty()) return false;
  const std::u32string own = settled.codes(), both = line.cell == cell_ ? before_ + own : own;
  const bool together = known_->hold(both);
  if (!together && !known_->hold(own)) return false;
  const double end = line.crop.x0 + settled.characters.back().middle();
  return line.ink.x1 - end < line.size || !known_->sign_follows(together ? both : own);
}

void ExpectedLines::note(const TextLine& line, const LineText& settled, bool known) {
  if (settled.characters.size() >= KnownTexts::kLeastLine) {
    Column& column = columns_[line.column];
    ++column.lines;
    column.known += known ? 1 : 0;
  }
  cell_ = line.cell;
  before_ = settled.codes();
}

void ExpectedLines::add(const TextLine& line, const LineText& text) {
  const LineText settled = cleaned(text);
  note(line, settled, is_known(line, settled));
}

LineText ExpectedLines::read(const TextLine& line, const GreyImage& crop, Recognizer& engine) {
  const Column& column = columns_[line.column];
  if (column.lines >= kLeastLines && column.known >= kLeastShare * column.lines) {
    if (std::optional<LineText> text = engine.read_expected(crop)) {
      const LineText settled = cleaned(*text);
      if (is_known(line, settled)) {
        note(line, settled, true);
        return *std::move(text);
      }
    }
  }
  LineText text = engine.read_line(crop);
  add(line, text);
  return text;
}

}  // namespace gongshi::extract
