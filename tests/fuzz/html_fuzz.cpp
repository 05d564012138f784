// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a web page, with its style sheets and frames.
#include <cstdint>

#include "extract/web/html_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  extract::Options options;
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  static_cast<void>(extract::read_html({reinterpret_cast<const char*>(data), size}, source, options));
  return 0;
}
