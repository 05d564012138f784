// SPDX-License-Identifier: GPL-3.0-or-later
// Text of others on its way to pages, letters, tables, terminals and logs.
#pragma once

#include <string>
#include <string_view>

namespace gongshi {
inline namespace schema {

/// `text` without what is not seen but acts: control characters other than line feed and tab (also ESC, which moves a
/// terminal), signs that turn the direction of writing (which make text read otherwise than it is), and code points
/// that are no characters. Malformed bytes, and so lone surrogates, become U+FFFD.
[[nodiscard]] std::string presentable(std::string_view text);

/// The same in one line: line feeds and tabs are blanks.
[[nodiscard]] std::string presentable_line(std::string_view text);

/// `json` with every sign that acts (as in presentable) written as \u202E is: the same document, but what shows it, a
/// terminal or an editor, is not acted on. Precondition: valid JSON in UTF-8, where such signs stand in strings alone.
[[nodiscard]] std::string inert_json(std::string json);

/// A part of a file's name that every system takes: no character that Windows forbids, no blank or dot at its ends, at
/// most `most` bytes, cut between characters. It may be empty, and a name that Windows reserves (CON): put something
/// before it.
[[nodiscard]] std::string file_name_part(std::string_view text, std::size_t most = 120);

}  // namespace schema
}  // namespace gongshi
