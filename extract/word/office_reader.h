// SPDX-License-Identifier: GPL-3.0-or-later
// Formats that LibreOffice turns into Office Open XML: Word 97 and WPS (.doc .wps), .rtf, .odt and .fodt, UOF,
// Word 2003 XML, Excel 95 and 97.
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a Word 97 or WPS binary: through LibreOffice (Options::office_program), and where that is absent or fails
/// through antiword, which loses merged cells (a problem says so). Errors: "file-encrypted", "file-damaged",
/// "program-missing" (neither is there; names the Debian package), "program-timeout", and those of read_docx.
[[nodiscard]] Result<Document> read_doc(std::string_view bytes, Source source, const Options& options);

/// As read_doc, without the second route.
[[nodiscard]] Result<Document> read_rtf(std::string_view bytes, Source source, const Options& options);
[[nodiscard]] Result<Document> read_odt(std::string_view bytes, Source source, const Options& options);
[[nodiscard]] Result<Document> read_flat_odt(std::string_view bytes, Source source, const Options& options);
[[nodiscard]] Result<Document> read_uof(std::string_view bytes, Source source, const Options& options);
[[nodiscard]] Result<Document> read_word_xml(std::string_view bytes, Source source, const Options& options);
[[nodiscard]] Result<Document> read_xls(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
