// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a Word 97 binary through the program antiword: paragraphs and tables, without merged cells and automatic
/// numbers. Errors: "program-missing", "program-timeout", "file-damaged", "no-text", "table-too-large".
[[nodiscard]] Result<Document> read_with_antiword(std::string_view bytes, Source source, const Options& options);

/// The same from antiword's output (`antiword -x db`, DocBook XML).
[[nodiscard]] Result<Document> read_docbook(std::string_view xml, Source source);

}  // namespace gongshi::extract
