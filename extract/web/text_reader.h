// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads plain text: every line is a paragraph, lines that hold tabs in a row are a table. Errors: "no-text",
/// "table-too-large".
[[nodiscard]] Result<Document> read_text(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
