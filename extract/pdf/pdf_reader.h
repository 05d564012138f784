// SPDX-License-Identifier: GPL-3.0-or-later
// PDF → Document: the text layer where it can be trusted, recognition page by page where it cannot.
#pragma once

#include <string_view>

#include "extract/options.h"
#include "extract/pdf/pdf_file.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Whether a page's text layer says what the page shows.
enum class TextLayer {
  kTrusted,
  kEmpty,      ///< No text, no picture: a blank page.
  kMissing,    ///< No text on a page of pictures: a scan.
  kHidden,     ///< Only invisible text under a picture: another program's OCR.
  kUndecoded,  ///< Fonts without a usable ToUnicode table: characters are missing, private or of the wrong script.
};

/// Judges the layer by shares of glyphs: see the .cpp file for the thresholds and what chose them.
[[nodiscard]] TextLayer judge_text_layer(const PdfPage& page);

/// Reads a PDF. `source.kind` becomes "pdf", or "scan" where most pages had to be recognised. Pages whose layer cannot
/// be trusted say so in Page::note. Errors: "file-encrypted", "file-damaged", "no-text" (nothing could be read on any
/// page).
[[nodiscard]] Result<Document> read_pdf(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
