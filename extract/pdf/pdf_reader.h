// SPDX-License-Identifier: GPL-3.0-or-later
// PDF → Document: the text layer where it can be trusted, recognition page by page where it cannot.
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a PDF. `source.kind` becomes "pdf", or "scan" where most pages had to be recognised. Pages whose layer cannot
/// be trusted say so in Page::note. Errors: "file-encrypted", "file-damaged", "no-text" (nothing could be read on any
/// page).
[[nodiscard]] Result<Document> read_pdf(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
