// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::corpus {

/// True where the title or the file's name says that the notice stands in the place of an earlier one (更正, 整改后 …;
/// corpus/data/version_words.json). Throws std::runtime_error where the list is damaged.
[[nodiscard]] bool says_later_version(std::string_view title, std::string_view file_name);

/// With which a community's name may be written or not; from the same file, with the same exception.
[[nodiscard]] const std::vector<std::string>& community_endings();

}  // namespace gongshi::corpus
