// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ofd/ofd_reader.h"

#include <utility>

#include "extract/fixed_layout.h"
#include "extract/ofd/ofd_file.h"

namespace gongshi::extract {

Result<Document> read_ofd(std::string_view bytes, Source source, const Options& options) {
  Result<OfdFile> file = OfdFile::open(bytes, source.display());
  if (!file) return file.error();
  const FixedPages pages = {file->pages(), [&](int number) { return file->read_page(number); },
                            [&](int number) { return file->picture(number); }};
  Result<FixedDocument> read = read_fixed_pages(pages, std::move(source), options);
  if (!read) return read.error();
  read->document.source.kind = "ofd";
  return std::move(read->document);
}

}  // namespace gongshi::extract
