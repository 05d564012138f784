// SPDX-License-Identifier: GPL-3.0-or-later
// Texts with personal data hidden, as the views for everybody show them (store_views.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/masking.h"

namespace gongshi::corpus {

/// Of what schema/masking.h hides; counted up where it hides more, so that stores are gone through again.
inline constexpr int kMaskingVersion = 1;

/// The text as it is stored beside the one that was printed: nothing where nothing is to be hidden.
[[nodiscard]] std::optional<std::string> hidden(const Masker& masker, const std::string& printed,
                                                const std::vector<PersonalMention>& mentions = {});

}  // namespace gongshi::corpus
