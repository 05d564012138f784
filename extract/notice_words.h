// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::extract {

/// Words of which any notice has one on its first pages (extract/data/notice_words.txt); empty where the file is
/// damaged. Lives to the end of the program.
[[nodiscard]] const std::vector<std::string>& notice_words();

/// How many of the words stand in the text.
[[nodiscard]] int count_notice_words(std::string_view text);

}  // namespace gongshi::extract
