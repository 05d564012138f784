// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets in XML: Excel 2003's own (SpreadsheetML, often named .xls) and OpenDocument's.
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads an Excel 2003 XML workbook as read_xlsx reads a newer one. Errors: as there.
[[nodiscard]] Result<Document> read_sheet_xml(std::string_view bytes, Source source, const Options& options);

/// The same for an OpenDocument sheet, packed (.ods). Errors: as there, and "file-encrypted".
[[nodiscard]] Result<Document> read_ods(std::string_view bytes, Source source, const Options& options);

/// The same for one in a single XML file (.fods).
[[nodiscard]] Result<Document> read_flat_ods(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
