// SPDX-License-Identifier: GPL-3.0-or-later
// PP-OCRv4 mobile's recognition model: 48 rows of grey levels in, a probability for each of its characters every eight
// columns out (CTC).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "extract/ocr/onnx_runtime.h"
#include "extract/ocr/recognizer.h"
#include "extract/ocr/resample.h"
#include "extract/ocr/text_cleanup.h"
#include "extract/ocr/two_readings.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kRows = 48;  // What the model was trained on.
constexpr int kColumnsPerStep = 8;
constexpr int kMinimumColumns = 48;
constexpr int kLoneWidth = 2;                    // Heights: narrower lines hold one character, or two digits.
constexpr double kLoneMargin = 0.03;             // Heights, at their sides; twice as much above and below.
constexpr int kFewColumns = 160, kPadding = 32;  // Short lines are padded as in training: lone digits read better.
constexpr int kMaximumColumns = 6400;            // Over 100 characters: longer than any line of a page.
// Lines of three heights and more are squeezed: the cost grows with the columns. Of 2023 lines of three photos, two
// faxes, a good and a poor scan, squeezed to 0.6 and at their full width, 2006 read the same and of the others as many
// better as worse; no figure differed in 485 lines with figures. At 0.5 twice as many lines differed, and I was lost
// before P. Where a character is doubted the line is read at its full width as well (5 % of the columns).
constexpr double kSqueezed = 0.6;
constexpr int kSqueezedFrom = 3;  // Heights.
// Of the standard's lines, which are checked sign by sign, 346 of 365 on a good and a poor scan, a fax and a photo read
// right at this width, 355 at 0.42.
constexpr double kSqueezedMost = 0.36;
constexpr float kDoubtful = 0.5F;

constexpr double kGap = 0.6;                        // em between neighbouring characters: there is room for one more.
constexpr double kHalfHan = 0.5, kHalfSign = 0.75;  // em; a sign's ink may stand at one side of its square.
constexpr float kOverlooked = 0.15F;                // Of a character's probability in such a gap.
constexpr float kFaint = 0.06F;                     // Of a sign's probability where the blank is likelier.
constexpr std::u32string_view kFaintSigns = U"、，。；：,.;:";

std::vector<std::filesystem::path> directories() {
  std::vector<std::filesystem::path> result;
  if (const char* own = std::getenv("GONGSHI_OCR"); own != nullptr && *own != '\0') return {own};
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
    result.push_back(std::filesystem::path(data) / "gongshi/ocr");
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    result.push_back(std::filesystem::path(home) / ".local/share/gongshi/ocr");
  }
  result.emplace_back("/usr/local/share/gongshi/ocr");
  result.emplace_back("/usr/share/gongshi/ocr");
  return result;
}

Result<std::filesystem::path> installation() {
  std::error_code ignored;
  for (const auto& directory : directories()) {
    if (std::filesystem::exists(directory / "libonnxruntime.so", ignored)) return directory;
  }
  return Error{"ocr-unavailable", fmt::format("PP-OCR is not installed in {}: run scripts/fetch_ocr_models.sh.",
                                              directories().front().string())};
}

/// The model's characters: entry 0 is CTC's blank (0), then the key list line by line, then a space.
Result<std::vector<char32_t>> load_keys(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char32_t> keys = {0};
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::size_t at = 0;
    keys.push_back(line.empty() ? U' ' : utf8::next(line, at));
  }
  if (keys.size() < 100)
    return Error{"ocr-unavailable", path.string() + ": the model's key list is missing or damaged."};
  keys.push_back(U' ');
  return keys;
}

class PpOcrRecognizer final : public Recognizer {
 public:
  PpOcrRecognizer(std::string name, std::unique_ptr<OnnxModel> model, std::vector<char32_t> keys, KnownLine known)
      : name_(std::move(name)), model_(std::move(model)), keys_(std::move(keys)), known_(std::move(known)) {
    for (std::size_t i = 1; i < keys_.size(); ++i) {
      if (kFaintSigns.find(keys_[i]) != std::u32string_view::npos || keys_[i] == signs::kOneSign ||
          keys_[i] == signs::kDotSign)
        signs_.push_back(i);
    }
  }

  [[nodiscard]] std::string name() const override { return name_; }

  [[nodiscard]] LineText read_line(const GreyImage& line) override {
    if (line.width < kSqueezedFrom * line.height) return read_unsqueezed(line);
    LineText text = read_at(line, kSqueezed);
    if (least_confidence(text) >= kDoubtful || (known_ && known_(text))) return text;
    return better_of(text, read_at(line, 1));
  }

  [[nodiscard]] std::optional<LineText> read_expected(const GreyImage& line) override {
    return line.width < kSqueezedFrom * line.height ? read_unsqueezed(line) : read_at(line, kSqueezedMost);
  }

  [[nodiscard]] LineText read_unsqueezed(const GreyImage& line) override {
    if (line.empty()) return {};
    // A lone digit is taken for a letter where it fills its picture.
    const bool lone = line.width < kLoneWidth * line.height;
    const int margin = lone ? static_cast<int>(std::lround(line.height * kLoneMargin)) : 0;
    LineText text = read_at(lone ? padded(line, margin, 2 * margin, margin, 2 * margin, 255) : line, 1);
    for (LineCharacter& character : text.characters) {
      character.x0 = std::clamp(character.x0 - static_cast<float>(margin), 0.0F, static_cast<float>(line.width));
      character.x1 = std::clamp(character.x1 - static_cast<float>(margin), 0.0F, static_cast<float>(line.width));
    }
    return text;
  }

 private:
  /// One reading of the line, its width squeezed to so much of what keeps its proportions.
  LineText read_at(const GreyImage& line, double squeezed) {
    const double scale = squeezed * kRows / line.height;
    const int columns = std::clamp(static_cast<int>(line.width * scale + 0.5), kColumnsPerStep, kMaximumColumns);
    const GreyImage scaled = resized(line, columns, kRows);
    const int unit = columns < kFewColumns ? kPadding : kColumnsPerStep;
    const int total = std::max(kMinimumColumns, (columns + unit - 1) / unit * unit);
    fill(scaled, total);
    const auto output = model_->run(input_, {1, 3, kRows, total});
    if (!output || output->shape.size() != 3 || output->shape[2] != static_cast<std::int64_t>(keys_.size())) return {};
    return decode(*output, static_cast<double>(line.width) / columns);
  }

  /// Three equal channels, -1 … 1; the paper goes on to the right of the line.
  void fill(const GreyImage& scaled, int total) {
    const auto plane = static_cast<std::size_t>(kRows) * static_cast<std::size_t>(total);
    input_.assign(plane * 3, 1.0F);
    for (int y = 0; y < kRows; ++y) {
      float* row = input_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(total);
      for (int x = 0; x < scaled.width; ++x) row[x] = static_cast<float>(scaled.at(x, y)) / 127.5F - 1.0F;
    }
    std::copy_n(input_.begin(), plane, input_.begin() + static_cast<std::ptrdiff_t>(plane));
    std::copy_n(input_.begin(), plane, input_.begin() + static_cast<std::ptrdiff_t>(2 * plane));
  }

  /// CTC: the best entry of every step, repeats merged, blanks dropped. Where the blank wins but a small sign is not
  /// excluded, the sign is taken with its low confidence: the model overlooks signs on bad pages, and cleaned() drops
  /// those that have no room. `to_line` turns the model's columns into the line's pixels.
  [[nodiscard]] LineText decode(const OnnxModel::Output& output, double to_line) const {
    LineText text;
    const auto steps = static_cast<std::size_t>(output.shape[1]);
    std::size_t previous = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      const float* scores = output.values + step * keys_.size();
      auto best = static_cast<std::size_t>(std::max_element(scores, scores + keys_.size()) - scores);
      const auto left = static_cast<float>(static_cast<double>(step * kColumnsPerStep) * to_line);
      const auto right = static_cast<float>(static_cast<double>((step + 1) * kColumnsPerStep) * to_line);
      if (best == 0) {
        const std::size_t sign = faint_sign(scores);
        if (sign != 0 && previous == 0 && !nearby(output, step, sign)) best = sign;
      }
      if (best != 0 && keys_[best] != U' ') {
        if (best == previous) {
          text.characters.back().x1 = right;
          text.characters.back().confidence = std::max(text.characters.back().confidence, scores[best]);
        } else {
          text.characters.push_back({keys_[best], left, right, scores[best]});
        }
      }
      previous = best;
    }
    fill_gaps(output, to_line, text);
    return text;
  }

  /// Characters that the model overlooks: a twin of the one before it, a square that looks like a smudge. Where two
  /// Chinese characters leave room for another one, the likeliest there is taken with its low confidence.
  void fill_gaps(const OnnxModel::Output& output, double to_line, LineText& text) const {
    const double em = character_pitch(text);
    if (em <= 0) return;
    const double step_width = kColumnsPerStep * to_line;
    std::vector<LineCharacter> filled;
    for (const LineCharacter& character : text.characters) {
      if (!filled.empty() && (filled.back().code > U'\u2E80' || filled.back().code == U'“') && is_han(character.code)) {
        const double from = filled.back().middle() + (is_han(filled.back().code) ? kHalfHan : kHalfSign) * em,
                     to = character.middle() - kHalfHan * em;
        if (to - from > kGap * em) {
          const LineCharacter found = likeliest(output, from, to, step_width);
          if (found.confidence > kOverlooked) filled.push_back(found);
        }
      }
      filled.push_back(character);
    }
    text.characters = std::move(filled);
  }

  /// The likeliest character with its middle between `from` and `to`, pixels of the line.
  [[nodiscard]] LineCharacter likeliest(const OnnxModel::Output& output, double from, double to,
                                        double step_width) const {
    LineCharacter best;
    const auto steps = static_cast<double>(output.shape[1]);
    const auto first = static_cast<std::size_t>(std::clamp(std::ceil(from / step_width - 0.5), 0.0, steps)),
               last = static_cast<std::size_t>(std::clamp(std::floor(to / step_width - 0.5) + 1, 0.0, steps));
    for (std::size_t step = first; step < last; ++step) {
      const float* scores = output.values + step * keys_.size();
      const float* top = std::max_element(scores + 1, scores + keys_.size() - 1);
      if (*top <= best.confidence) continue;
      const auto left = static_cast<float>(static_cast<double>(step) * step_width);
      best = {keys_[static_cast<std::size_t>(top - scores)], left, left + static_cast<float>(step_width), *top};
    }
    return best;
  }

  /// The likeliest of the signs that get lost; 0 where none is likely.
  [[nodiscard]] std::size_t faint_sign(const float* scores) const {
    std::size_t best = 0;
    float score = kFaint;
    for (const std::size_t sign : signs_) {
      if (scores[sign] > score) best = sign, score = scores[sign];
    }
    return best;
  }

  /// Is the sign read, or more likely, in a step next to this one?
  [[nodiscard]] bool nearby(const OnnxModel::Output& output, std::size_t step, std::size_t sign) const {
    const auto steps = static_cast<std::size_t>(output.shape[1]);
    const float here = output.values[step * keys_.size() + sign];
    for (std::size_t other = step > 1 ? step - 2 : 0; other < std::min(steps, step + 3); ++other) {
      if (other != step && output.values[other * keys_.size() + sign] > here) return true;
    }
    return false;
  }

  std::string name_;
  std::unique_ptr<OnnxModel> model_;
  std::vector<char32_t> keys_;
  KnownLine known_;
  std::vector<std::size_t> signs_;
  std::vector<float> input_;
};

}  // namespace

double LineText::confidence() const {
  if (characters.empty()) return 0;
  double sum = 0;
  for (const LineCharacter& character : characters) sum += static_cast<double>(character.confidence);
  return sum / static_cast<double>(characters.size());
}

std::u32string LineText::codes() const {
  std::u32string result;
  for (const LineCharacter& character : characters) result += character.code;
  return result;
}

Result<std::unique_ptr<Recognizer>> make_ppocr_recognizer(KnownLine known) {
  const auto directory = installation();
  if (!directory) return directory.error();
  auto keys = load_keys(*directory / "keys.txt");
  if (!keys) return keys.error();
  const auto runtime = OnnxRuntime::load((*directory / "libonnxruntime.so").string());
  if (!runtime) return runtime.error();
  auto model = OnnxModel::load(*runtime, (*directory / "recognition.onnx").string());
  if (!model) return model.error();
  std::string name = "pp-ocrv4-mobile/onnxruntime " + (*runtime)->version();
  return std::unique_ptr<Recognizer>(
      std::make_unique<PpOcrRecognizer>(std::move(name), *std::move(model), *std::move(keys), std::move(known)));
}

}  // namespace gongshi::extract
