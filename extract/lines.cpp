// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

// Structural characters, in one place.
constexpr std::u32string_view kClosing = U"“‘，。、；：？！）】》〉」』〕］｝…％%”’,.;:?!)]}";
constexpr std::u32string_view kOpening = U"（【《〈「『〔［｛“‘”’([{";
constexpr std::u32string_view kSentenceEnd = U"。；：！？;:!?";
constexpr std::u32string_view kItemEnd = U".、．)）";

constexpr double kWrapTolerance =
    0.5;                              // em: kerning, justification and full-width punctuation move a line's end by less
constexpr double kIndent = 1.4;       // em: paragraphs are indented by two characters
constexpr double kApart = 1.7;        // times the region's line pitch
constexpr double kOtherSize = 1.15;   // ratio of font sizes that parts a heading from text
constexpr double kWordGap = 0.22;     // em: a gap of a space's width between Latin letters
constexpr std::size_t kMaxUnit = 40;  // characters of an unbreakable word

bool contains(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }
bool is_letter(char32_t code) {
  return (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z') || (code >= 0xC0 && code < 0x250);
}
bool is_word(char32_t code) { return is_digit(code) || is_letter(code); }
// Inside numbers and Latin words no line breaks: 99.5%, 2024-08-01, app2.0.
bool is_word_joint(char32_t code) {
  return code == U'.' || code == U'%' || code == U'-' || code == U'/' || code == U'_' || code == U',';
}

double overlap(const Box& a, const Box& b) { return std::min(a.y1, b.y1) - std::max(a.y0, b.y0); }

double main_size(const std::vector<const Glyph*>& glyphs) {
  std::map<int, int> count;  // by tenths of a point
  for (const Glyph* glyph : glyphs) ++count[static_cast<int>(std::lround(static_cast<double>(glyph->size) * 10))];
  const auto most =
      std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == count.end() ? 0 : most->first / 10.0;
}

Box box_of(const std::vector<const Glyph*>& glyphs) {
  Box box;
  for (const Glyph* glyph : glyphs) box = united(box, glyph->box);
  return box;
}

Line line_of(std::vector<const Glyph*> glyphs) {
  std::stable_sort(glyphs.begin(), glyphs.end(), [](const Glyph* a, const Glyph* b) { return a->box.x0 < b->box.x0; });
  Line line;
  line.box = box_of(glyphs);
  line.size = main_size(glyphs);
  line.glyphs = std::move(glyphs);
  return line;
}

// Number of an item mark at the line's start: "3." "3、" "（3）" "①" "三、"; 0 where there is none.
int item_number(const Line& line) {
  const auto code_at = [&](std::size_t i) { return i < line.glyphs.size() ? line.glyphs[i]->code : U'\0'; };
  const char32_t first = code_at(0);
  if (first >= U'①' && first <= U'⑳') return static_cast<int>(first - U'①') + 1;
  std::size_t i = first == U'（' || first == U'(' ? 1 : 0;
  const std::size_t start = i;
  int number = 0;
  for (; is_digit(code_at(i)) && i - start < 2; ++i) number = number * 10 + static_cast<int>(code_at(i) - U'0');
  if (i == start && contains(signs::kNumerals, code_at(i)) && code_at(i) != U'\0')
    number = static_cast<int>(signs::kNumerals.find(code_at(i))) + 1, ++i;
  if (i == start || !contains(kItemEnd, code_at(i))) return 0;
  if (code_at(i) == U'.' && is_digit(code_at(i + 1))) return 0;  // 2.5
  return number;
}

// Whether a line may end between two neighbours, as LibreOffice, Word and browsers see it at their strictest.
// LibreOffice keeps a closing sign with the number or Latin word behind it (里，5G), with a space before it (理 。),
// and a slash with what follows (量/社).
bool may_part(char32_t before, const Glyph& next) {
  if (contains(kClosing, next.code) || next.code == U'/' || contains(kOpening, before)) return false;
  if (next.space_before) return true;
  if (before == U'/') return false;
  return !((is_word(before) || is_word_joint(before) || contains(kClosing, before)) &&
           (is_word(next.code) || is_word_joint(next.code)));
}

// Width of what cannot be parted from the line's first character.
double first_unit_width(const Line& line) {
  std::size_t end = 1;
  while (end < line.glyphs.size() && end < kMaxUnit && !may_part(line.glyphs[end - 1]->code, *line.glyphs[end])) ++end;
  return line.glyphs[end - 1]->box.x1 - line.box.x0;
}

bool is_number(const Line& line) {
  return std::all_of(line.glyphs.begin(), line.glyphs.end(), [](const Glyph* glyph) { return is_digit(glyph->code); });
}

bool is_centered(const Line& line, const TextRegion& region) {
  const double left = line.box.x0 - region.left, right = region.right - line.box.x1;
  return left > line.size * 0.4 && std::abs(left - right) < line.size * 0.8;
}

double line_pitch(const std::vector<Line>& lines) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < lines.size(); ++i) steps.push_back(lines[i].center_y() - lines[i - 1].center_y());
  if (steps.empty()) return 0;
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  return steps[steps.size() / 2];
}

class ParagraphMaker {
 public:
  ParagraphMaker(const std::vector<Line>& lines, const TextRegion& region)
      : lines_(lines), region_(region), pitch_(line_pitch(lines)) {}

  std::vector<Paragraph> make() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (i == 0 || breaks(lines_[i - 1], lines_[i])) start(lines_[i]);
      append(lines_[i]);
    }
    return std::move(paragraphs_);
  }

 private:
  [[nodiscard]] bool breaks(const Line& above, const Line& line) const {
    const double size = std::max(line.size, 1.0);
    if (std::max(above.size, line.size) > kOtherSize * std::min(above.size, line.size)) return true;
    if (line.center_y() - above.center_y() > kApart * std::max(pitch_, size)) return true;
    if (is_number(above) && is_number(line)) return false;  // a narrow column wraps 12 into 1 and 2
    const bool centered = is_centered(above, region_);
    if (region_.indented && centered != is_centered(line, region_) &&
        (centered || line.box.x0 - region_.left > kIndent * size))
      return true;
    const double room = centered ? region_.right - region_.left - above.box.width() : region_.right - above.box.x1;
    if (room > first_unit_width(line) + kWrapTolerance * size) return true;
    if (region_.indented && line.box.x0 - region_.left > kIndent * size &&
        above.box.x0 - region_.left < line.box.x0 - region_.left - size / 2)
      return true;
    const int item = item_number(line);
    return item > 0 && (contains(kSentenceEnd, above.glyphs.back()->code) || (item > 1 && item == item_ + 1));
  }

  void start(const Line& line) {
    Paragraph paragraph;
    paragraph.font_size = line.size;
    paragraph.centered = region_.indented && is_centered(line, region_) && line.box.x0 - region_.left > 2 * line.size;
    paragraphs_.push_back(std::move(paragraph));
    if (const int item = item_number(line); item > 0) item_ = item;
  }

  // A space between two neighbours of one line: where the format has one, or a visible gap between Latin words.
  [[nodiscard]] static bool space_between(const Glyph& left, const Glyph& right) {
    if (right.space_before) return right.box.x0 - left.box.x1 > -0.3 * static_cast<double>(right.size);
    const double gap = right.box.x0 - left.box.x1;
    return is_letter(left.code) && is_word(right.code) && gap > kWordGap * static_cast<double>(right.size);
  }

  [[nodiscard]] bool space_at_wrap(const Line& above, const Glyph& first) const {
    const char32_t last = above.glyphs.back()->code;
    if (!is_word(last) || !is_word(first.code)) return false;
    if (first.space_before) return true;
    return is_letter(last) && is_letter(first.code) && region_.right - above.box.x1 > 0.8 * above.size;
  }

  void append(const Line& line) {
    Text& text = paragraphs_.back().text;
    if (!text.utf8.empty() && last_ != nullptr && space_at_wrap(*last_, *line.glyphs.front())) text.append(" ");
    TextSpan span;
    span.range.begin = static_cast<std::uint32_t>(text.utf8.size());
    span.place.page = region_.page;
    span.place.box = line.box;
    bool varied = false;
    const Glyph* before = nullptr;
    std::uint32_t mark_begin = 0;
    bool marked = false;
    const auto end_mark = [&] {
      if (marked) text.uncertain.push_back({mark_begin, static_cast<std::uint32_t>(text.utf8.size())});
      marked = false;
    };
    for (const Glyph* glyph : line.glyphs) {
      if (before != nullptr && space_between(*before, *glyph)) {
        end_mark();
        text.utf8 += ' ';
        span.edges.push_back(static_cast<float>(before->box.x1));
        span.char_confidence.push_back(1.0F);
      }
      if (glyph->uncertain && !marked)
        marked = true, mark_begin = static_cast<std::uint32_t>(text.utf8.size());
      else if (!glyph->uncertain)
        end_mark();
      utf8::append(text.utf8, glyph->code);
      span.edges.push_back(static_cast<float>(glyph->box.x0));
      span.char_confidence.push_back(glyph->confidence);
      span.confidence = std::min(span.confidence, glyph->confidence);
      varied = varied || glyph->confidence < 1.0F;
      before = glyph;
    }
    end_mark();
    span.edges.push_back(static_cast<float>(line.box.x1));
    if (!varied) span.char_confidence.clear();
    span.range.end = static_cast<std::uint32_t>(text.utf8.size());
    text.spans.push_back(std::move(span));
    last_ = &line;
  }

  const std::vector<Line>& lines_;
  const TextRegion& region_;
  double pitch_;
  std::vector<Paragraph> paragraphs_;
  const Line* last_ = nullptr;
  int item_ = 0;
};

}  // namespace

std::vector<Line> make_lines(std::vector<const Glyph*> glyphs) {
  std::stable_sort(glyphs.begin(), glyphs.end(),
                   [](const Glyph* a, const Glyph* b) { return a->box.y0 + a->box.y1 < b->box.y0 + b->box.y1; });
  std::vector<Line> lines;
  std::vector<const Glyph*> current;
  Box core;  // of the tallest glyph so far: a chain of small shifts must not swallow the next line
  for (const Glyph* glyph : glyphs) {
    const double least = std::min(core.height(), glyph->box.height());
    if (current.empty() || overlap(core, glyph->box) < 0.5 * least) {
      if (!current.empty()) lines.push_back(line_of(std::move(current)));
      current.clear();
      core = glyph->box;
    } else if (glyph->box.height() > core.height() * 1.1) {
      core = glyph->box;
    }
    current.push_back(glyph);
  }
  if (!current.empty()) lines.push_back(line_of(std::move(current)));
  return lines;
}

std::vector<Line> split_where(const Line& line, const std::function<bool(const Glyph&, const Glyph&)>& parts_here) {
  std::vector<Line> parts;
  std::vector<const Glyph*> current;
  for (const Glyph* glyph : line.glyphs) {
    if (!current.empty() && parts_here(*current.back(), *glyph)) {
      parts.push_back(line_of(std::move(current)));
      current.clear();
    }
    current.push_back(glyph);
  }
  if (!current.empty()) parts.push_back(line_of(std::move(current)));
  return parts;
}

std::vector<Line> split_at_gaps(const Line& line, double gap) {
  return split_where(
      line, [&](const Glyph& left, const Glyph& right) { return right.box.x0 - left.box.x1 > gap * line.size; });
}

std::u32string plain_text(const Line& line) {
  std::u32string text;
  for (const Glyph* glyph : line.glyphs) text += glyph->code;
  return text;
}

std::vector<Paragraph> make_paragraphs(const std::vector<Line>& lines, const TextRegion& region) {
  return ParagraphMaker(lines, region).make();
}

TextRegion cell_region(const std::vector<Line>& lines, const Box& cell, int page) {
  double left = cell.x1, right = cell.x0;
  for (const Line& line : lines) {
    left = std::min(left, line.box.x0);
    right = std::max(right, line.box.x1);
  }
  constexpr double kMostPadding = 6.0;  // points; Word's and browsers' cells have 2–6
  const double padding = std::clamp(left - cell.x0, 0.0, kMostPadding);
  return {std::min(left, cell.x0 + padding), std::max(right, cell.x1 - padding), page, false};
}

}  // namespace gongshi::extract
