// SPDX-License-Identifier: GPL-3.0-or-later
// A first version of a standard, drafted from documents that print its indicators: the standard's own annex, or
// notices. It may be the next edition of a known one, or one that nobody knew.
#pragma once

#include <string>
#include <vector>

#include "normalize/draft/annex_headings.h"
#include "schema/document.h"
#include "schema/programme.h"
#include "schema/result.h"
#include "schema/standard.h"

namespace gongshi::normalize {

struct DraftOptions {
  std::string
      tier;  ///< Name for a table that names none; "" : as the document says, else as the known tier that it fits best.
  std::string edition;  ///< Edition of every drafted tier.
};

struct StandardDraft {
  Standard standard;
  bool next_edition = false;            ///< Its tables are the known standard's with changes: its words serve too.
  std::vector<LearntHeading> headings;  ///< Of its columns, that no word list has.
  std::vector<std::string> remarks;     ///< English, one line each: what a person must check or complete.
};

/// One tier per table of indicators (a tier that stands twice is taken from its first table). Rows keep the document's
/// words; clauses whose words `base` has are taken from there with their vocabulary, those that differ only in figures
/// with the document's figures, all others are drafted from their words. Cells that the document lacks are taken from
/// the known indicator that the row stands for. Errors: "draft-no-table", "draft-no-tier", and those of
/// load_vocabulary.
[[nodiscard]] Result<StandardDraft> draft_standard(const std::vector<Document>& documents, const Programme& base,
                                                   const DraftOptions& options = {});

}  // namespace gongshi::normalize
