// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/presentable.h"

#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

bool acts(char32_t code) {
  const bool control = (code < 0x20 && code != U'\n' && code != U'\t') || (code >= 0x7F && code <= 0x9F);
  const bool direction = code == 0x61C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
                         (code >= 0x2066 && code <= 0x2069);
  const bool no_character = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
  return control || direction || no_character;
}

}  // namespace

std::string presentable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    const char32_t code = utf8::next(text, offset);
    if (acts(code)) continue;
    if (code == 0xFFFD)
      utf8::append(out, code);
    else
      out += text.substr(begin, offset - begin);
  }
  return out;
}

std::string presentable_line(std::string_view text) {
  std::string out = presentable(text);
  for (char& c : out)
    if (c == '\n' || c == '\t') c = ' ';
  return out;
}

std::string inert_json(std::string json) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  std::size_t copied = 0;
  for (std::size_t offset = 0; offset < json.size();) {
    const std::size_t begin = offset;
    if (static_cast<unsigned char>(json[offset]) < 0x7F) {
      ++offset;  // Controls of ASCII are escaped in any JSON; between strings they are line ends and blanks.
      continue;
    }
    const char32_t code = utf8::next(json, offset);
    if (!acts(code)) continue;
    out.append(json, copied, begin - copied);
    copied = offset;
    const auto unit = [&](char32_t value) {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[value >> shift & 0xF];
    };
    if (code > 0xFFFF) {
      unit(0xD800 + ((code - 0x10000) >> 10));
      unit(0xDC00 + (code & 0x3FF));
    } else {
      unit(code);
    }
  }
  if (copied == 0) return json;
  return out.append(json, copied);
}

std::string file_name_part(std::string_view text, std::size_t most) {
  std::string out = presentable_line(text);
  for (char& c : out)
    if (std::string_view("<>:\"/\\|?*").find(c) != std::string_view::npos) c = '_';
  if (out.size() > most) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    out.resize(end);
  }
  const std::size_t first = out.find_first_not_of(" ."), last = out.find_last_not_of(" .");
  return first == std::string::npos ? std::string() : out.substr(first, last - first + 1);
}

}  // namespace schema
}  // namespace gongshi
