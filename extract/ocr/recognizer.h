// SPDX-License-Identifier: GPL-3.0-or-later
// One interface for the engines that read a line of text from its picture.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "schema/result.h"

namespace gongshi::extract {

/// One character of a line. x0 <= x1 are pixels of the line's picture.
struct LineCharacter {
  char32_t code = 0;
  float x0 = 0, x1 = 0;
  float confidence = 0;    ///< 0–1, on the engine's own scale.
  bool uncertain = false;  ///< Part of a figure that no second look confirmed, or what may hide a figure (不少于]项).

  /// In pixels of the line's picture.
  [[nodiscard]] double middle() const { return static_cast<double>(x0 + x1) / 2; }
};

struct LineText {
  std::vector<LineCharacter> characters;  ///< Left to right; white space is left out.

  /// Mean confidence; 0 for an empty line.
  [[nodiscard]] double confidence() const;
  [[nodiscard]] std::u32string codes() const;
};

/// An engine with its own working memory: one object per thread.
class Recognizer {
 public:
  virtual ~Recognizer() = default;

  /// Reads one line of horizontal text, dark on light, cut out with a small margin. Never fails: what cannot be read is
  /// missing.
  [[nodiscard]] virtual LineText read_line(const GreyImage& line) = 0;
  /// Reads it at its full width, where read_line() squeezes it to save time: another look at the same line.
  [[nodiscard]] virtual LineText read_unsqueezed(const GreyImage& line) { return read_line(line); }
  /// Reads a line that is expected to repeat a known text, squeezed further than read_line() does: in less time, with
  /// more errors. The caller checks that it repeats the text, and reads it anew where it does not. Nothing from an
  /// engine for which this saves no time.
  [[nodiscard]] virtual std::optional<LineText> read_expected(const GreyImage& /*line*/) { return std::nullopt; }
  /// Engine and version, "pp-ocrv4-mobile/onnxruntime 1.17.3".
  [[nodiscard]] virtual std::string name() const = 0;
};

/// Is a reading known to be printed just so, signs and digits included? Then it is not read again in doubt.
using KnownLine = std::function<bool(const LineText&)>;

/// How often Tesseract looks at a line: once, as a second look at another engine's figures, or again at another height
/// where it doubts a character (better_of in two_readings.h), as the first engine.
enum class TesseractLooks { kOnce, kAgainInDoubt };

/// Tesseract with the simplified Chinese model. Error: "ocr-unavailable" (its model is not installed: the message names
/// the package).
[[nodiscard]] Result<std::unique_ptr<Recognizer>> make_tesseract_recognizer(TesseractLooks looks, KnownLine known = {});

/// Tesseract's Latin model, digits and the signs of figures only: a second look at numbers. Error: "ocr-unavailable".
[[nodiscard]] Result<std::unique_ptr<Recognizer>> make_tesseract_digit_recognizer();

/// PP-OCRv4 mobile through ONNX Runtime, as scripts/fetch_ocr_models.sh installs them: libonnxruntime.so,
/// recognition.onnx and keys.txt in the directory of the environment's GONGSHI_OCR, or $XDG_DATA_HOME/gongshi/ocr
/// (~/.local/share/gongshi/ocr), or /usr/local/share/gongshi/ocr, or /usr/share/gongshi/ocr. Error: "ocr-unavailable"
/// (not installed, another version, a damaged file; the message says which).
[[nodiscard]] Result<std::unique_ptr<Recognizer>> make_ppocr_recognizer(KnownLine known = {});

}  // namespace gongshi::extract
