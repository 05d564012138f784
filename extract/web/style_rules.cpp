// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/style_rules.h"
#include "extract/web/elements.h"

#include <libxml/tree.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

#include "extract/ascii.h"

namespace gongshi::extract {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\f";
constexpr std::size_t kMostSelectors = 100'000;
constexpr std::size_t kMostCompounds = 12;                  // of one selector
constexpr int kMostSteps = 512;                             // up from an element in search of one that a selector names
constexpr int kMostNesting = 8;                             // @media in @supports in …
constexpr double kScreenWidth = 1280, kScreenHeight = 800;  // CSS pixels of the screen that pages are read for
constexpr int kMostGridColumns = 1'000;

void for_each_piece(std::string_view text, char separator, const std::function<void(std::string_view)>& visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    visit(trimmed_ascii(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The words of a class attribute.
void for_each_word(std::string_view text, const std::function<void(std::string_view)>& visit) {
  while (true) {
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kSpaces), text.size());
    visit(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string without_comments(std::string_view sheet) {
  std::string plain;
  while (!sheet.empty()) {
    const std::size_t begin = std::min(sheet.find("/*"), sheet.size());
    plain += sheet.substr(0, begin);
    const std::size_t end = sheet.find("*/", begin);
    sheet = end == std::string_view::npos ? std::string_view() : sheet.substr(end + 2);
  }
  // <!-- and --> may stand around a sheet and mean nothing.
  for (const std::string_view mark : {"<!--", "-->"})
    for (std::size_t at = plain.find(mark); at != std::string::npos; at = plain.find(mark, at))
      plain.replace(at, mark.size(), mark.size(), ' ');
  return plain;
}

std::optional<Display> display_of(std::string_view value) {
  if (value.empty() || value == "inherit" || value == "unset" || value == "initial" || value == "revert")
    return Display::kOther;
  constexpr std::pair<std::string_view, Display> kValues[] = {{"none", Display::kNone},
                                                              {"table", Display::kTable},
                                                              {"inline-table", Display::kTable},
                                                              {"table-caption", Display::kCaption},
                                                              {"table-header-group", Display::kHeaderGroup},
                                                              {"table-row-group", Display::kRowGroup},
                                                              {"table-footer-group", Display::kFooterGroup},
                                                              {"table-row", Display::kRow},
                                                              {"table-cell", Display::kCell},
                                                              {"grid", Display::kGrid},
                                                              {"inline-grid", Display::kGrid},
                                                              {"flex", Display::kFlex},
                                                              {"inline-flex", Display::kFlex},
                                                              {"-webkit-box", Display::kFlex},
                                                              {"-webkit-flex", Display::kFlex},
                                                              {"inline-block", Display::kInlineBlock}};
  for (const auto& [name, display] : kValues)
    if (value == name) return display;
  return Display::kOther;
}

// "12pt", "0", "1.2em", "small" …; nothing for what is no size.
std::optional<FontSize> font_size_of(const std::string& value) {
  if (value == "inherit" || value == "larger" || value == "smaller" || value == "unset")
    return FontSize{FontSize::Kind::kRelative, {}};
  char* end = nullptr;
  const double number = std::strtod(value.c_str(), &end);
  if (end == value.c_str()) {
    const bool keyword = value.find("small") != std::string::npos || value.find("large") != std::string::npos ||
                         value == "medium" || value.starts_with("calc(") || value == "initial";
    return keyword ? std::optional(FontSize{}) : std::nullopt;
  }
  if (number < 0 || number > 10'000) return std::nullopt;
  if (number == 0) return FontSize{FontSize::Kind::kZero, 0.0};
  const std::string_view unit = trimmed_ascii(end);
  if (unit == "em" || unit == "%" || unit == "ex" || unit == "ch") return FontSize{FontSize::Kind::kRelative, {}};
  if (unit == "pt") return FontSize{FontSize::Kind::kOwn, number};
  if (unit == "px") return FontSize{FontSize::Kind::kOwn, number * 0.75};
  return FontSize{};
}

// The size in the shorthand "font": the first word that begins with a figure, up to a "/".
std::optional<FontSize> size_in_font(std::string_view value) {
  std::optional<FontSize> size;
  for_each_word(value, [&](std::string_view word) {
    if (size || word.empty() || !((word[0] >= '0' && word[0] <= '9') || word[0] == '.')) return;
    const std::size_t slash = word.find('/');
    const std::string first(word.substr(0, slash));
    if (first.find_first_not_of("0123456789") == std::string::npos && first != "0") return;  // a weight
    size = font_size_of(first);
  });
  return size;
}

// repeat(6, 1fr) and "80px 1fr 1fr": the number of columns; 0 where the value does not say.
int grid_columns_of(std::string_view value) {
  int count = 0, repeats = 1;
  while (!(value = trimmed_ascii(value)).empty() && count < kMostGridColumns) {
    if (value.starts_with("repeat(")) {
      value.remove_prefix(7);
      repeats = std::atoi(std::string(value.substr(0, value.find(','))).c_str());
      const std::size_t comma = value.find(',');
      int depth = 1;
      std::size_t end = 0;
      for (; end < value.size() && depth > 0; ++end) depth += value[end] == '(' ? 1 : value[end] == ')' ? -1 : 0;
      if (repeats <= 0 || repeats > kMostGridColumns || comma == std::string_view::npos || comma >= end) return 0;
      count += repeats * std::max(1, grid_columns_of(value.substr(comma + 1, end - comma - 2)));
      value.remove_prefix(end);
      continue;
    }
    int depth = 0;
    std::size_t end = 0;
    for (; end < value.size() && (depth > 0 || kSpaces.find(value[end]) == std::string_view::npos); ++end)
      depth += value[end] == '(' ? 1 : value[end] == ')' ? -1 : 0;
    if (value[0] != '[') ++count;  // [names] of lines are none
    value.remove_prefix(end);
  }
  return std::min(count, kMostGridColumns);
}

// "span 2", "1 / span 2", "2 / 4".
int span_of(std::string_view value) {
  if (const std::size_t word = value.find("span"); word != std::string_view::npos)
    return std::clamp(std::atoi(std::string(trimmed_ascii(value.substr(word + 4))).c_str()), 1, kMostGridColumns);
  const std::size_t slash = value.find('/');
  if (slash == std::string_view::npos) return 1;
  const int first = std::atoi(std::string(value.substr(0, slash)).c_str()),
            end = std::atoi(std::string(trimmed_ascii(value.substr(slash + 1))).c_str());
  return first > 0 && end > first ? std::min(end - first, kMostGridColumns) : 1;
}

double length_in_pixels(std::string_view text) {
  const std::string copy(trimmed_ascii(text));
  char* end = nullptr;
  const double number = std::strtod(copy.c_str(), &end);
  const std::string_view unit = trimmed_ascii(end);
  return unit == "em" || unit == "rem" ? number * 16 : unit == "pt" ? number * 4 / 3 : number;
}

// One condition in brackets: "min-width: 768px".
bool screen_has(std::string_view condition) {
  const std::size_t colon = condition.find(':');
  const std::string_view feature = trimmed_ascii(condition.substr(0, colon));
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view() : trimmed_ascii(condition.substr(colon + 1));
  const bool height = feature.find("height") != std::string_view::npos;
  const double own = height ? kScreenHeight : kScreenWidth;
  if (feature.find("width") != std::string_view::npos || height) {
    if (feature.starts_with("min-")) return own >= length_in_pixels(value);
    if (feature.starts_with("max-")) return own <= length_in_pixels(value);
    if (const std::size_t less = feature.find('<'); less != std::string_view::npos)
      return feature.starts_with("width") || feature.starts_with("height")
                 ? own <=
                       length_in_pixels(feature.substr(less + 1 + (feature.substr(less + 1).starts_with("=") ? 1 : 0)))
                 : own >= length_in_pixels(feature.substr(0, less));
    if (const std::size_t more = feature.find('>'); more != std::string_view::npos)
      return own >= length_in_pixels(feature.substr(more + 1 + (feature.substr(more + 1).starts_with("=") ? 1 : 0)));
    return colon == std::string_view::npos || own == length_in_pixels(value);
  }
  if (feature == "orientation") return value == "landscape";
  if (feature == "prefers-color-scheme") return value == "light";
  if (feature == "prefers-reduced-motion") return value == "no-preference";
  if (feature == "hover" || feature == "any-hover") return value != "none";
  if (feature == "pointer" || feature == "any-pointer") return value != "coarse" && value != "none";
  return feature == "color" || feature.find("resolution") == std::string_view::npos;
}

bool has_word(std::string_view list, std::string_view wanted) {
  bool found = false;
  for_each_word(list, [&](std::string_view word) { found = found || word == wanted; });
  return found;
}

bool is_name_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

void Style::cover(const Style& over) {
  display.cover(over.display);
  visible.cover(over.visible);
  font_size.cover(over.font_size);
  centered.cover(over.centered);
  grid_columns.cover(over.grid_columns);
  column_span.cover(over.column_span);
  row_span.cover(over.row_span);
  floated.cover(over.floated);
  no_list_number = no_list_number || over.no_list_number;
}

bool is_for_screen(std::string_view list) {
  list = trimmed_ascii(list);
  if (list.empty()) return true;
  bool any = false;
  for_each_piece(list, ',', [&](std::string_view query) {
    bool fits = true, negated = false;
    for_each_word(query.substr(0, query.find('(')), [&](std::string_view word) {
      if (word == "not")
        negated = true;
      else if (word != "only" && word != "and" && word != "screen" && word != "all")
        fits = false;  // print, speech, tv …
    });
    for (std::size_t open = query.find('('); open != std::string_view::npos; open = query.find('(', open + 1)) {
      const std::size_t close = std::min(query.find(')', open), query.size());
      fits = fits && screen_has(trimmed_ascii(query.substr(open + 1, close - open - 1)));
    }
    any = any || fits != negated;
  });
  return any;
}

Style parse_style(std::string_view declarations) {
  Style style;
  for_each_piece(declarations, ';', [&](std::string_view declaration) {
    const std::size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) return;
    const std::string property = lower_ascii(trimmed_ascii(declaration.substr(0, colon)));
    std::string value = lower_ascii(trimmed_ascii(declaration.substr(colon + 1)));
    bool important = false;
    if (const std::size_t mark = value.find('!'); mark != std::string::npos) {
      important = value.find("important", mark) != std::string::npos;
      value = trimmed_ascii(std::string_view(value).substr(0, mark));
    }
    if (property == "display") {
      if (const auto display = display_of(value)) style.display.set(*display, important);
    } else if (property == "visibility") {
      if (value != "inherit") style.visible.set(value != "hidden" && value != "collapse", important);
    } else if (property == "font-size") {
      if (const auto size = font_size_of(value)) style.font_size.set(*size, important);
    } else if (property == "font") {
      if (const auto size = size_in_font(value)) style.font_size.set(*size, important);
    } else if (property == "text-align") {
      style.centered.set(value == "center" || value == "-webkit-center", important);
    } else if (property == "grid-template-columns") {
      style.grid_columns.set(grid_columns_of(value), important);
    } else if (property == "grid-column" || property == "grid-column-end") {
      style.column_span.set(span_of(value), important);
    } else if (property == "grid-row" || property == "grid-row-end") {
      style.row_span.set(span_of(value), important);
    } else if (property == "float") {
      style.floated.set(value == "left" || value == "right" || value == "inline-start", important);
    } else if (property.starts_with("list-style") && value.find("none") != std::string::npos) {
      style.no_list_number = true;
    }
  });
  return style;
}

void StyleSheet::add(std::string_view sheet) { add_rules(without_comments(sheet), 0); }

void StyleSheet::add_rules(std::string_view sheet, int depth) {
  if (depth > kMostNesting) return;
  while (!sheet.empty()) {
    const std::size_t open = sheet.find('{');
    if (open == std::string_view::npos) return;
    std::string_view head = trimmed_ascii(sheet.substr(0, open));
    if (const std::size_t semicolon = head.rfind(';'); semicolon != std::string_view::npos)
      head = trimmed_ascii(head.substr(semicolon + 1));
    while (head.starts_with('}')) head = trimmed_ascii(head.substr(1));  // one too many before it
    std::size_t close = open + 1;
    for (int nesting = 1; close < sheet.size() && nesting > 0; ++close)
      nesting += sheet[close] == '{' ? 1 : sheet[close] == '}' ? -1 : 0;
    const std::string_view body =
        sheet.substr(open + 1, close - open - 1 - (close > open + 1 && sheet[close - 1] == '}' ? 1 : 0));
    sheet.remove_prefix(close);
    if (head.starts_with('@')) {
      const std::string words = lower_ascii(head);
      const bool media = words.starts_with("@media");
      const bool taken = media ? is_for_screen(std::string_view(words).substr(6))
                               : words.starts_with("@supports") || words.starts_with("@layer");
      if (taken) add_rules(body, depth + 1);
      continue;
    }
    const std::size_t style = styles_.size();
    styles_.push_back(parse_style(body));
    for_each_piece(head, ',', [&](std::string_view selector) { add_selector(selector, style); });
  }
}

bool StyleSheet::parse_compound(std::string_view text, Compound& compound) {
  if (text.starts_with('*')) text.remove_prefix(1);
  const auto take_name = [&] {
    std::size_t end = 0;
    while (end < text.size() && is_name_sign(text[end])) ++end;
    std::string name(text.substr(0, end));
    text.remove_prefix(end);
    return name;
  };
  compound.tag = lower_ascii(take_name());
  while (!text.empty()) {
    const char sign = text.front();
    text.remove_prefix(1);
    if (sign == '.') {
      compound.classes.push_back(take_name());
      if (compound.classes.back().empty()) return false;
    } else if (sign == '#') {
      compound.id = take_name();
      if (compound.id.empty()) return false;
    } else if (sign == '[') {
      const std::size_t close = text.find(']');
      if (close == std::string_view::npos) return false;
      const std::string_view inside = text.substr(0, close);
      text.remove_prefix(close + 1);
      AttributeTest test;
      const std::size_t equal = inside.find('=');
      std::string_view name = inside.substr(0, equal);
      if (equal != std::string_view::npos) {
        test.operation = '=';
        if (!name.empty() && std::string_view("^$*~|").find(name.back()) != std::string_view::npos) {
          test.operation = name.back();
          name.remove_suffix(1);
        }
        std::string_view value = trimmed_ascii(inside.substr(equal + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
          value = value.substr(1, value.size() - 2);
        test.value = value;
      }
      test.name = lower_ascii(trimmed_ascii(name));
      compound.attributes.push_back(std::move(test));
    } else {
      return false;  // :hover, ::before and the like
    }
  }
  return true;
}

void StyleSheet::add_selector(std::string_view text, std::size_t style) {
  if (text.empty() || selectors_.size() >= kMostSelectors) return;
  Selector selector;
  selector.style = style;
  char combinator = '\0';
  while (!(text = trimmed_ascii(text)).empty()) {
    if (text.front() == '>') {
      combinator = '>';
      text.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    for (bool quoted = false; end < text.size(); ++end) {
      if (text[end] == '[' || text[end] == ']') quoted = text[end] == '[';
      if (!quoted && (kSpaces.find(text[end]) != std::string_view::npos || text[end] == '>')) break;
    }
    Compound compound;
    if (!parse_compound(text.substr(0, end), compound)) return;
    compound.combinator = selector.compounds.empty() ? '\0' : combinator == '>' ? '>' : ' ';
    combinator = '\0';
    selector.specificity += (compound.id.empty() ? 0 : 10'000) + (compound.tag.empty() ? 0 : 1) +
                            100 * static_cast<int>(compound.classes.size() + compound.attributes.size());
    selector.compounds.push_back(std::move(compound));
    if (selector.compounds.size() > kMostCompounds) return;
    text.remove_prefix(end);
  }
  if (selector.compounds.empty()) return;
  const Compound& last = selector.compounds.back();
  const std::string key = !last.id.empty()        ? "#" + last.id
                          : !last.classes.empty() ? "." + last.classes.front()
                          : !last.tag.empty()     ? last.tag
                                                  : "*";
  by_key_[key].push_back(selectors_.size());
  selectors_.push_back(std::move(selector));
}

bool StyleSheet::fits(const Compound& compound, const _xmlNode* element) {
  if (!compound.tag.empty() && compound.tag != name_of(element)) return false;
  if (!compound.id.empty() && attribute_of(element, "id") != compound.id) return false;
  if (!compound.classes.empty()) {
    const std::string_view classes = attribute_of(element, "class").value_or("");
    for (const std::string& name : compound.classes)
      if (!has_word(classes, name)) return false;
  }
  for (const AttributeTest& test : compound.attributes) {
    const auto value = attribute_of(element, test.name);
    if (!value) return false;
    switch (test.operation) {
      case '=':
        if (*value != test.value) return false;
        break;
      case '^':
      case '|':
        if (!value->starts_with(test.value)) return false;
        break;
      case '$':
        if (!value->ends_with(test.value)) return false;
        break;
      case '*':
        if (value->find(test.value) == std::string_view::npos) return false;
        break;
      case '~':
        if (!has_word(*value, test.value)) return false;
        break;
      default:
        break;
    }
  }
  return true;
}

bool StyleSheet::fits(const Selector& selector, const _xmlNode* element) const {
  if (--tests_left_ <= 0) return false;
  std::size_t i = selector.compounds.size() - 1;
  if (!fits(selector.compounds[i], element)) return false;
  // From right to left. The nearest ancestor that fits is taken: enough for what pages have.
  const xmlNode* at = element;
  while (i > 0) {
    const char combinator = selector.compounds[i].combinator;
    const Compound& wanted = selector.compounds[--i];
    bool found = false;
    int steps = 0;
    for (at = at->parent; at != nullptr && at->type == XML_ELEMENT_NODE && ++steps < kMostSteps; at = at->parent) {
      --tests_left_;
      found = fits(wanted, at);
      if (found || combinator == '>') break;
    }
    if (!found) return false;
  }
  return true;
}

Style StyleSheet::style_of(const _xmlNode* element) const {
  std::vector<std::size_t> fitting;
  const auto consider = [&](std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    for (const std::size_t index : found->second)
      if (fits(selectors_[index], element)) fitting.push_back(index);
    tests_left_ -= static_cast<std::int64_t>(4 * fitting.size());  // They are sorted, and covered one by one.
  };
  if (!selectors_.empty()) {
    consider(name_of(element));
    consider("*");
    if (const auto id = attribute_of(element, "id"); id && !id->empty()) consider("#" + std::string(*id));
    for_each_word(attribute_of(element, "class").value_or(""),
                  [&](std::string_view word) { consider("." + std::string(word)); });
  }
  std::sort(fitting.begin(), fitting.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(selectors_[a].specificity, a) < std::pair(selectors_[b].specificity, b);
  });
  Style style;
  for (const std::size_t index : fitting) style.cover(styles_[selectors_[index].style]);
  return style;
}

}  // namespace gongshi::extract
