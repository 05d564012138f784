// SPDX-License-Identifier: GPL-3.0-or-later
// What formats with fixed pages (PDF, OFD) have in common: judge every page's text layer, recognise the pages that have
// none, lay out.
#pragma once

#include <functional>
#include <limits>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/options.h"
#include "extract/page_canvas.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// As Options::max_pages: no limit, and every page is recognised, also those of a long document whose first pages are
/// plainly no notice's.
inline constexpr int kEveryPage = std::numeric_limits<int>::max();

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
