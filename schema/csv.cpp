// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/csv.h"

#include <string_view>

#include "schema/presentable.h"

namespace gongshi {
inline namespace schema {
namespace {

/// Spreadsheet programs take a field that begins so for a formula.
constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";

std::string field(std::string_view raw) {
  std::string text = presentable(raw);
  if (!raw.empty() && kFormulaStarts.find(raw[0]) != std::string_view::npos) text.insert(0, "'");
  if (!text.empty() && text[0] != '\'' && kFormulaStarts.find(text[0]) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i > 0 ? "," : "") + field(fields[i]);
  return line + "\r\n";
}

}  // namespace schema
}  // namespace gongshi
