// SPDX-License-Identifier: GPL-3.0-or-later
// What formats need of their own keywords (endings, MIME headers, CSS, field codes), which are ASCII: Chinese text
// passes through untouched.
#pragma once

#include <string>
#include <string_view>

namespace gongshi::extract {

/// ASCII letters in lower case, all other bytes as they are.
[[nodiscard]] inline std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// Without ASCII white space (space, tab, line and form feeds) at both ends.
[[nodiscard]] inline std::string_view trimmed_ascii(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n\f";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

}  // namespace gongshi::extract
