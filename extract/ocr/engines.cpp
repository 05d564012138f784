// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/engines.h"

#include <algorithm>
#include <cctype>

#include "extract/ocr/page_reader.h"

namespace gongshi::extract {
namespace {

constexpr std::string_view kPpOcr = "pp-ocrv", kTesseract = "tesseract";
constexpr int kTesseractRank = 1, kPpOcrRank = 10;

}  // namespace

int engine_rank(std::string_view name) {
  if (name.empty()) return -1;
  if (name.starts_with(kTesseract)) return kTesseractRank;
  if (!name.starts_with(kPpOcr)) return 0;
  int version = 0;
  for (const char digit : name.substr(kPpOcr.size())) {
    if (std::isdigit(static_cast<unsigned char>(digit)) == 0) break;
    version = std::min(1000, 10 * version + (digit - '0'));
  }
  return kPpOcrRank + version;
}

std::string engine_in_use(const Options& options) {
  const auto recognizer = PageRecognizer::create(ocr_options(options));
  return recognizer ? (*recognizer)->engine() : std::string(kNoEngine);
}

}  // namespace gongshi::extract
