// SPDX-License-Identifier: GPL-3.0-or-later
// A claim as the rules on wording look at it, prepared once per row.
#pragma once

#include <string>
#include <vector>

#include "normalize/similarity.h"
#include "schema/notice.h"

namespace gongshi::audit {

struct ClaimText {
  std::string indicator;  ///< The indicator's name as the standard has it; the row's own name where it matches none.
  normalize::ComparisonKey key;               ///< Without list numbers, conclusion words and subject words.
  std::string key_utf8;                       ///< key.chars as UTF-8.
  std::vector<normalize::KeyFigure> figures;  ///< Of `key`.
  normalize::ComparisonKey words;             ///< With subject and conclusion words, without list numbers.
  std::string words_utf8;                     ///< words.chars as UTF-8: for looking up vocabulary.
};

/// One for every row of the notice, in its order.
[[nodiscard]] std::vector<ClaimText> prepare_claims(const Notice& notice, const Tier* tier, const Programme& programme);

/// The term as it stands in ClaimText::words_utf8: ASCII in lower case, without 、 and white space.
[[nodiscard]] std::string term_form(std::string_view term);

/// True if one of the terms stands in the text (a words_utf8 or part of it).
[[nodiscard]] bool contains_term(const std::string& text, const std::vector<std::string>& terms);

}  // namespace gongshi::audit
