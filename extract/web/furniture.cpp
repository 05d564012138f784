// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/furniture.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <typename Visit>
void for_each_word(std::string_view text, const Visit& visit) {
  std::string word;
  for (const char c : text) {
    if (is_letter(c)) {
      // camelCase is two words
      if (c >= 'A' && c <= 'Z' && !word.empty() && word.back() >= 'a') visit(std::exchange(word, {}));
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (!word.empty()) {
      visit(std::exchange(word, {}));
    }
  }
  if (!word.empty()) visit(word);
}

}  // namespace

const Furniture& Furniture::vocabulary() {
  static const Furniture kVocabulary = [] {
    Furniture furniture;
    const Result<std::string> data = load_data("extract/web-furniture.json");
    if (!data) return furniture;
    const nlohmann::json json = nlohmann::json::parse(*data, nullptr, false);
    if (!json.is_object()) return furniture;
    const auto list = [&](const char* key) { return json.value(key, std::vector<std::string>()); };
    try {
      furniture.classes_ = list("classes");
      furniture.names_ = list("names");
      furniture.starts_ = list("starts");
      furniture.contains_ = list("contains");
      furniture.trail_ = list("trail");
      furniture.trail_starts_ = list("trail_starts");
      furniture.shown_by_script_ = list("shown_by_script");
      furniture.longest_ = json.value("longest", std::size_t{60});
    } catch (const nlohmann::json::exception&) {
      return Furniture{};
    }
    return furniture;
  }();
  return kVocabulary;
}

bool Furniture::names(std::string_view attribute) const {
  bool found = false;
  for_each_word(attribute, [&](const std::string& word) {
    found = found || std::find(classes_.begin(), classes_.end(), word) != classes_.end();
  });
  while (!found && !attribute.empty()) {
    const std::size_t end = std::min(attribute.find(' '), attribute.size());
    found = std::find(names_.begin(), names_.end(), attribute.substr(0, end)) != names_.end();
    attribute.remove_prefix(std::min(end + 1, attribute.size()));
  }
  return found;
}

bool Furniture::is_shown_by_script(std::string_view id) const {
  return std::find(shown_by_script_.begin(), shown_by_script_.end(), id) != shown_by_script_.end();
}

bool Furniture::is_line(std::string_view text) const {
  if (utf8::count(text) > longest_) return false;
  const auto starts = [&](const std::string& word) { return text.starts_with(word); };
  const auto stands = [&](const std::string& word) { return text.find(word) != std::string_view::npos; };
  if (std::any_of(starts_.begin(), starts_.end(), starts) || std::any_of(contains_.begin(), contains_.end(), stands))
    return true;
  return std::any_of(trail_starts_.begin(), trail_starts_.end(), starts) &&
         std::any_of(trail_.begin(), trail_.end(), stands);
}

}  // namespace gongshi::extract
