// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a web page saved as one MIME file (.mht, RFC 2557): its root part, or the first HTML part, unpacked from
/// quoted-printable or base64. Errors: "file-damaged" (no HTML part), and those of read_html.
[[nodiscard]] Result<Document> read_mht(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
