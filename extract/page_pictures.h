// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of pages for reports: PDF pages drawn by Poppler, picture files scaled, OFD pages set anew from what was
// read of them. Members of archives are found in them.
#pragma once

#include <cstdint>
#include <memory>

#include "schema/document.h"
#include "schema/page_pictures.h"

namespace gongshi::extract {

struct PictureOptions {
  /// A larger picture is refused: 12 000 × 12 000 pixels are an A3 page at 1000 dpi.
  int max_pixels = 144'000'000;
  std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< Of the source.
  /// Pages with colour (scans, seals) become WebP of this quality (0–100): at 60, characters of 三号 to 小五 stay clean
  /// at 96 dpi and a scanned page takes 60–110 kB. Pages of black on white become PNG with 16 greys, 30–60 kB.
  float webp_quality = 60;
};

/// An open file whose pages are drawn one after the other. Used by one thread at a time.
class PageDrawer {
 public:
  /// Opens `bytes`, the contents of `source` (its hash is checked, its kind decides). Errors: "no-pages",
  /// "source-changed", "file-damaged".
  [[nodiscard]] static Result<PageDrawer> open(std::string bytes, const Source& source,
                                               const PictureOptions& options = {});
  PageDrawer(PageDrawer&&) noexcept;
  PageDrawer& operator=(PageDrawer&&) noexcept;
  ~PageDrawer();

  /// The page (1-based), or the part of it that `area` shows. Errors: "page-missing", "picture-failed".
  [[nodiscard]] Result<Picture> draw(int page, double dpi, const std::vector<Box>& masks, const Box* area = nullptr);

  class Pages;

 private:
  PageDrawer(std::unique_ptr<Pages> pages, const PictureOptions& options);

  std::unique_ptr<Pages> pages_;
  PictureOptions options_;
};

/// Draws in this process: for files that are trusted, and for tests (corpus/page_drawing.h draws in workers).
/// May be used by several threads at once. Keeps the files used last open, at most one per thread that draws. Errors
/// beside those of schema/page_pictures.h: "file-unreadable", "file-damaged".
[[nodiscard]] std::unique_ptr<PagePictures> make_page_pictures(const PictureOptions& options = {});

}  // namespace gongshi::extract
