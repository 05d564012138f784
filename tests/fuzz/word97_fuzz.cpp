// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a compound file and as a Word 97 document in it.
#include <cstdint>

#include "extract/word/docx_parts.h"
#include "extract/word/word97_parts.h"
#include "office/compound_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto file = office::CompoundFile::open(bytes)) {
    for (const char* name : {"WordDocument", "1Table", "0Table", "Data", "Workbook"})
      if (file->has(name)) static_cast<void>(file->read(name));
    for (const std::string& storage : file->storages()) static_cast<void>(file->read_at(storage + "/WordDocument"));
  }
  extract::Options options;
  options.ocr_engine = "none";
  Source source;
  source.path = "fuzz";
  if (const auto parts = extract::word97_parts(bytes))
    static_cast<void>(extract::read_docx_parts(*parts, source, options));
  return 0;
}
