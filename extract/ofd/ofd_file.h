// SPDX-License-Identifier: GPL-3.0-or-later
// OFD, the Chinese government's fixed-layout format (GB/T 33190-2016): a zip package of XML parts with millimetre
// coordinates. Pages, their templates, text with advances, paths and pictures are drawn on a PageCanvas; annotations
// and signatures are left out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "extract/ocr/page_picture.h"
#include "extract/options.h"
#include "extract/page_canvas.h"
#include "schema/result.h"

namespace gongshi::extract {

/// An open OFD file. Movable; one thread at a time.
class OfdFile {
 public:
  /// Opens the package in `bytes`, which must outlive the OfdFile; `shown` is its name in messages. A file may hold
  /// several documents: their pages follow each other. Errors: "file-encrypted", "file-damaged" (no OFD.xml, no page),
  /// "file-too-large".
  [[nodiscard]] static Result<OfdFile> open(std::string_view bytes, std::string shown);

  OfdFile(OfdFile&&) noexcept;
  OfdFile& operator=(OfdFile&&) noexcept;
  ~OfdFile();

  [[nodiscard]] int pages() const;

  /// What page `number` (1-based, at most pages()) draws. A page or template that cannot be read leaves a problem and
  /// what else there is.
  [[nodiscard]] DrawnPage read_page(int number);

  /// The page as a picture, where it is one: all pictures on white, strips put together, turned as they are shown; where
  /// there is none, its paths as they are drawn. Errors: "page-damaged" (neither, or of a kind that cannot be decoded).
  [[nodiscard]] Result<PagePicture> picture(int number);

 private:
  struct State;
  explicit OfdFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace gongshi::extract
