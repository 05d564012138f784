// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a web page that was saved as one file, and as a message with what is attached to it.
#include <cstdint>

#include "extract/archive/mail.h"
#include "extract/web/mht_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  extract::Options options;
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  static_cast<void>(extract::read_mht(bytes, source, options));
  static_cast<void>(extract::mail_parts(bytes));
  return 0;
}
