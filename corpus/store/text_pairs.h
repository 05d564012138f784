// SPDX-License-Identifier: GPL-3.0-or-later
// How Chinese text is cut for the full-text index: pairs of neighbouring characters, so that words of two characters
// are found; Latin words and numbers whole; width and case folded.
#pragma once

#include <string>
#include <string_view>

namespace gongshi::corpus {

/// "智慧养老5G" → "智慧 慧养 养老 老 5g": what goes into the index.
[[nodiscard]] std::string index_pairs(std::string_view text);

/// The FTS5 expression that finds texts which hold every word of `words` (parted by white space) as written; "" where
/// nothing can be looked for. "养老院 5G" → "\"养老 老院\" AND \"5g\"". One character alone finds every text that has
/// it.
[[nodiscard]] std::string search_expression(std::string_view words);

// The same where the index is one over arrays and neighbours are looked for in the pairs themselves (PostgreSQL).

/// "智慧养老5G" → "智慧 慧养 养老 老 5g | 智 慧 养 老": the pairs, and each Chinese character once. "" for a text
/// without any.
[[nodiscard]] std::string pairs_and_characters(std::string_view text);

/// All tokens that the text must have, a line break, and the neighbours that must stand in it, parted by "|":
/// "养老院 5G" → "养老 老院 5g\n养老 老院|5g". "" where nothing can be looked for.
[[nodiscard]] std::string pairs_wanted(std::string_view words);

}  // namespace gongshi::corpus
