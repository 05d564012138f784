// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as the objects of an OFD page, and as the path and numbers that they draw by. The package around them is
// whole, so that nothing is spent on its checksums.
#include <cstdint>

#include "extract/ofd/ofd_path.h"
#include "extract/ofd/ofd_reader.h"
#include "tests/extract/ofd_sample.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(extract::ofd::subpaths(text));
  static_cast<void>(extract::ofd::numbers(text));
  static_cast<void>(extract::ofd::advances(text, 1 + size % 50));
  static_cast<void>(extract::ofd::pdf_operators(text, {1, 0.5, -0.5, 1, 3, 4}, 297));
  static_cast<void>(extract::ofd::resolve("Doc_0/Pages", text));
  test::OfdPage page;
  page.object(text);
  extract::Options options;
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  static_cast<void>(extract::read_ofd(test::ofd_file(test::ofd_document(0, {page.xml()})), source, options));
  return 0;
}
