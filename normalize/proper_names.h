// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "normalize/similarity.h"
#include "normalize/text_forms.h"

namespace gongshi::normalize {

/// Marks the characters of `key` that belong to proper names of estates, streets, companies, platforms and persons, as
/// the word file "proper_names" knows them, and what stands in quotation marks. `claim` is the text that the key
/// was made of. Meant for weighing: a name that is not known only weighs like words.
[[nodiscard]] Marks proper_names(const ComparisonKey& key, std::string_view claim, const Programme& programme);

}  // namespace gongshi::normalize
