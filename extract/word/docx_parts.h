// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// The parts of a Word document that its text depends on, as WordprocessingML. All but the first may be "".
struct DocxParts {
  std::string document, styles, numbering, footnotes, endnotes;
  int pictures = 0;  ///< How many the document holds: they tell an empty document from a scanned one.
};

/// Reads a document from its parts, as read_docx does. Errors: as there.
[[nodiscard]] Result<Document> read_docx_parts(const DocxParts& parts, Source source);

}  // namespace gongshi::extract
