// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/reader.h"

namespace gongshi::extract {

Result<Document> read_document(std::string_view bytes, Source source, const Options&) {
  return Error{"kind-unknown", source.display() + ": " + std::to_string(bytes.size()) + " bytes of an unknown kind."};
}

Result<Document> read_file(const std::string& path, const Options&) { return Error{"file-unreadable", path}; }

}  // namespace gongshi::extract
