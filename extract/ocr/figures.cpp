// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/figures.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "extract/ocr/recognition_signs.h"
#include "extract/ocr/resample.h"
#include "extract/ocr/text_cleanup.h"
#include "extract/ocr/text_lines.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"

namespace gongshi::extract {
namespace {

// Of each character, in both looks. Of 687 figures that PP-OCR read on three faxes, two photos and two poor scans, one
// was wrong (a broken 5 taken for 3, with 0.91) and 640 had more than 0.98: one wrong figure cannot tell how often two
// looks of one engine agree on an error, so this bound lies well above it.
constexpr float kNearlySure = 0.985F;
// Of the least sure of its digits, where another engine reads the same: of the whole line, of the figure alone, and
// both. On a copy of a copy in a type like handwriting, whose 4 is open at the top, the engine for single figures took
// it for the same 1 that PP-OCR had read with 0.84 to 0.98, and both others for it once where that had 0.56.
constexpr float kSureWithLine = 0.9F, kSureWithFigure = kNearlySure, kSureWithBoth = 0.85F;
constexpr std::uint8_t kInk = 128;    // Darker pixels are strokes.
constexpr double kOtherScale = 1.22;  // The second look's frame is this much higher: the model sees other pixels.

bool is_numeral(char32_t code) {
  return signs::kNumerals.find(code) != std::u32string_view::npos || code == signs::kHundredSign ||
         code == signs::kThousandSign || code == signs::kMyriadSign || code == signs::kPairSign;
}

char32_t folded(char32_t code) {
  if (code >= U'０' && code <= U'９') return code - U'０' + U'0';
  if (code == U'％') return U'%';
  if (code == U'．') return U'.';
  return code;
}

bool is_one_of(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }

/// End of the Arabic figure that starts at `begin`.
std::size_t arabic_end(const std::u32string& text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end + 1 < text.size() && text[end] == U'.' && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  if (end < text.size() && text[end] == U'%') ++end;
  return end;
}

/// Which of `figures` stand in `others` as well, in the same order (longest common subsequence).
std::vector<bool> common(const std::vector<Figure>& figures, const std::vector<Figure>& others) {
  const std::size_t n = figures.size(), m = others.size();
  std::vector<std::vector<int>> length(n + 1, std::vector<int>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = m; j-- > 0;) {
      length[i][j] =
          figures[i].text == others[j].text ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
    }
  }
  std::vector<bool> result(n, false);
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (figures[i].text == others[j].text) {
      result[i++] = true;
      ++j;
    } else if (length[i + 1][j] >= length[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return result;
}

/// Does the column cut through a stroke?
bool cuts_ink(const GreyImage& line, int column) {
  if (column <= 0 || column >= line.width) return false;
  for (int y = 0; y < line.height; ++y)
    if (line.at(column, y) < kInk) return true;
  return false;
}

/// The figure's own picture; nothing where it cannot be cut out between strokes: what was taken for a digit is then
/// part of a character (7为 for 为).
GreyImage figure_picture(const GreyImage& line, double size, const LineText& text, const Figure& figure) {
  const double half = 0.32 * size;  // A digit is half an em wide.
  double left = text.characters[figure.begin].middle() - half,
         right = text.characters[figure.end - 1].middle() +
                 half * (text.characters[figure.end - 1].code == U'%' ? 1.6 : 1.0);
  if (figure.begin > 0)
    left = std::max(left, (text.characters[figure.begin - 1].middle() + text.characters[figure.begin].middle()) / 2);
  if (figure.end < text.characters.size())
    right = std::min(
        right, (text.characters[figure.end - 1].middle() + text.characters[figure.end].middle()) / 2 + 0.1 * size);
  const int reach = std::max(2, static_cast<int>(0.16 * size));
  const int first = emptiest_column(line, left, reach), last = emptiest_column(line, right, reach);
  if (cuts_ink(line, first) || cuts_ink(line, last)) return {};
  return cropped(line, first, 0, last + 1, line.height);
}

/// A sign like a digit stands in the figure's place: 1了24 for 1724, 了0% for 70%.
bool lacks_digit(const LineText& text, const Figure& figure) {
  const auto at = [&text](std::size_t i) {
    return i < text.characters.size() ? folded(text.characters[i].code) : U'\0';
  };
  const bool before = figure.begin > 0 && is_one_of(recognition_signs().like_digits, at(figure.begin - 1));
  if (before && ((figure.begin > 1 && is_digit(at(figure.begin - 2))) || at(figure.begin) == U'0')) return true;
  return is_one_of(recognition_signs().like_digits, at(figure.end)) && is_digit(at(figure.end + 1));
}

float least_confidence(const LineText& text, const Figure& figure) {
  float least = 1;
  for (std::size_t i = figure.begin; i < figure.end; ++i) least = std::min(least, text.characters[i].confidence);
  return least;
}

bool nearly_sure(const LineText& text, const Figure& figure) { return least_confidence(text, figure) >= kNearlySure; }

/// Do engines for single figures read the figure's own picture as the same?
bool reads_alike(const GreyImage& line, double size, const LineText& text, const Figure& figure,
                 const std::vector<std::unique_ptr<Recognizer>>& engines) {
  if (!is_digit(figure.text.front()) || engines.empty()) return false;
  const GreyImage picture = figure_picture(line, size, text, figure);
  if (picture.empty()) return false;
  return std::any_of(engines.begin(), engines.end(), [&](const auto& engine) {
    const std::vector<Figure> read = find_figures(engine->read_line(picture));
    return read.size() == 1 && read.front().text == figure.text;
  });
}

/// Figures that the first engine reads again in a higher and wider frame, nearly sure both times.
std::vector<bool> confirmed_by_itself(const GreyImage& line, const LineText& text, const std::vector<Figure>& figures,
                                      Recognizer& first) {
  const int margin = std::max(1, static_cast<int>(std::lround(line.height * (kOtherScale - 1) / 2)));
  const LineText again = cleaned(first.read_unsqueezed(padded(line, margin, margin, margin, margin, 255)));
  std::vector<Figure> sure;
  for (Figure& figure : find_figures(again)) {
    if (nearly_sure(again, figure)) sure.push_back(std::move(figure));
  }
  std::vector<bool> result = common(figures, sure);
  for (std::size_t i = 0; i < figures.size(); ++i) result[i] = result[i] && nearly_sure(text, figures[i]);
  return result;
}

}  // namespace

std::vector<Figure> find_figures(const LineText& line) {
  std::u32string text;
  for (const LineCharacter& character : line.characters) text += folded(character.code);
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < text.size();) {
    if (is_digit(text[i])) {
      const std::size_t end = arabic_end(text, i);
      const bool word = end == i + 1 && text[i] == U'5' && end < text.size() && text[end] == U'G';
      if (!word) figures.push_back({i, end, text.substr(i, end - i)});
      i = end;
    } else if (is_numeral(text[i])) {
      std::size_t end = i;
      while (end < text.size() && is_numeral(text[end])) ++end;
      if (end < text.size() && is_one_of(recognition_signs().measures, text[end]))
        figures.push_back({i, end, text.substr(i, end - i)});
      i = end;
    } else {
      ++i;
    }
  }
  return figures;
}

void confirm_figures(const GreyImage& line, double size, LineText& text, Recognizer& first, const SecondLooks& looks) {
  const std::vector<Figure> figures = find_figures(text);
  if (figures.empty()) return;
  std::vector<bool> certain(figures.size(), false), in_line(figures.size(), false);
  const auto add = [](std::vector<bool>& known, const std::vector<bool>& more) {
    for (std::size_t i = 0; i < known.size(); ++i) known[i] = known[i] || more[i];
  };
  const auto all = [](const std::vector<bool>& flags) {
    return std::all_of(flags.begin(), flags.end(), [](bool it) { return it; });
  };
  for (const auto& engine : looks.lines)
    if (!all(in_line)) add(in_line, common(figures, find_figures(cleaned(engine->read_line(line)))));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const float least = least_confidence(text, figures[i]);
    certain[i] = in_line[i] && least >= kSureWithLine;
    const float alone = looks.lines.empty() ? 0 : kSureWithFigure;  // Of Tesseract no other look is to be had.
    if (!certain[i] && least >= (in_line[i] ? kSureWithBoth : alone))
      certain[i] = reads_alike(line, size, text, figures[i], looks.digits);
  }
  if (looks.same_engine && !all(certain)) add(certain, confirmed_by_itself(line, text, figures, first));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (lacks_digit(text, figures[i])) certain[i] = false;
    for (std::size_t k = figures[i].begin; !certain[i] && k < figures[i].end; ++k) text.characters[k].uncertain = true;
  }
}

void doubt_figures_unlike(const LineText& other, LineText& text) {
  const std::vector<Figure> figures = find_figures(text);
  const std::vector<bool> same = common(figures, find_figures(other));
  for (std::size_t i = 0; i < figures.size(); ++i)
    for (std::size_t k = figures[i].begin; !same[i] && k < figures[i].end; ++k) text.characters[k].uncertain = true;
}

}  // namespace gongshi::extract
