// SPDX-License-Identifier: GPL-3.0-or-later
// Is a .xlsx or .docx what ECMA-376 says? Covers what office programs "repair": parts, content types, relationships,
// the order of elements, references into styles and strings, and limits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::test {

/// What is wrong, one line each; empty where nothing is.
std::vector<std::string> ooxml_problems(std::string_view bytes);

}  // namespace gongshi::test
