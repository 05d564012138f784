// SPDX-License-Identifier: GPL-3.0-or-later
// Poppler behind a small adapter: what a PDF draws on each page, glyphs and rules in one pass. The only file that knows
// Poppler's private headers is pdf_file.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "extract/ocr/page_picture.h"
#include "extract/options.h"
#include "extract/page_canvas.h"
#include "schema/result.h"

namespace gongshi::extract {

/// An open PDF. Movable; one thread at a time (different files may be read in different threads).
class PdfFile {
 public:
  /// Opens the file in `bytes`, which must outlive the PdfFile. Damaged files are repaired where Poppler can.
  /// Errors: "file-encrypted" (needs a password), "file-damaged" (no page can be found in it).
  [[nodiscard]] static Result<PdfFile> open(std::string_view bytes);

  PdfFile(PdfFile&&) noexcept;
  PdfFile& operator=(PdfFile&&) noexcept;
  ~PdfFile();

  [[nodiscard]] int pages() const;

  /// What page `number` (1-based, at most pages()) draws inside its crop box, turned upright: by /Rotate, and further
  /// if most of its text then still runs up, down or upside down. Lines that are neither horizontal nor vertical and
  /// text at a slant are left out.
  [[nodiscard]] DrawnPage read_page(int number) const;

  /// Page `number` as a picture for recognition, turned by /Rotate alone; see page_image.h. Error: "page-damaged".
  [[nodiscard]] Result<PagePicture> picture(int number) const;
  /// False where the page (1-based) draws more than DrawingBound allows.
  [[nodiscard]] bool drawable(int number) const;
  /// What has been counted while pages were read or tried: objects, forms, operators by tens.
  [[nodiscard]] std::uint64_t work() const;

  /// Complaints of Poppler about the file as a whole, once each.
  [[nodiscard]] const std::vector<Problem>& problems() const;

 private:
  struct State;
  explicit PdfFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace gongshi::extract
