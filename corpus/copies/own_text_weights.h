// SPDX-License-Identifier: GPL-3.0-or-later
// What weighs how much where claims are compared: names and figures are what two communities do not share by chance.
#pragma once

#include <string>
#include <string_view>

#include "normalize/similarity.h"

namespace gongshi::corpus {

/// The claim's own text (normalize::own_text) with the characters of figures, Latin words and proper names twice, so
/// that a common subsequence counts them double. `key` is that of `claim`, `standards` are its standards_marks.
[[nodiscard]] std::u32string weighted_own_text(const normalize::ComparisonKey& key, std::string_view claim,
                                               const normalize::Marks& standards, const Programme& programme);

}  // namespace gongshi::corpus
