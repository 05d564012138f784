// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads an Office Open XML text (.docx, transitional or strict) as Word shows it when all changes are accepted:
/// automatic numbers are text, hidden text and field codes are not; merged cells are one cell; the text of text boxes
/// follows the paragraph they hang on, of footnotes the cell's paragraphs (outside tables: the document, as furniture).
/// A line break starts a new Paragraph. Headers and footers are left out. A document
/// that is hardly more than pictures of pages is recognised. Every paragraph with text has one span, with
/// its Place{table, row, cell, paragraph}. Errors: "file-damaged", "file-encrypted", "file-too-large",
/// "table-too-large", "no-text".
[[nodiscard]] Result<Document> read_docx(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
