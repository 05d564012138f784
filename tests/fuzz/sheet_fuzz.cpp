// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as the inside of a sheet in a whole workbook: rows, cells, merged areas, hidden columns.
#include <cstdint>

#include "extract/sheet/xlsx_reader.h"
#include "normalize/notice_builder.h"
#include "tests/support/records.h"
#include "tests/support/zip_writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  extract::Options options;
  options.standard = &test::standard();
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  const auto document =
      extract::read_xlsx(test::make_workbook("A", {reinterpret_cast<const char*>(data), size}), source, options);
  if (document) static_cast<void>(normalize::build_notices(*document, test::programme()));
  return 0;
}
