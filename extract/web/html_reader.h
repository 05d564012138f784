// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a web page as a browser shows it: paragraphs and tables (rowspan, colspan, row groups), hidden elements left
/// out. Tables that only lay out the page are dissolved into their content. Navigation, site header and footer are
/// paragraphs marked as furniture. A line break starts a new Paragraph. The charset is found by decode_text. Errors:
/// "file-damaged", "table-too-large", "no-text".
[[nodiscard]] Result<Document> read_html(std::string_view bytes, Source source, const Options& options);

/// As above, for a page whose charset its carrier declares (a MIME header); "" if it does not.
[[nodiscard]] Result<Document> read_html_as(std::string_view bytes, std::string_view charset, Source source,
                                            const Options& options);

}  // namespace gongshi::extract
