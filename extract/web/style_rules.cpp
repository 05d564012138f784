// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/style_rules.h"

#include "extract/ascii.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace gongshi::extract {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f";

void for_each_piece(std::string_view text, char separator, const std::function<void(std::string_view)>& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    visit(trimmed_ascii(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// "12pt", "16px" in points; nothing for relative sizes.
std::optional<double> points(const std::string& value) {
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  const std::string_view unit = trimmed_ascii(end);
  if (end == value.c_str() || number < 0 || number > 10'000) return std::nullopt;
  if (unit == "pt") return number;
  if (unit == "px") return number * 0.75;
  return std::nullopt;
}

std::string without_comments(std::string_view sheet) {
  std::string plain;
  while (!sheet.empty()) {
    const std::size_t begin = std::min(sheet.find("/*"), sheet.size());
    plain += sheet.substr(0, begin);
    const std::size_t end = sheet.find("*/", begin);
    sheet = end == std::string_view::npos ? std::string_view() : sheet.substr(end + 2);
  }
  return plain;
}

bool is_simple(std::string_view selector) {
  return !selector.empty() && selector.find_first_of(" \t\r\n>+~:[*") == std::string_view::npos;
}

}  // namespace

InlineStyle parse_style(std::string_view declarations) {
  InlineStyle style;
  for_each_piece(declarations, ';', [&](std::string_view declaration) {
    const std::size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) return;
    const std::string property = lower_ascii(trimmed_ascii(declaration.substr(0, colon)));
    std::string value = lower_ascii(trimmed_ascii(declaration.substr(colon + 1)));
    if (const std::size_t mark = value.find("!important"); mark != std::string::npos)
      value = trimmed_ascii(std::string_view(value).substr(0, mark));
    if (property == "display") (value == "none" ? style.hidden : style.shown) = true;
    if (property == "visibility" && (value == "hidden" || value == "collapse")) style.hidden = true;
    if (property == "font-size" && (value == "0" || value == "0px" || value == "0pt")) style.hidden = true;
    if (property == "font-size") style.font_size = points(value);
    if (property == "text-align") style.centered = value == "center";
    if (property.starts_with("list-style") && value.find("none") != std::string::npos) style.no_list_number = true;
  });
  return style;
}

void HidingRules::add(std::string_view sheet_bytes) {
  const std::string text = without_comments(sheet_bytes);
  std::string_view sheet = text;
  while (!sheet.empty()) {
    const std::size_t open = sheet.find('{');
    if (open == std::string_view::npos) return;
    std::string_view head = trimmed_ascii(sheet.substr(0, open));
    if (const std::size_t semicolon = head.rfind(';'); semicolon != std::string_view::npos)
      head = trimmed_ascii(head.substr(semicolon + 1));
    std::size_t close = open + 1;
    for (int depth = 1; close < sheet.size() && depth > 0; ++close)
      depth += sheet[close] == '{' ? 1 : sheet[close] == '}' ? -1 : 0;
    const std::string_view body =
        sheet.substr(open + 1, close - open - 1 - (close > open + 1 && sheet[close - 1] == '}' ? 1 : 0));
    sheet.remove_prefix(close);
    if (head.starts_with("@media")) {
      const bool print = head.find("print") != std::string_view::npos && head.find("screen") == std::string_view::npos;
      const bool narrow = head.find("width") != std::string_view::npos;  // layouts for small screens
      if (!print && !narrow) add(body);
      continue;
    }
    if (head.starts_with('@') || !parse_style(body).hidden) continue;
    for_each_piece(head, ',', [&](std::string_view selector) {
      if (is_simple(selector)) selectors_.insert(std::string(selector));
    });
  }
}

bool HidingRules::hides(std::string_view tag, std::string_view id, std::string_view classes) const {
  if (selectors_.empty()) return false;
  if (selectors_.contains(tag) || (!id.empty() && selectors_.contains("#" + std::string(id)))) return true;
  bool hidden = false;
  std::string names(classes);
  for (char& c : names)
    if (kSpaces.find(c) != std::string_view::npos) c = ' ';
  for_each_piece(names, ' ', [&](std::string_view name) {
    if (name.empty()) return;
    const std::string selector = "." + std::string(name);
    hidden = hidden || selectors_.contains(selector) || selectors_.contains(std::string(tag) + selector);
  });
  return hidden;
}

}  // namespace gongshi::extract
