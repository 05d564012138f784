// SPDX-License-Identifier: GPL-3.0-or-later
// What formats with fixed pages (PDF, OFD) have in common: judge every page's text layer, recognise the pages that have
// none, lay out.
#pragma once

#include <functional>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/options.h"
#include "extract/page_canvas.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// An open file with pages. Numbers are 1-based.
struct FixedPages {
  int count = 0;
  std::function<DrawnPage(int number)> draw;
  std::function<Result<PagePicture>(int number)> picture;  ///< For recognition.
};

struct FixedDocument {
  Document document;     ///< `source` with pages; kind is left to the caller.
  bool scanned = false;  ///< Most pages were recognised.
};

/// Reads at most options.max_pages pages. Pages whose layer cannot be trusted say so in Page::note. Error: "no-text"
/// (nothing could be read on any page; the message says why recognition did not help).
[[nodiscard]] Result<FixedDocument> read_fixed_pages(const FixedPages& pages, Source source, const Options& options);

}  // namespace gongshi::extract
