// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads an Office Open XML package that stands in one XML file (Word's “flat OPC”; government systems save templates so
/// under .doc or .xml): its parts are put into a package, and that is read as .docx or .xlsx. Errors: as read_docx.
[[nodiscard]] Result<Document> read_flat_opc(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
