// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gongshi::corpus {

/// True where the title or the file's name says that the notice stands in the place of an earlier one (更正, 整改后 …;
/// corpus/data/version_words.json). Throws std::runtime_error where the list is damaged.
[[nodiscard]] bool says_later_version(std::string_view title, std::string_view file_name);

}  // namespace gongshi::corpus
