// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/image_reader.h"

namespace gongshi::extract {

bool is_image(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.starts_with("\xff\xd8\xff") ||
         bytes.starts_with(std::string_view("II*\0", 4)) || bytes.starts_with(std::string_view("MM\0*", 4));
}

Result<Document> read_image(std::string_view, Source source, const Options&) {
  return Error{"ocr-unavailable", source.display() + ": this build has no OCR engine."};
}

}  // namespace gongshi::extract
