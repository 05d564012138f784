// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <iterator>
#include <mutex>
#include <numeric>
#include <optional>
#include <string_view>
#include <thread>

#include "extract/known_texts.h"
#include "extract/ocr/expected_lines.h"
#include "extract/ocr/figures.h"
#include "extract/ocr/flatten.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/lost_ink.h"
#include "extract/ocr/page_analysis.h"
#include "extract/ocr/pen_marks.h"
#include "extract/ocr/resample.h"
#include "extract/ocr/sign_shapes.h"
#include "extract/ocr/streaks.h"
#include "extract/ocr/text_cleanup.h"
#include "extract/page_order.h"

namespace gongshi::extract {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kMostPixels = 2e8;
constexpr double kMostDpi = 400,
                 kWorkingDpi =
                     300;  // Finer pictures are shrunk: no engine reads them better, and memory stays bounded.
constexpr int kMostWorkers = 8;
constexpr std::size_t kSampleLines = 6;
// Mean confidence of sample lines from which a page counts as upright without a look at its other turns. A clear page
// (tests/extract/image_reader_test.cpp's, each of its four turns): upright 0.99–1.00 with PP-OCR and 0.98–0.99 with
// Tesseract, turned 0.0–0.96 a line and up to 0.85 in the mean with PP-OCR, 0.79–0.91 a line with Tesseract. Below, the
// best of the four turns is taken, which costs three more samples.
constexpr double kUpright = 0.95;
constexpr double kUsualFrom = 0.7, kUsualTo = 1.5;  // Of the median height of lines.
// Characters in a line as long as so many of its heights. Chinese type set tight has 0.9, lines a page on its side
// seems to have 0.65 and less.
constexpr double kLeastDensity = 0.8;
// Lines of a page in its two positions: 81 and 155–197, 70 and 252, 66 and 250 on four photos; but 55 and 36 on a page
// with one long cell.
constexpr double kClearlyFewer = 1.6, kFewLines = 8;
constexpr double kPreferred = 0.03;  // Of confidence.
// Width by height of half the lines: upright pages have 5 and more, pages on their side, whose lines are cut out
// character by character, 1 to 2.
constexpr double kLongLine = 3;
// Of the pairs of characters in sample lines, from which a page that reads well is upright; pages of few lines, such as
// a cover, may have none.
constexpr double kFamiliar = 0.15, kManyLines = 40;
constexpr double kFamiliarPreferred = 0.3;  // Of confidence.
constexpr double kLongPreferred = 0.15;     // Of confidence, where one turn has long lines and the other has not.
// Mean confidences; lines of the corpus's scans and photos have 0.8 and more.
constexpr double kLineSure = 0.8, kLoneSure = 0.7;
constexpr std::size_t kLoneCharacters = 2;
// Of sample lines in the best turn, below which nothing of a page is worth its time; and of all characters of a page,
// below which the page is named. Poor scans and faxes of the corpus have 0.9 and more.
constexpr double kGiveUp = 0.4, kReadsBadly = 0.86;

// Of sample lines: below, joined strokes are tried; and by how much these must be better.
constexpr double kReadsWell = 0.93, kJoinedBetter = 0.01;
constexpr std::size_t kJoinSamples = 8;
// Mean confidence of a line, below which it is read in its other picture too; in four good files of each form no line
// has less than 0.85.
constexpr double kLineReadsWell = 0.9;

constexpr double kMostlyBent =
    0.25;  // Of the rules of a sheet that is bent itself; pen strokes made it 0.20, mild folds 0.30.

/// What one thread works with.
struct Engines {
  std::unique_ptr<Recognizer> first;
  SecondLooks looks;
};

struct ReadLine {
  const TextLine* place = nullptr;
  LineText text;
};

GreyImage cut(const StraightPage& page, const TextLine& line) {
  return cropped(page.grey, line.crop.x0, line.crop.y0, line.crop.x1, line.crop.y1);
}

/// A page with what was read of its lines so far, line by line; nothing for lines not read yet.
struct PartlyRead {
  StraightPage page;
  int quarters = 0;
  std::vector<std::optional<LineText>> texts;
  double confidence = 0;  ///< Of its sample lines.
  double familiar = 0;    ///< How much of them is in the standard's words.
  GreyImage plain;        ///< The page before its strokes were joined; empty where they are as they were.

  const LineText& text(std::size_t line, Recognizer& engine) {
    if (!texts[line]) texts[line] = engine.read_line(cut(page, page.lines[line]));
    return *texts[line];
  }
};

PartlyRead turned_page(const GreyImage& grey, int quarters, double dpi) {
  PartlyRead result;
  result.page = analyse_page(grey, quarters, dpi);
  result.quarters = quarters;
  result.texts.resize(result.page.lines.size());
  return result;
}

/// The widest lines of about the usual height, in tables where enough stand there: what lies around the sheet of a
/// photo can look like the widest of lines, and what is left of a rule, a few pixels high, is read as nothing.
std::vector<std::size_t> sample_lines(const std::vector<TextLine>& lines) {
  std::vector<std::size_t> order;
  for (const bool in_tables : {true, false}) {
    order.clear();
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (!in_tables || lines[i].column >= 0) order.push_back(i);
    if (order.empty()) continue;
    std::vector<int> heights;
    for (const std::size_t i : order) heights.push_back(lines[i].ink.height());
    std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
    const double usual = heights[heights.size() / 2];
    std::erase_if(order, [&](std::size_t i) {
      return lines[i].ink.height() < kUsualFrom * usual || lines[i].ink.height() > kUsualTo * usual;
    });
    if (order.size() >= kSampleLines) break;
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return lines[a].ink.width() > lines[b].ink.width(); });
  return order;
}

/// How well the better two thirds of the sample lines read: their mean confidence, less where a line has fewer
/// characters than it has room for. What looks like a line on a page that lies on its side has one character of each
/// line, with the paper between lines between them; such characters are read with confidences above 0.95 at times.
/// Nothing where the page has no lines.
std::optional<double> sample_confidence(PartlyRead& read, Recognizer& engine, const KnownTexts& known) {
  std::vector<std::size_t> order = sample_lines(read.page.lines);
  if (order.empty()) return std::nullopt;
  if (order.size() > kSampleLines) order.resize(kSampleLines);
  std::vector<double> scores;
  read.familiar = 0;
  for (const std::size_t line : order) {
    const PixelBox& ink = read.page.lines[line].ink;
    const LineText& text = read.text(line, engine);
    read.familiar += known.pairs_share(text.codes()) / static_cast<double>(order.size());
    const double room = static_cast<double>(ink.width()) / std::max(1, ink.height());
    scores.push_back(text.confidence() *
                     std::min(1.0, static_cast<double>(text.characters.size()) / (kLeastDensity * room)));
  }
  // A line that somebody's pen has drawn out, or that a shadow took, says nothing of the page's turn.
  std::sort(scores.begin(), scores.end(), std::greater<>());
  scores.resize(std::max<std::size_t>(1, scores.size() * 2 / 3));
  return std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
}

/// Are most lines hardly wider than high, as on a page that lies on its side?
bool has_short_lines(const std::vector<TextLine>& lines) {
  const auto is_long = [](const TextLine& line) { return line.ink.width() >= kLongLine * line.ink.height(); };
  return 2 * std::count_if(lines.begin(), lines.end(), is_long) < static_cast<std::ptrdiff_t>(lines.size());
}

/// The page upright: as it is if its lines read well, else the best of its turns.
PartlyRead find_upright(const GreyImage& grey, double dpi, Recognizer& engine, const KnownTexts& known) {
  PartlyRead best = turned_page(grey, 0, dpi);
  best.confidence = sample_confidence(best, engine, known).value_or(1.0);
  const auto count = [](const PartlyRead& it) { return static_cast<double>(sample_lines(it.page.lines).size()); };
  const double lines = count(best);
  bool is_short = has_short_lines(best.page.lines);
  double best_score = best.confidence;
  for (const int quarters : {2, 1, 3}) {
    const bool strange = !known.empty() && lines >= kManyLines && best.familiar < kFamiliar;
    if (best.confidence >= kUpright && !is_short && !strange) break;
    PartlyRead other = turned_page(grey, quarters, dpi);
    other.confidence = sample_confidence(other, engine, known).value_or(0.0);
    const bool other_is_short = has_short_lines(other.page.lines);
    // The same text mostly makes fewer and longer lines upright than on its side.
    double score = other.confidence + kLongPreferred * (static_cast<int>(is_short) - static_cast<int>(other_is_short)) +
                   kFamiliarPreferred * (other.familiar - best.familiar);
    if (quarters != 2 && count(other) > kFewLines && kClearlyFewer * count(other) < lines) score += kPreferred;
    if (score <= best_score) continue;
    best = std::move(other);
    is_short = other_is_short;
    best_score = best.confidence;
  }
  return best;
}

/// Reads a page that reads badly with its strokes joined and softened, where its sample lines read better so.
void join_strokes(PartlyRead& upright, Recognizer& engine) {
  std::vector<std::size_t> order = sample_lines(upright.page.lines);
  if (upright.confidence >= kReadsWell || upright.confidence < kGiveUp || order.size() < kSampleLines) return;
  // From the widest to the narrowest, not the widest alone.
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < kJoinSamples; ++i) samples.push_back(order[i * order.size() / kJoinSamples]);
  PartlyRead joined = upright;
  joined.page.grey = with_joined_strokes(upright.page.grey);
  joined.texts.assign(joined.page.lines.size(), std::nullopt);
  double before = 0, after = 0;
  for (const std::size_t line : samples) {
    before += upright.text(line, engine).confidence() / kJoinSamples;
    after += joined.text(line, engine).confidence() / kJoinSamples;
  }
  if (after < before + kJoinedBetter) return;
  joined.confidence = std::max(upright.confidence, after);
  joined.plain = std::move(upright.page.grey);
  upright = std::move(joined);
}

/// How much of a line was read, and how well: a reading that lost characters has less.
double worth(const LineText& text) {
  double sum = 0;
  for (const LineCharacter& character : text.characters) sum += static_cast<double>(character.confidence) - 0.5;
  return sum;
}

/// A line that reads badly is read with its strokes joined, or as they were where the page's are joined; the better
/// reading and its picture stay. Returned: the other reading; nothing where the line reads well.
std::optional<LineText> read_other_picture(const PartlyRead& read, const TextLine& line, Recognizer& engine,
                                           GreyImage& crop, LineText& text) {
  if (text.characters.empty() || text.confidence() >= kLineReadsWell) return std::nullopt;
  GreyImage picture = read.plain.empty() ? with_joined_strokes(crop)
                                         : cropped(read.plain, line.crop.x0, line.crop.y0, line.crop.x1, line.crop.y1);
  LineText other = engine.read_line(picture);
  if (worth(other) > worth(text)) {
    std::swap(other, text);
    crop = std::move(picture);
  }
  return other;
}

/// What to say of a page that reads badly.
std::string doubt_of(int number, double confidence, int rotation, bool given_up) {
  return fmt::format(
      "Page {} {} (confidence {:.2f}, turned by {} degrees): ask for a sharper picture of it, taken from above.",
      number, given_up ? "cannot be read" : "reads badly", confidence, rotation);
}

double mean_confidence(const std::vector<Glyph>& glyphs) {
  if (glyphs.empty()) return 1;
  double sum = 0;
  for (const Glyph& glyph : glyphs) sum += static_cast<double>(glyph.confidence);
  return sum / static_cast<double>(glyphs.size());
}

/// Boxes of a line's characters: each reaches half way to its neighbours, at most half a character's width from its
/// middle.
void append_glyphs(const ReadLine& line, double scale, std::vector<Glyph>& glyphs) {
  const TextLine& place = *line.place;
  const auto& characters = line.text.characters;
  const double widest = 0.55 * place.size;
  const auto middle = [&](std::size_t i) { return place.crop.x0 + characters[i].middle(); };
  const double center = (place.ink.y0 + place.ink.y1) / 2.0;
  double previous_end = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const double at = middle(i);
    double left = std::max(at - widest, static_cast<double>(place.ink.x0)),
           right = std::min(at + widest, static_cast<double>(place.ink.x1));
    if (i > 0) left = std::max(left, (middle(i - 1) + at) / 2);
    if (i + 1 < characters.size()) right = std::min(right, (at + middle(i + 1)) / 2);
    Glyph glyph;
    glyph.code = characters[i].code;
    glyph.confidence = characters[i].confidence;
    glyph.uncertain = characters[i].uncertain;
    glyph.size = static_cast<float>(place.size * scale);
    glyph.box = {std::min(left, at) * scale, (center - place.size / 2) * scale, std::max(right, at) * scale,
                 (center + place.size / 2) * scale};
    glyph.space_before = i > 0 && is_latin(characters[i - 1].code) && is_latin(characters[i].code) &&
                         glyph.box.x0 - previous_end > 0.3 * place.size * scale;
    previous_end = glyph.box.x1;
    glyphs.push_back(glyph);
  }
}

/// What reads badly as a whole may be anything, and have lost figures: all of it is marked, and so is a character or
/// two by themselves that are hardly more than a guess.
void doubt_what_is_unclear(LineText& text) {
  const double confidence = text.confidence();
  if (text.characters.size() <= kLoneCharacters ? confidence >= kLoneSure : confidence >= kLineSure) return;
  for (LineCharacter& character : text.characters) character.uncertain = true;
}

/// A sign beside a digit that is hardly more than a guess may be one, or hide one: 1/2 of 142 under a seal. Brackets
/// are read with less confidence everywhere.
void doubt_figures_beside_guesses(LineText& text) {
  constexpr float kGuess = 0.7F, kStrokeSure = 0.9F;
  constexpr std::u32string_view kBrackets = U"()（）[]〔〕【】", kStrokes = U"/\\|";
  const auto is_digit = [](char32_t code) { return code >= U'0' && code <= U'9'; };
  auto& all = text.characters;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t code = all[i].code;
    if (is_digit(code) || kBrackets.find(code) != std::u32string_view::npos) continue;
    const bool stroke = kStrokes.find(code) != std::u32string_view::npos;
    if (all[i].confidence >= (stroke ? kStrokeSure : kGuess)) continue;
    if (i > 0 && is_digit(all[i - 1].code)) all[i - 1].uncertain = true;
    if (i + 1 < all.size() && is_digit(all[i + 1].code)) all[i + 1].uncertain = true;
  }
}

/// A figure's character that a streak ran through may be another one.
void doubt_figures_under(const std::vector<Streak>& streaks, const PageMap& to_grey, const TextLine& place,
                         LineText& text) {
  for (const Figure& figure : find_figures(text)) {
    bool hit = false;
    for (std::size_t i = figure.begin; i < figure.end && !hit; ++i) {
      const auto at = to_grey.apply(place.crop.x0 + text.characters[i].middle(), (place.ink.y0 + place.ink.y1) / 2.0);
      hit = std::any_of(streaks.begin(), streaks.end(),
                        [&](const Streak& it) { return it.touches(at.x, at.y, place.size / 2); });
    }
    for (std::size_t i = figure.begin; i < figure.end && hit; ++i) text.characters[i].uncertain = true;
  }
}

/// As under streaks, for lines of the straight page.
void doubt_figures_under(const std::vector<RuleLine>& loose, const TextLine& place, LineText& text) {
  const double y = (place.ink.y0 + place.ink.y1) / 2.0, reach = place.size / 2;
  for (const Figure& figure : find_figures(text)) {
    const double x0 = place.crop.x0 + text.characters[figure.begin].middle() - reach,
                 x1 = place.crop.x0 + text.characters[figure.end - 1].middle() + reach;
    const bool hit = std::any_of(loose.begin(), loose.end(), [&](const RuleLine& line) {
      return line.x0 <= x1 && line.x1 >= x0 && line.y0 <= y + reach && line.y1 >= y - reach;
    });
    for (std::size_t i = figure.begin; i < figure.end && hit; ++i) text.characters[i].uncertain = true;
  }
}

/// As under streaks, where a pen ran through it: `pen` is 1 there, and `scale` of its pixels are one of the levelled
/// page's.
void doubt_figures_under(const GreyImage& pen, double scale, const PageMap& to_grey, const TextLine& place,
                         LineText& text) {
  constexpr double kDigit = 0.3;  // Half a digit with its margins, of a line's height.
  const auto touched = [&](double x, double y) {
    const auto at = to_grey.apply(x, y);
    const int u = static_cast<int>(at.x * scale), v = static_cast<int>(at.y * scale);
    return u >= 0 && v >= 0 && u < pen.width && v < pen.height && pen.at(u, v) != 0;
  };
  for (const Figure& figure : find_figures(text)) {
    const double x0 = place.crop.x0 + text.characters[figure.begin].middle() - kDigit * place.size,
                 x1 = place.crop.x0 + text.characters[figure.end - 1].middle() + kDigit * place.size;
    bool hit = false;
    for (int y = place.ink.y0; y < place.ink.y1 && !hit; ++y)
      for (double x = x0; x <= x1 && !hit; x += 1) hit = touched(x, y);
    for (std::size_t i = figure.begin; i < figure.end && hit; ++i) text.characters[i].uncertain = true;
  }
}

/// Paints streaks over, which are returned, and makes the page flat where that gives its tables no fewer cells.
/// Returned: where pixels of the flat page stand on the one before.
PageMap make_flat(GreyImage& grey, double dpi, std::vector<Streak>& streaks) {
  InkImage ink = binarized(grey, dpi);
  std::vector<Curve> curves = trace_curves(ink, dpi);
  for (const auto find : {find_streaks, find_loose_lines}) {
    std::vector<Streak> found = find(ink, curves, dpi);
    if (found.empty()) continue;
    erase_streaks(found, grey);
    ink = binarized(grey, dpi);
    curves = trace_curves(ink, dpi);
    std::move(found.begin(), found.end(), std::back_inserter(streaks));
  }
  auto flat = flattened(grey, std::move(ink), std::move(curves), dpi);
  if (!flat) return {};
  const int more = table_cells(flat->grey, dpi) - table_cells(grey, dpi);
  if (more < 0 || (more == 0 && flat->bent_share < kMostlyBent)) return {};
  grey = std::move(flat->grey);
  return flat->to_source;
}

class Reader final : public PageRecognizer {
 public:
  Reader(EngineMaker first, SecondMakers second, std::shared_ptr<const KnownTexts> known, OcrOptions options,
         std::string remark)
      : make_first_(std::move(first)),
        make_second_(std::move(second)),
        options_(std::move(options)),
        remark_(std::move(remark)),
        known_(std::move(known)) {}

  /// Loads the first worker's engines. Error: as the engines'.
  Result<void> start() {
    auto engines = make_engines();
    if (!engines) return engines.error();
    name_ = (*engines)->first->name();
    engines_.push_back(*std::move(engines));
    return {};
  }

  [[nodiscard]] std::string engine() const override { return name_; }
  [[nodiscard]] std::string remark() const override { return remark_; }

  [[nodiscard]] std::vector<Result<RecognizedPage>> read(const std::vector<int>& numbers, const Loader& load) override {
    std::vector<Result<RecognizedPage>> results(numbers.size(),
                                                Result<RecognizedPage>(Error{"ocr-failed", "The page was not read."}));
    const std::size_t workers = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, options_.workers)), 1,
                                                        std::max<std::size_t>(1, numbers.size()));
    while (engines_.size() < workers) {
      auto engines = make_engines();
      if (!engines) break;  // Fewer workers than asked for still do the work.
      engines_.push_back(*std::move(engines));
    }
    std::atomic<std::size_t> next = 0;
    std::mutex loading, reporting;
    int done = 0;
    const auto work = [&](Engines& engines) {
      for (std::size_t i = next++; i < numbers.size(); i = next++) {
        Result<PagePicture> picture = [&] {
          const std::lock_guard lock(loading);
          return load(numbers[i]);
        }();
        results[i] =
            picture ? read_page(*std::move(picture), numbers[i], engines) : Result<RecognizedPage>(picture.error());
        const std::lock_guard lock(reporting);
        ++done;
        if (options_.progress) options_.progress(done, static_cast<int>(numbers.size()));
      }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(workers, engines_.size()); ++i)
      threads.emplace_back([&, i] { work(*engines_[i]); });
    if (!engines_.empty()) work(*engines_.front());
    threads.clear();
    return results;
  }

 private:
  Result<std::unique_ptr<Engines>> make_engines() const {
    auto engines = std::make_unique<Engines>();
    auto first = make_first_();
    if (!first) return first.error();
    engines->first = *std::move(first);
    if (!options_.second_look) return engines;
    for (const EngineMaker& make : make_second_.lines) {
      if (auto engine = make()) engines->looks.lines.push_back(*std::move(engine));
    }
    for (const EngineMaker& make : make_second_.digits) {
      if (auto engine = make()) engines->looks.digits.push_back(*std::move(engine));
    }
    return engines;
  }

  Result<RecognizedPage> read_page(PagePicture picture, int number, Engines& engines) const {
    if (picture.width <= 0 || picture.height <= 0 ||
        static_cast<double>(picture.width) * picture.height > kMostPixels ||
        picture.pixels.size() != static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) *
                                     static_cast<std::size_t>(picture.channels)) {
      return Error{"picture-too-large",
                   fmt::format("The page's picture of {} x {} pixels cannot be read.", picture.width, picture.height),
                   number};
    }
    const double own_dpi = plausible_dpi(picture);
    const int width = picture.width, height = picture.height;
    GreyImage grey = grey_without_seals(picture, own_dpi);
    const GreyImage pen = remove_pen_marks(picture, grey, own_dpi);
    picture = {};
    double dpi = own_dpi;
    if (dpi > kMostDpi) {
      grey = resized(grey, std::max(1, static_cast<int>(width * kWorkingDpi / dpi)),
                     std::max(1, static_cast<int>(height * kWorkingDpi / dpi)));
      dpi = own_dpi * grey.width / width;
    }
    grey = levelled(grey, dpi);
    // A screen's dots made its paper darker than it is.
    if (soften_noise(grey))
      grey = levelled(grey, dpi);
    else
      remove_watermark(grey, dpi);
    std::vector<Streak> streaks;
    const PageMap to_levelled = make_flat(grey, dpi, streaks);
    PartlyRead upright = find_upright(grey, dpi, *engines.first, *known_);
    join_strokes(upright, *engines.first);
    const StraightPage& page = upright.page;
    const double scale = kPointsPerInch / dpi;

    RecognizedPage result;
    Page& header = result.content.page;
    header.number = number;
    header.width = page.grey.width * scale;
    header.height = page.grey.height * scale;
    header.rotation = upright.quarters * 90;
    header.engine = name_;
    header.dpi = own_dpi;
    result.content.rules = page.rules;
    std::vector<LineText> texts;
    ExpectedLines expected(*known_);
    const bool given_up = page.lines.size() >= kSampleLines && upright.confidence < kGiveUp;
    if (given_up) result.doubt = doubt_of(number, upright.confidence, header.rotation, true);
    for (std::size_t i = 0; i < page.lines.size() && !given_up; ++i) {
      const TextLine& line = page.lines[i];
      GreyImage crop = cut(page, line);
      if (upright.texts[i]) expected.add(line, *upright.texts[i]);
      LineText text = upright.texts[i] ? *std::move(upright.texts[i]) : expected.read(line, crop, *engines.first);
      const auto other =
          options_.second_look ? read_other_picture(upright, line, *engines.first, crop, text) : std::nullopt;
      texts.push_back(cleaned(with_settled_signs(std::move(text), crop)));
      if (other) doubt_figures_unlike(cleaned(*other), texts.back());
      if (options_.second_look) {
        confirm_figures(crop, line.size, texts.back(), *engines.first, engines.looks);
        mark_lost_ink(crop, line.size, texts.back());
      }
    }
    mend_misread_words(texts);
    for (LineText& text : texts) {
      doubt_what_is_unclear(text);
      if (options_.second_look) doubt_figures_beside_guesses(text);
    }
    const PageMap to_grey = to_levelled.after(page.to_source);
    if (!streaks.empty()) {
      for (std::size_t i = 0; i < texts.size(); ++i) doubt_figures_under(streaks, to_grey, page.lines[i], texts[i]);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) doubt_figures_under(page.loose, page.lines[i], texts[i]);
    if (!pen.empty()) {
      for (std::size_t i = 0; i < texts.size(); ++i)
        doubt_figures_under(pen, own_dpi / dpi, to_grey, page.lines[i], texts[i]);
    }
    for (std::size_t i = 0; i < texts.size(); ++i)
      append_glyphs({&page.lines[i], std::move(texts[i])}, scale, result.content.glyphs);
    header.text_source = result.content.glyphs.empty() ? "empty" : "ocr";
    if (const double confidence = mean_confidence(result.content.glyphs); confidence < kReadsBadly)
      result.doubt = doubt_of(number, confidence, header.rotation, false);
    result.placement.width = width * kPointsPerInch / own_dpi;
    result.placement.height = height * kPointsPerInch / own_dpi;
    const Homography to_pixels{{1 / scale, 0, 0, 0, 1 / scale, 0, 0, 0, 1}},
        to_points{{scale, 0, 0, 0, scale, 0, 0, 0, 1}};
    result.placement.to_picture = PageMap(to_points).after(to_grey).after(to_pixels);
    return result;
  }

  EngineMaker make_first_;
  SecondMakers make_second_;
  OcrOptions options_;
  std::string remark_, name_;
  std::shared_ptr<const KnownTexts> known_;
  std::vector<std::unique_ptr<Engines>> engines_;
};

void map_place(Place& place, int number, const PagePlacement& placement) {
  if (place.page == number && !place.box.empty()) place.box = placement.box(place.box);
}

void map_text(Text& text, int number, const PagePlacement& placement) {
  for (TextSpan& span : text.spans) {
    const Box before = span.place.box;
    map_place(span.place, number, placement);
    if (span.place.page != number || before.empty()) continue;
    // Edges stay positions along the line: its ends move with the box, what lies between keeps its share.
    const double stretch = span.place.box.width() / before.width();
    for (float& edge : span.edges)
      edge = static_cast<float>(span.place.box.x0 + (static_cast<double>(edge) - before.x0) * stretch);
  }
}

void map_table(Table& table, int number, const PagePlacement& placement) {
  const Box before = table.place.box;
  map_place(table.place, number, placement);
  if (!before.empty()) {
    for (double& x : table.col_x) x = table.place.box.x0 + (x - before.x0) * table.place.box.width() / before.width();
  }
  for (Cell& cell : table.cells) {
    map_place(cell.place, number, placement);
    for (Paragraph& paragraph : cell.paragraphs) map_text(paragraph.text, number, placement);
    for (Table& nested : cell.nested) map_table(nested, number, placement);
  }
}

}  // namespace

OcrOptions ocr_options(const Options& options) {
  OcrOptions result;
  result.engine = options.ocr_engine;
  result.standard = options.standard;
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  result.workers = options.ocr_workers > 0 ? options.ocr_workers : std::clamp(cores, 1, kMostWorkers);
  result.progress = options.progress;
  return result;
}

Box PagePlacement::box(const Box& straight) const {
  Box result{1e18, 1e18, -1e18, -1e18};
  for (const double x : {straight.x0, (straight.x0 + straight.x1) / 2, straight.x1}) {
    for (const double y : {straight.y0, (straight.y0 + straight.y1) / 2, straight.y1}) {
      const auto at = to_picture.apply(x, y);
      result = {std::min(result.x0, at.x), std::min(result.y0, at.y), std::max(result.x1, at.x),
                std::max(result.y1, at.y)};
    }
  }
  return {std::clamp(result.x0, 0.0, width), std::clamp(result.y0, 0.0, height), std::clamp(result.x1, 0.0, width),
          std::clamp(result.y1, 0.0, height)};
}

void to_picture(std::vector<Block>& blocks, int number, const PagePlacement& placement) {
  for (Block& block : blocks) {
    if (block.page != number) continue;
    map_text(block.paragraph.text, number, placement);
    map_table(block.table, number, placement);
  }
}

std::map<int, PagePlacement> recognize_pages(std::vector<PageContent>& contents, const std::vector<int>& numbers,
                                             const PageRecognizer::Loader& load, const Options& options,
                                             std::vector<Problem>& problems) {
  std::map<int, PagePlacement> placements;
  if (numbers.empty()) return placements;
  const auto recognizer = PageRecognizer::create(ocr_options(options));
  if (!recognizer) {
    problems.push_back({recognizer.error().code,
                        fmt::format("{} page(s) were not read: {}", numbers.size(), recognizer.error().message), 0});
    return placements;
  }
  if (const std::string remark = (*recognizer)->remark(); !remark.empty()) {
    problems.push_back({"ocr-engine", fmt::format("Recognised with {}: {}", (*recognizer)->engine(), remark), 0});
  }
  auto pages = (*recognizer)->read(numbers, load);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (!pages[i]) {
      problems.push_back({pages[i].error().code, pages[i].error().message, numbers[i]});
      continue;
    }
    PageContent& content = contents[static_cast<std::size_t>(numbers[i] - 1)];
    std::string note = std::move(content.page.note);
    if (!pages[i]->doubt.empty()) problems.push_back({"page-unclear", pages[i]->doubt, numbers[i]});
    placements[numbers[i]] = pages[i]->placement;
    content = std::move(pages[i]->content);
    content.page.note = std::move(note);
  }
  return placements;
}

void put_in_order(std::vector<PageContent>& contents, std::vector<Problem>& problems) {
  const std::vector<std::size_t> order = order_by_rows(contents);
  if (std::is_sorted(order.begin(), order.end())) return;
  std::vector<PageContent> sorted;
  std::string numbers;
  for (const std::size_t at : order) {
    numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", contents[at].page.number);
    sorted.push_back(std::move(contents[at]));
  }
  contents = std::move(sorted);
  problems.push_back(
      {"pages-reordered", fmt::format("The pages were taken in the order of their row numbers: {}.", numbers), 0});
}

void show_as_in_file(const std::map<int, PagePlacement>& placements, Document& document) {
  for (const auto& [number, placement] : placements) {
    to_picture(document.blocks, number, placement);
    for (Page& page : document.pages) {
      if (page.number == number) page.width = placement.width, page.height = placement.height;
    }
  }
}

std::unique_ptr<PageRecognizer> PageRecognizer::with_engines(EngineMaker first, SecondMakers second,
                                                             const OcrOptions& options) {
  auto reader = std::make_unique<Reader>(std::move(first), std::move(second),
                                         std::make_shared<const KnownTexts>(options.standard), options, "");
  if (!reader->start()) return nullptr;
  return reader;
}

Result<std::unique_ptr<PageRecognizer>> PageRecognizer::create(const OcrOptions& options) {
  if (options.engine == "none") return Error{"ocr-unavailable", "Text recognition is switched off (--ocr none)."};
  if (options.engine != "auto" && options.engine != "pp-ocr" && options.engine != "tesseract") {
    return Error{"ocr-unavailable",
                 fmt::format("There is no OCR engine called {}: use auto, pp-ocr, tesseract or none.", options.engine)};
  }
  const auto texts = std::make_shared<const KnownTexts>(options.standard);
  const KnownLine known = [texts](const LineText& line) { return texts->hold(line.codes()); };
  std::string remark;
  if (options.engine != "tesseract") {
    const auto first = [known] { return make_ppocr_recognizer(known); };
    const auto second = [] { return make_tesseract_recognizer(TesseractLooks::kOnce); };
    auto reader =
        std::make_unique<Reader>(first, SecondMakers{{second}, {make_tesseract_digit_recognizer}}, texts, options, "");
    const auto started = reader->start();
    if (started) return std::unique_ptr<PageRecognizer>(std::move(reader));
    if (options.engine == "pp-ocr") return started.error();
    remark = started.error().message;
  }
  const auto first = [known] { return make_tesseract_recognizer(TesseractLooks::kAgainInDoubt, known); };
  auto reader =
      std::make_unique<Reader>(first, SecondMakers{{}, {make_tesseract_digit_recognizer}}, texts, options, remark);
  if (const auto started = reader->start(); !started) return started.error();
  return std::unique_ptr<PageRecognizer>(std::move(reader));
}

}  // namespace gongshi::extract
