// SPDX-License-Identifier: GPL-3.0-or-later
// Headings of an annex's tables that no word list has, told by what stands beneath them.
#pragma once

#include <string>
#include <vector>

#include "normalize/draft/clause_draft.h"
#include "normalize/vocabulary.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// A heading that was told by its column: 观测点 stands for the indicators' names.
struct LearntHeading {
  ColumnRole role = ColumnRole::kOther;
  std::string heading;  ///< As printed, trimmed.
};

/// In every table with a column of running numbers, columns whose headings are unknown get their roles by position and
/// by what they hold: the category in front of the number, behind it the short texts that name, then the long ones:
/// what explains, and where neither a column of requirements nor one of a tier (of `declared`, or with such a name) is
/// known, what asks. Empty where all headings are known.
[[nodiscard]] std::vector<LearntHeading> learn_headings(const std::vector<Document>& documents,
                                                        const Vocabulary& vocabulary, const DraftingWords& words,
                                                        const std::vector<std::string>& declared);

/// The document with those headings in the words of `vocabulary`, so that whoever reads its tables knows them.
[[nodiscard]] Document with_known_headings(const Document& document, const std::vector<LearntHeading>& learnt,
                                           const Vocabulary& vocabulary);

}  // namespace gongshi::normalize
