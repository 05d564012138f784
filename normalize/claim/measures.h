// SPDX-License-Identifier: GPL-3.0-or-later
// The quantities that a community has one of, known by the words beside a figure: the word file "measures".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "normalize/claim/quantities.h"

namespace gongshi::normalize {

struct Measure {
  std::string id, title;
  std::vector<std::string> kinds;                   ///< Unit kinds that fit; "" for a figure without unit.
  std::vector<std::vector<std::u32string>> groups;  ///< Of each a word must stand beside the figure.
  /// The words in front must end with one of `endings`, or those behind begin with one of `heads`; both empty: no
  /// matter.
  std::vector<std::u32string> endings, heads;
  std::vector<std::u32string> whole_labels;  ///< The words in front must be one of them; empty: no matter.
  std::vector<std::u32string> none;          ///< None of them may stand beside the figure.
  std::vector<std::string> terms;            ///< The standard's words for it.
  std::string whole;  ///< Id of the measure that a share of it is of, where no row says so; "" if none.
};

/// In the order of the file.
[[nodiscard]] const std::vector<Measure>& measures(const Programme& programme);

/// The id of the first measure that fits the words around the quantity; "" if none does.
[[nodiscard]] std::string measure_of(const Quantity& quantity, const QuantityContext& context,
                                     const ClaimReading& reading);

/// Ids of the measures that the standard calls `term`.
[[nodiscard]] std::vector<std::string> measures_of_term(const std::string& term, const Programme& programme);

}  // namespace gongshi::normalize
