// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/ocr/page_picture.h"
#include "schema/result.h"

namespace gongshi::extract {

/// True for a JBIG2 file with its header (ITU-T T.88, annex D.4).
[[nodiscard]] bool is_jbig2(std::string_view bytes);

/// Decodes a JBIG2 picture of one page, with the header of a file or without (as segments). Errors: "file-damaged",
/// "picture-too-large".
[[nodiscard]] Result<PagePicture> decode_jbig2(std::string_view bytes);

}  // namespace gongshi::extract
