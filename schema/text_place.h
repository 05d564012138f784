// SPDX-License-Identifier: GPL-3.0-or-later
// Places in texts that people write: configuration files, programme data.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gongshi {
inline namespace schema {

/// Line and column (characters), both from 1.
struct TextPlace {
  std::size_t line = 1, column = 1;
};

/// Of the byte at `offset`; of the text's end where it is beyond.
[[nodiscard]] TextPlace place_in(std::string_view text, std::size_t offset);

/// "line 3, column 14, at \"tru\"" for the byte that a JSON parser stopped at (counted from 1, as it does).
[[nodiscard]] std::string place_of_syntax_error(std::string_view text, std::size_t byte);

/// Where a key stands in a JSON text, for settings that are well-formed but wrong: of `path` ("rules.x.enabled") the
/// last part that is found below the ones before it. "line 3, column 5"; "" where none of it is found.
[[nodiscard]] std::string place_of_key(std::string_view text, std::string_view path);

}  // namespace schema
}  // namespace gongshi
