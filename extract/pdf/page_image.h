// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a PDF's page for recognition.
#pragma once

#include "extract/ocr/page_picture.h"
#include "extract/pdf/drawing_bound.h"
#include "schema/result.h"

class PDFDoc;

namespace gongshi::extract {

/// The page (1-based) as a picture, turned by /Rotate and cut to its crop box. A page that is one upright picture from
/// edge to edge, as scanners make them, comes as that picture's own pixels; any other page is drawn at the resolution
/// of its finest large picture, within 200–400 dpi, or at 300 dpi. Error: "page-damaged" (no such page, or its picture
/// cannot be decoded, or it draws more than DrawingBound allows).
[[nodiscard]] Result<PagePicture> page_image(PDFDoc& document, int number);

/// Draws the page (1-based) on nothing, as deep as a picture of it would be: patterns and signs of fonts too. `bound`
/// says what that took, and whether it was too much.
void count_drawing(PDFDoc& document, int number, DrawingBound& bound);

}  // namespace gongshi::extract
