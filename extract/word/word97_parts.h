// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/word/docx_parts.h"
#include "schema/result.h"

namespace gongshi::extract {

/// A Word 97 (or WPS) binary rewritten as the parts of a .docx, so that one reader knows what Word shows: paragraphs,
/// tables with merges and nesting, styles, lists, changes, hidden text, fields, symbols, notes, text boxes, pictures
/// (not EMF and WMF). Properties that no text depends on are left out. Errors: "file-damaged", "file-encrypted",
/// "kind-unknown" (older than Word 97), "table-too-large"; messages name no file.
[[nodiscard]] Result<DocxParts> word97_parts(std::string_view bytes);

}  // namespace gongshi::extract
