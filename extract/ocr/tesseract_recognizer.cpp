// SPDX-License-Identifier: GPL-3.0-or-later
#include <dlfcn.h>
#include <fmt/format.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>

#include "extract/ocr/figures.h"
#include "extract/ocr/recognizer.h"
#include "extract/ocr/resample.h"
#include "extract/ocr/text_cleanup.h"
#include "extract/ocr/text_lines.h"
#include "extract/ocr/two_readings.h"
#include "schema/characters.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMargin = 8;  // White around a line: Tesseract loses characters that touch the border.
// Heights that lines are read at. Tesseract's model, trained on 36 rows, errs less on lines of 34 than on finer ones
// (scan at 300 dpi: 41 rows a line), and reads them faster; another height gives another look.
constexpr int kRows = 34, kOtherLeastRows = 36;
// Of 642 lines of two good scans, a fax and a photo 68 have a character below this and are read again; below 0.95 it
// would be 93, for one error less in 6080 characters.
constexpr float kDoubtful = 0.93F;
constexpr std::size_t kNeighbours = 2;  // Of a doubted character, read again with it.

/// Tesseract's own threads make it five to nine times slower. The library's OpenMP runtime is asked directly, so that
/// nothing here has to be compiled with OpenMP; the setting counts per thread.
void switch_off_openmp() {
  using Setter = void (*)(int);
  static const auto setter = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "omp_set_max_active_levels"));
  if (setter != nullptr) setter(0);
}

/// The text's order is right, but the boxes that Tesseract gives its symbols are often those of a neighbour. Where the
/// boxes of a stretch do not go from left to right, its characters share its room evenly.
void space_in_order(LineText& text) {
  auto& all = text.characters;
  struct Stretch {
    std::size_t begin, end;
    double sum;

    [[nodiscard]] double mean() const { return sum / static_cast<double>(end - begin); }
  };
  // Stretches whose means ascend: the nearest ascending positions (pool adjacent violators).
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < all.size(); ++i) {
    stretches.push_back({i, i + 1, all[i].middle()});
    while (stretches.size() > 1 && stretches[stretches.size() - 2].mean() >= stretches.back().mean()) {
      const Stretch last = stretches.back();
      stretches.pop_back();
      stretches.back().end = last.end;
      stretches.back().sum += last.sum;
    }
  }
  for (const Stretch& stretch : stretches) {
    if (stretch.end - stretch.begin < 2) continue;
    float left = all[stretch.begin].x0, right = all[stretch.begin].x1;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i)
      left = std::min(left, all[i].x0), right = std::max(right, all[i].x1);
    if (stretch.begin > 0) left = std::max(left, all[stretch.begin - 1].x1);
    if (stretch.end < all.size()) right = std::min(right, std::max(left, all[stretch.end].x0));
    const float width = std::max(0.5F, right - left) / static_cast<float>(stretch.end - stretch.begin);
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      all[i].x0 = left + width * static_cast<float>(i - stretch.begin);
      all[i].x1 = all[i].x0 + width;
    }
  }
}

/// Characters [begin, end) of a line.
struct Stretch {
  std::size_t begin = 0, end = 0;
};

LineText part_of(const LineText& line, Stretch stretch) {
  const auto at = [&](std::size_t i) { return line.characters.begin() + static_cast<std::ptrdiff_t>(i); };
  return {{at(stretch.begin), at(stretch.end)}};
}

void append(LineText& line, const LineText& more) {
  line.characters.insert(line.characters.end(), more.characters.begin(), more.characters.end());
}

bool is_doubted(const LineCharacter& character) { return character.confidence < kDoubtful; }

/// The next stretch from `from` on that is worth another look: a doubted character, kNeighbours at both sides, and what
/// lies between it and a doubted one not far behind. Empty, at the line's end, where there is none.
Stretch next_doubted(const std::vector<LineCharacter>& all, std::size_t from) {
  std::size_t first = from;
  while (first < all.size() && !is_doubted(all[first])) ++first;
  if (first == all.size()) return {first, first};
  std::size_t last = first;
  for (std::size_t i = first; i < all.size() && i <= last + 2 * kNeighbours; ++i)
    if (is_doubted(all[i])) last = i;
  return {std::max(from + kNeighbours, first) - kNeighbours, std::min(all.size(), last + kNeighbours + 1)};
}

/// Are Chinese characters all that is doubted, and neither figures nor letters near them?
bool can_read_stretches_again(const LineText& text) {
  const auto& all = text.characters;
  if (all.empty()) return false;
  std::vector<bool> in_figure(all.size(), false);
  for (const Figure& figure : find_figures(text))
    for (std::size_t i = figure.begin; i < figure.end; ++i) in_figure[i] = true;
  for (std::size_t at = 0; at < all.size();) {
    const Stretch stretch = next_doubted(all, at);
    for (std::size_t i = stretch.begin; i < stretch.end; ++i)
      if (in_figure[i] || is_latin(all[i].code) || (is_doubted(all[i]) && !is_han(all[i].code))) return false;
    at = stretch.end;
  }
  return true;
}

class TesseractRecognizer final : public Recognizer {
 public:
  TesseractRecognizer(std::string name, TesseractLooks looks, KnownLine known)
      : name_(std::move(name)), looks_(looks), known_(std::move(known)) {}

  bool open(const char* language, const char* characters) {
    switch_off_openmp();
    if (api_.Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) return false;
    api_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    api_.SetVariable("tessedit_do_invert", "0");
    api_.SetVariable("debug_file", "/dev/null");
    if (characters != nullptr) api_.SetVariable("tessedit_char_whitelist", characters);
    return true;
  }

  [[nodiscard]] std::string name() const override { return name_; }

  [[nodiscard]] LineText read_line(const GreyImage& line) override {
    if (line.empty()) return {};
    switch_off_openmp();
    const double other = std::max(1.0, static_cast<double>(kOtherLeastRows) / line.height);
    if (looks_ == TesseractLooks::kOnce) return read_at(line, other);
    LineText text = read_at(line, static_cast<double>(kRows) / line.height);
    if (least_confidence(text) >= kDoubtful || (known_ && known_(text))) return text;
    text = can_read_stretches_again(text) ? with_stretches_read_again(line, text, other)
                                          : better_of(text, read_at(line, other));
    space_in_order(text);
    return text.characters.empty() ? read_raw(line) : text;
  }

 private:
  /// The line with its doubted characters and their neighbours read again, at another scale: less work than the whole
  /// line. Figures need the whole line: cut out, one of 21 more was wrong on faxes.
  LineText with_stretches_read_again(const GreyImage& line, const LineText& text, double scale) {
    const auto edge = [&](std::size_t i) {
      if (i == 0 || i == text.characters.size()) return i == 0 ? 0 : line.width;
      const double between = (text.characters[i - 1].middle() + text.characters[i].middle()) / 2;
      return emptiest_column(line, between, line.height / 5);
    };
    LineText result;
    for (std::size_t at = 0; at < text.characters.size();) {
      const Stretch stretch = next_doubted(text.characters, at);
      append(result, part_of(text, {at, stretch.begin}));
      const int left = edge(stretch.begin), right = edge(stretch.end);
      LineText again;
      if (right > left) again = read_at(cropped(line, left, 0, right, line.height), scale);
      for (LineCharacter& character : again.characters) {
        character.x0 += static_cast<float>(left);
        character.x1 += static_cast<float>(left);
      }
      append(result, better_of(part_of(text, stretch), again));
      at = stretch.end;
    }
    return result;
  }

  /// One reading of the line enlarged `scale` times.
  LineText read_at(const GreyImage& line, double scale) {
    const GreyImage scaled = resized(line, std::max(1, static_cast<int>(line.width * scale + 0.5)),
                                     std::max(1, static_cast<int>(line.height * scale + 0.5)));
    const GreyImage image = padded(scaled, kMargin, kMargin, kMargin, kMargin, 255);
    api_.SetImage(image.pixels.data(), image.width, image.height, 1, image.width);
    api_.SetSourceResolution(300);
    LineText text;
    if (api_.Recognize(nullptr) == 0) text = characters(scale);
    api_.Clear();
    return text;
  }

  /// One reading without Tesseract's search for words, which now and then finds none in a line that has some.
  LineText read_raw(const GreyImage& line) {
    api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
    LineText text = read_at(line, static_cast<double>(kRows) / line.height);
    api_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    return text;
  }

  LineText characters(double scale) {
    LineText text;
    const std::unique_ptr<tesseract::ResultIterator> at(api_.GetIterator());
    if (at == nullptr) return text;
    do {
      const std::unique_ptr<char[]> symbol(at->GetUTF8Text(tesseract::RIL_SYMBOL));
      int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
      if (symbol == nullptr || !at->BoundingBox(tesseract::RIL_SYMBOL, &x0, &y0, &x1, &y1)) continue;
      const auto pixels = [scale](int x) { return static_cast<float>(std::max(0, x - kMargin) / scale); };
      const float confidence = std::clamp(at->Confidence(tesseract::RIL_SYMBOL) / 100.0F, 0.0F, 1.0F);
      for (const char32_t code : utf8::decode(symbol.get())) {
        if (code != U' ') text.characters.push_back({code, pixels(x0), pixels(x1), confidence});
      }
    } while (at->Next(tesseract::RIL_SYMBOL));
    space_in_order(text);
    return text;
  }

  std::string name_;
  TesseractLooks looks_;
  KnownLine known_;
  tesseract::TessBaseAPI api_;
};

Result<std::unique_ptr<Recognizer>> make(const char* language, const char* characters, const char* package,
                                         TesseractLooks looks, KnownLine known) {
  auto recognizer = std::make_unique<TesseractRecognizer>(
      fmt::format("tesseract {}/{}", tesseract::TessBaseAPI::Version(), language), looks, std::move(known));
  if (!recognizer->open(language, characters)) {
    return Error{"ocr-unavailable",
                 fmt::format("Tesseract's model {} is not installed: install the package {}.", language, package)};
  }
  return std::unique_ptr<Recognizer>(std::move(recognizer));
}

}  // namespace

Result<std::unique_ptr<Recognizer>> make_tesseract_recognizer(TesseractLooks looks, KnownLine known) {
  return make("chi_sim", nullptr, "tesseract-ocr-chi-sim", looks, std::move(known));
}

Result<std::unique_ptr<Recognizer>> make_tesseract_digit_recognizer() {
  return make("eng", "0123456789.%/-:", "tesseract-ocr-eng", TesseractLooks::kOnce, {});
}

}  // namespace gongshi::extract
