// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/pdf_reader.h"

#include <fmt/format.h>

#include <utility>

#include "extract/fixed_layout.h"
#include "extract/pdf/pdf_file.h"

namespace gongshi::extract {

Result<Document> read_pdf(std::string_view bytes, Source source, const Options& options) {
  Result<PdfFile> file = PdfFile::open(bytes);
  if (!file) return Error{file.error().code, fmt::format("{}: {}", source.display(), file.error().message)};
  const FixedPages pages = {file->pages(), [&](int number) { return file->read_page(number); },
                            [&](int number) { return file->picture(number); }};
  Result<FixedDocument> read = read_fixed_pages(pages, std::move(source), options);
  if (!read) return read.error();
  Document document = std::move(read->document);
  document.source.kind = read->scanned ? "scan" : "pdf";
  document.problems.insert(document.problems.end(), file->problems().begin(), file->problems().end());
  return document;
}

}  // namespace gongshi::extract
