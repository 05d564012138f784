// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/engines.h"

#include <catch2/catch.hpp>

using namespace gongshi::extract;

TEST_CASE("engines stand in the order of how well they read") {
  CHECK(engine_rank("") < engine_rank(kNoEngine));
  CHECK(engine_rank(kNoEngine) < engine_rank("tesseract 5.3.0 chi_sim"));
  CHECK(engine_rank("tesseract 5.3.0 chi_sim") < engine_rank("pp-ocrv4-mobile/onnxruntime 1.17.3"));
  CHECK(engine_rank("pp-ocrv4-mobile/onnxruntime 1.17.3") == engine_rank("pp-ocrv4-mobile/onnxruntime 1.18.0"));
  CHECK(engine_rank("pp-ocrv4-mobile/onnxruntime 1.17.3") < engine_rank("pp-ocrv5-mobile/onnxruntime 1.17.3"));
}

TEST_CASE("where no engine may be used, none is in use") {
  Options options;
  options.ocr_engine = "none";
  CHECK(engine_in_use(options) == kNoEngine);
}
