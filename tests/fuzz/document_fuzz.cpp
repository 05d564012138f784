// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes through every reader and the record builder. Office conversion and recognition are off: they are other
// programs' parsers, and run confined.
#include <cstdint>

#include "extract/reader.h"
#include "normalize/notice_builder.h"
#include "tests/support/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  extract::Options options;
  options.standard = &test::standard();
  options.ocr_engine = "none";
  options.office_program.clear();
  options.max_pages = 50;
  Source source;
  source.path = "fuzz";
  const auto document = extract::read_document({reinterpret_cast<const char*>(data), size}, source, options);
  if (document) static_cast<void>(normalize::build_notices(*document, test::programme()));
  return 0;
}
