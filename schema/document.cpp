// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/document.h"

#include <algorithm>
#include <array>

#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

// The part of `span` inside `range` (offsets of the same text), shifted so that range.begin becomes `shift_to`.
TextSpan cut(const TextSpan& span, std::string_view text, ByteRange range, std::uint32_t shift_to) {
  TextSpan part = span;
  const std::uint32_t begin = std::max(span.range.begin, range.begin);
  const std::uint32_t end = std::min(span.range.end, range.end);
  part.range = {begin - range.begin + shift_to, end - range.begin + shift_to};
  if (begin == span.range.begin && end == span.range.end) return part;
  const std::size_t first = utf8::count(text.substr(span.range.begin, begin - span.range.begin));
  const std::size_t count = utf8::count(text.substr(begin, end - begin));
  if (first + count < span.edges.size()) {
    part.edges.assign(span.edges.begin() + static_cast<std::ptrdiff_t>(first),
                      span.edges.begin() + static_cast<std::ptrdiff_t>(first + count + 1));
    const auto [low, high] = std::minmax_element(part.edges.begin(), part.edges.end());
    part.place.box.x0 = *low;
    part.place.box.x1 = *high;
  }
  if (first + count <= span.char_confidence.size()) {
    part.char_confidence.assign(span.char_confidence.begin() + static_cast<std::ptrdiff_t>(first),
                                span.char_confidence.begin() + static_cast<std::ptrdiff_t>(first + count));
    if (!part.char_confidence.empty())
      part.confidence = *std::min_element(part.char_confidence.begin(), part.char_confidence.end());
  }
  return part;
}

bool touches(ByteRange a, ByteRange b) { return a.begin < b.end && b.begin < a.end; }

}  // namespace

Box united(const Box& a, const Box& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

double Text::confidence() const {
  double least = 1;
  for (const TextSpan& span : spans) least = std::min(least, static_cast<double>(span.confidence));
  return least;
}

void Text::append(const Text& other) {
  const auto shift = static_cast<std::uint32_t>(utf8.size());
  utf8 += other.utf8;
  for (TextSpan span : other.spans) {
    span.range.begin += shift;
    span.range.end += shift;
    spans.push_back(std::move(span));
  }
  for (ByteRange range : other.uncertain) uncertain.push_back({range.begin + shift, range.end + shift});
}

Text Text::slice(ByteRange range) const {
  Text part;
  part.utf8 = utf8.substr(range.begin, range.size());
  for (const TextSpan& span : spans)
    if (touches(span.range, range)) part.spans.push_back(cut(span, utf8, range, 0));
  for (ByteRange mark : uncertain)
    if (touches(mark, range))
      part.uncertain.push_back({std::max(mark.begin, range.begin) - range.begin, std::min(mark.end, range.end) - range.begin});
  return part;
}

Text Text::trimmed() const {
  static constexpr std::array<std::string_view, 6> kSpaces = {" ", "\t", "\n", "\r", "\u3000", "\u00A0"};
  std::string_view view = utf8;
  std::size_t begin = 0;
  for (bool again = true; again;) {
    again = false;
    for (std::string_view space : kSpaces) {
      if (view.starts_with(space)) view.remove_prefix(space.size()), begin += space.size(), again = true;
      if (view.ends_with(space)) view.remove_suffix(space.size()), again = true;
    }
  }
  if (view.size() == utf8.size()) return *this;
  return slice({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + view.size())});
}

std::vector<Place> Text::places(ByteRange range) const {
  std::vector<Place> found;
  for (const TextSpan& span : spans) {
    if (!touches(span.range, range)) continue;
    Place place = cut(span, utf8, range, 0).place;
    if (found.empty() || !(found.back() == place)) found.push_back(place);
  }
  return found;
}

std::vector<Place> Text::places() const {
  std::vector<Place> found;
  for (const TextSpan& span : spans) {
    Place place = span.place;
    place.paragraph = -1;
    if (!found.empty() && found.back().page == place.page && found.back().table == place.table &&
        found.back().row == place.row && found.back().cell == place.cell) {
      found.back().box = united(found.back().box, place.box);
    } else {
      found.push_back(place);
    }
  }
  return found;
}

Text Cell::text() const {
  Text joined;
  for (const Paragraph& paragraph : paragraphs) {
    if (paragraph.text.empty()) continue;
    if (!joined.empty()) joined.append("\n");
    joined.append(paragraph.text);
  }
  return joined;
}

const Cell* Table::at(int row, int col) const {
  for (const Cell& cell : cells) {
    if (cell.row > row) break;  // row-major by top left corner
    if (row < cell.row + cell.row_span && cell.col <= col && col < cell.col + cell.col_span) return &cell;
  }
  return nullptr;
}

}  // namespace schema
}  // namespace gongshi
