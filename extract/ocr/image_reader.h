// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "extract/ocr/page_picture.h"
#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Are these the first bytes of a picture that read_image knows (PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000)?
[[nodiscard]] bool is_image(std::string_view bytes);

/// Pictures in the file: 1, or the pages of a TIFF; 0 when it is damaged.
[[nodiscard]] int image_pages(std::string_view bytes);

/// Picture `index` (0-based). Transparent pixels become white. Errors: "file-damaged", "page-missing",
/// "picture-too-large" (over 200 million pixels).
[[nodiscard]] Result<PagePicture> decode_image(std::string_view bytes, int index);

/// Reads a picture (of a TIFF each of its pictures is a page) with OCR. Boxes refer to the page as the picture shows
/// it, in points by the picture's own resolution (or the one guessed: Page::dpi). Errors: "file-damaged",
/// "ocr-unavailable", "no-text".
[[nodiscard]] Result<Document> read_image(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
