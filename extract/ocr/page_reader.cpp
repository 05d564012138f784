// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_reader.h"

namespace gongshi::extract {

OcrOptions ocr_options(const Options& options) {
  OcrOptions result;
  result.engine = options.ocr_engine;
  result.progress = options.progress;
  return result;
}

Box PagePlacement::box(const Box& straight) const { return straight; }

void to_picture(std::vector<Block>&, int, const PagePlacement&) {}

Result<std::unique_ptr<PageRecognizer>> PageRecognizer::create(const OcrOptions&) {
  return Error{"ocr-unavailable", "This build has no OCR engine."};
}

}  // namespace gongshi::extract
