// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// The parts of a Word document that its text depends on, as WordprocessingML. All but the first may be "".
struct DocxParts {
  std::string document, styles, numbering, footnotes, endnotes;
  /// The bytes of the picture that the document calls `id` (r:embed, r:id); "" where there is none. May be empty; what
  /// it holds on to must outlive the reading.
  std::function<std::string(std::string_view id)> picture;
  /// The same for other parts that it refers to: page headers, embedded and imported documents.
  std::function<std::string(std::string_view id)> attached;
};

/// Reads a document from its parts, as read_docx does. Errors: as there.
[[nodiscard]] Result<Document> read_docx_parts(const DocxParts& parts, Source source, const Options& options);

}  // namespace gongshi::extract
