// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a workbook (.xlsx): every visible sheet in order, hidden rows and columns left out, merged cells as one,
/// numbers, percentages and dates as they are shown. Rows of one wide cell (titles, footers) are paragraphs, what
/// stands between them is a table. A sheet's own name stands before it where people gave it one. Place::table, row and
/// cell are those of the resulting table. Errors: "file-damaged", "file-encrypted", "file-too-large",
/// "table-too-large", "no-text".
[[nodiscard]] Result<Document> read_xlsx(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
