// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/font_forms.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <charconv>
#include <string_view>
#include <unordered_map>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

using Table = std::unordered_map<char32_t, char32_t>;

// Lines "HEX<tab>character"; '#' starts a comment line.
Table load_table() {
  Table table;
  const Result<std::string> data = load_data("extract/font_forms.tsv");
  if (!data) return table;
  std::string_view rest = *data;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const std::size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos || tab + 1 >= line.size()) continue;
    std::uint32_t code = 0;
    if (std::from_chars(line.data(), line.data() + tab, code, 16).ec != std::errc{}) continue;
    std::size_t offset = tab + 1;
    table.emplace(code, utf8::next(line, offset));
  }
  return table;
}

bool in(char32_t code, char32_t first, char32_t last) { return first <= code && code <= last; }

// Blocks whose characters NFKC may replace: ligatures, CJK compatibility ideographs.
bool is_compatibility_form(char32_t code) {
  return in(code, 0xFB00, 0xFB06) || in(code, 0xF900, 0xFAFF) || in(code, 0x2F800, 0x2FA1F);
}

bool is_full_width_letter_or_digit(char32_t code) {
  return in(code, 0xFF10, 0xFF19) || in(code, 0xFF21, 0xFF3A) || in(code, 0xFF41, 0xFF5A);
}

bool is_space(char32_t code) {
  return code == 0x20 || code == 0x09 || code == 0xA0 || code == 0x3000 || code == 0x202F || code == 0x205F ||
         in(code, 0x2000, 0x200A);
}

bool is_invisible(char32_t code) {
  return code < 0x20 || in(code, 0x7F, 0x9F) || code == 0xAD || in(code, 0x200B, 0x200F) || in(code, 0x2028, 0x202E) ||
         code == 0x2060 || code == 0xFEFF || in(code, 0xFE00, 0xFE0F);
}

std::u32string nfkc(char32_t code) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return std::u32string(1, code);
  const icu::UnicodeString folded = normalizer->normalize(icu::UnicodeString(static_cast<UChar32>(code)), status);
  std::u32string text;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    text += static_cast<char32_t>(folded.char32At(i));
  return text;
}

}  // namespace

std::u32string fold_font_form(char32_t code) {
  static const Table table = load_table();
  if (in(code, 0x4E00, 0x9FFF) || in(code, 0x21, 0x7E)) return std::u32string(1, code);  // nearly all there is
  if (is_space(code)) return U" ";
  if (is_invisible(code)) return {};
  if (is_full_width_letter_or_digit(code)) return std::u32string(1, code - 0xFEE0);
  if (is_compatibility_form(code)) return nfkc(code);
  if (const auto found = table.find(code); found != table.end()) return std::u32string(1, found->second);
  return std::u32string(1, code);
}

}  // namespace gongshi::extract
