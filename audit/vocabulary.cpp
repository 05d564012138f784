// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/vocabulary.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::audit {
namespace {

std::map<std::string, std::vector<std::string>, std::less<>> load() {
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
  const auto text = load_data("audit/wording.json");
  const nlohmann::json object = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  if (!object.is_object()) return lists;
  for (const auto& [key, words] : object.items()) {
    if (!words.is_array()) continue;
    for (const auto& word : words)
      if (word.is_string() && !word.get_ref<const std::string&>().empty())
        lists[key].push_back(word.get<std::string>());
    std::stable_sort(lists[key].begin(), lists[key].end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }
  return lists;
}

/// A text without blanks, and where each of its bytes stood.
struct Spaceless {
  std::string text;
  std::vector<std::size_t> places;
};

Spaceless without_spaces(std::string_view text, std::size_t from) {
  Spaceless result;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == ' ') continue;
    result.text.push_back(text[i]);
    result.places.push_back(i);
  }
  return result;
}

}  // namespace

const std::vector<std::string>& word_list(std::string_view key) {
  static const auto kLists = load();
  static const std::vector<std::string> kNone;
  const auto found = kLists.find(key);
  return found == kLists.end() ? kNone : found->second;
}

WordHit find_word(std::string_view text, const std::vector<std::string>& words, std::size_t from) {
  WordHit best;
  for (const std::string& word : words)
    if (const std::size_t at = utf8::find(text, word, from); at < best.at) best = {at, word, word.size()};
  if (text.find(' ', std::min(from, text.size())) == std::string_view::npos) return best;
  const Spaceless spaceless = without_spaces(text, from);
  for (const std::string& word : words)
    if (const std::size_t at = utf8::find(spaceless.text, word);
        at != std::string::npos && spaceless.places[at] < best.at)
      best = {spaceless.places[at], word, spaceless.places[at + word.size() - 1] + 1 - spaceless.places[at]};
  return best;
}

}  // namespace gongshi::audit
