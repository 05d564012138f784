// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/text_place.h"

#include <algorithm>

namespace gongshi {
inline namespace schema {
namespace {

std::string words(const TextPlace& place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

}  // namespace

TextPlace place_in(std::string_view text, std::size_t offset) {
  TextPlace place;
  for (const char byte : text.substr(0, std::min(offset, text.size()))) {
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

std::string place_of_syntax_error(std::string_view text, std::size_t byte) {
  const std::size_t offset = byte == 0 ? 0 : byte - 1;
  if (offset >= text.size()) return words(place_in(text, text.size())) + ", where the text ends too early";
  constexpr std::size_t kShown = 12;
  std::size_t end = offset;
  while (end < text.size() && end - offset < kShown && text[end] != '\n') ++end;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  const std::string_view rest = text.substr(offset, end - offset);
  return words(place_in(text, offset)) +
         (rest.empty() ? std::string(", at the line's end") : ", at \"" + std::string(rest) + "\"");
}

std::string place_of_key(std::string_view text, std::string_view path) {
  std::size_t at = std::string_view::npos, from = 0;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('.', begin), path.size());
    const std::size_t found = text.find("\"" + std::string(path.substr(begin, end - begin)) + "\"", from);
    if (found == std::string_view::npos) break;
    at = found;
    from = found + 1;
    begin = end + 1;
  }
  return at == std::string_view::npos ? std::string() : words(place_in(text, at));
}

}  // namespace schema
}  // namespace gongshi
