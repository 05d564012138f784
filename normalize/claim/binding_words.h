// SPDX-License-Identifier: GPL-3.0-or-later
// The word file "binding": by which words figures are bound to what they are of. Its remark says what each list is.
#pragma once

#include <string>
#include <vector>

#include "schema/programme.h"

namespace gongshi::normalize {

/// Folded; made once per programme, by Programme::prepared.
struct BindingWords {
  std::vector<std::u32string> only_there, numerator_names, denominator_names, planned, told_of, estates,
      whole_community, community, here, whole_of, totals, all_of_them, among, among_them, parts_of_parts, shares,
      share_names, share_alone, rises, from, up_to, except, except_ends, not_a_part, links, able, told_in_front,
      grades_in_brackets, plain_grades, plain_grades_listed, rate_endings, rate_signs, all;
  std::u32string copulas, rate_copulas;

  explicit BindingWords(const Programme& programme);
};

}  // namespace gongshi::normalize
