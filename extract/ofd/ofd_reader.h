// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads an OFD file: its text where there is text, recognition of pages that are pictures. `source.kind` becomes
/// "ofd". Errors: "file-encrypted", "file-damaged", "file-too-large", "no-text".
[[nodiscard]] Result<Document> read_ofd(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
