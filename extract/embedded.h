// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a document that lies inside `holder`, the one that is being read on this thread (what Word embeds or imports),
/// by whatever kind it is. Errors: as read_document (reader.h), and "file-too-large" (documents more than three deep in
/// each other).
[[nodiscard]] Result<Document> read_embedded(std::string_view bytes, const Source& holder, const Options& options);

}  // namespace gongshi::extract
