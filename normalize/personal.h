// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "normalize/folded_text.h"
#include "schema/claim.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Identity numbers (eighteen characters with a valid date and check digit), mobile numbers, and names of members of
/// protected groups, in text order. `contacts`: mobile numbers behind 电话 联系 手机 are published on purpose and left
/// out (the lines on whom to call).
[[nodiscard]] std::vector<PersonalMention> find_personal(const FoldedText& text, bool contacts,
                                                         const Programme& programme);

}  // namespace gongshi::normalize
