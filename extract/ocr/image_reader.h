// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <utility>
#include <vector>

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

/// Width and height in pixels by the header of the first picture; {0, 0} where it is damaged.
[[nodiscard]] std::pair<int, int> image_size(std::string_view bytes);

/// Several picture files recognised as the pages of one document.
struct RecognizedPictures {
  Document document;                      ///< Pages (numbered from 1), blocks and problems; no source.
  std::vector<std::size_t> file_of_page;  ///< Which file each page comes from; a TIFF may have several pages.
  bool recognized = false;                ///< False where no page could be: the problems say why.
};

/// Recognises `files` in their order, at most options.max_pages pages. `files` must outlive the call only.
[[nodiscard]] RecognizedPictures recognize_pictures(const std::vector<std::string_view>& files, const Options& options);

/// Reads a picture (of a TIFF each of its pictures is a page) with OCR. Boxes refer to the page as the picture shows
/// it, in points by the picture's own resolution (or the one guessed: Page::dpi). Errors: "file-damaged",
/// "ocr-unavailable", "no-text".
[[nodiscard]] Result<Document> read_image(std::string_view bytes, Source source, const Options& options);

}  // namespace gongshi::extract
