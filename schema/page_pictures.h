// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "schema/document.h"
#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// An encoded picture.
struct Picture {
  std::string bytes;
  std::string media_type;     ///< "image/png", "image/webp"
  int width = 0, height = 0;  ///< Pixels.
  double scale = 1;           ///< Pixels per point: box coordinates × scale are pixels.
  Box area;                   ///< What part of the page it shows, in points.
};

/// Pictures of pages, for reports. extract/ implements it. The source's hash is checked before anything is drawn.
class PagePictures {
 public:
  virtual ~PagePictures() = default;

  /// The whole page (1-based) at `dpi`. `masks` are painted over (personal data). Errors: "source-gone", "source-changed", "page-missing",
  /// "no-pages" (flow formats), "picture-failed".
  [[nodiscard]] virtual Result<Picture> page(const Source& source, int page, double dpi,
                                             const std::vector<Box>& masks) const = 0;
  /// One area of a page; as page().
  [[nodiscard]] virtual Result<Picture> area(const Source& source, int page, const Box& area, double dpi,
                                             const std::vector<Box>& masks) const = 0;
};

}  // namespace schema
}  // namespace gongshi
