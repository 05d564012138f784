// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
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

/// One page to be drawn.
struct PageRequest {
  const Source* source = nullptr;  ///< Outlives the call.
  int page = 0;                    ///< 1-based
  std::vector<Box> masks;          ///< Painted over.
};

/// Pictures of pages, for reports. extract/ implements it. The source's hash is checked before anything is drawn.
class PagePictures {
 public:
  virtual ~PagePictures() = default;

  /// The whole page (1-based) at `dpi`. `masks` are painted over (personal data). Errors: "source-gone",
  /// "source-changed", "page-missing", "no-pages" (flow formats), "picture-failed".
  [[nodiscard]] virtual Result<Picture> page(const Source& source, int page, double dpi,
                                             const std::vector<Box>& masks) const = 0;
  /// One area of a page; as page().
  [[nodiscard]] virtual Result<Picture> area(const Source& source, int page, const Box& area, double dpi,
                                             const std::vector<Box>& masks) const = 0;

  /// Called for each page drawn with its place among those wanted.
  using DrawnPageFunction = std::function<void(std::size_t index, Result<Picture>&& picture)>;
  /// Many whole pages, in any order; `drawn` is called once per page, from one thread at a time. Pages of one file
  /// should follow each other. This one draws them one after the other; errors as page().
  virtual void pages(const std::vector<PageRequest>& wanted, double dpi, const DrawnPageFunction& drawn) const {
    for (std::size_t i = 0; i < wanted.size(); ++i)
      drawn(i, page(*wanted[i].source, wanted[i].page, dpi, wanted[i].masks));
  }
};

}  // namespace schema
}  // namespace gongshi
