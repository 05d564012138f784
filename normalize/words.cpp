// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/words.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/folded_text.h"

namespace gongshi::normalize {

void WordTable::add(std::string_view word, int value) {
  std::u32string key = folded(word);
  if (key.empty()) return;
  first_.set(bit(key.front()));
  last_.set(bit(key.back()));
  by_first_[key.front()].emplace_back(key, value);
  by_last_[key.back()].emplace_back(key, value);
}

void WordTable::finish() {
  const auto longest_first = [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); };
  for (auto* table : {&by_first_, &by_last_})
    for (auto& [letter, entries] : *table) std::stable_sort(entries.begin(), entries.end(), longest_first);
}

std::optional<WordTable::Match> WordTable::starting_at(std::u32string_view text, std::size_t position) const {
  if (position >= text.size() || !first_[bit(text[position])]) return std::nullopt;
  const auto found = by_first_.find(text[position]);
  if (found == by_first_.end()) return std::nullopt;
  for (const auto& [word, value] : found->second)
    if (text.substr(position).starts_with(word)) return Match{word.size(), value};
  return std::nullopt;
}

std::optional<WordTable::Match> WordTable::ending_at(std::u32string_view text, std::size_t position) const {
  if (position == 0 || position > text.size() || !last_[bit(text[position - 1])]) return std::nullopt;
  const auto found = by_last_.find(text[position - 1]);
  if (found == by_last_.end()) return std::nullopt;
  for (const auto& [word, value] : found->second)
    if (text.substr(0, position).ends_with(word)) return Match{word.size(), value};
  return std::nullopt;
}

bool contains_any(const LetteredText& text, const std::vector<std::u32string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) { return text.contains(word); });
}

bool contains_any(std::u32string_view text, const std::vector<std::u32string>& words) {
  return !words.empty() && contains_any(LetteredText(text), words);
}

bool is_any(std::u32string_view text, const std::vector<std::u32string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) { return text == word; });
}

bool starts_with_any(std::u32string_view text, const std::vector<std::u32string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) { return text.starts_with(word); });
}

bool ends_with_any(std::u32string_view text, const std::vector<std::u32string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) { return text.ends_with(word); });
}

std::vector<std::string> string_list(const nlohmann::json& object, const char* key) {
  std::vector<std::string> strings;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return strings;
  for (const auto& entry : *found) strings.push_back(entry.get<std::string>());
  return strings;
}

std::vector<std::u32string> word_list(const nlohmann::json& object, const char* key) {
  std::vector<std::u32string> words;
  for (const std::string& word : string_list(object, key)) words.push_back(folded(word));
  return words;
}

void take_lists(const nlohmann::json& object,
                std::initializer_list<std::pair<std::vector<std::u32string>*, const char*>> lists) {
  for (const auto& [list, name] : lists) *list = word_list(object, name);
}

std::u32string characters(const nlohmann::json& object, const char* key) {
  return folded(object.at(key).get<std::string>());
}

std::size_t first_of(std::u32string_view text, const std::vector<std::u32string>& words) {
  std::size_t first = std::u32string_view::npos;
  for (const std::u32string& word : words) first = std::min(first, text.find(word));
  return first;
}

std::size_t last_of(std::u32string_view text, const std::vector<std::u32string>& words) {
  std::size_t last = std::u32string_view::npos;
  for (const std::u32string& word : words)
    if (const std::size_t at = text.rfind(word);
        at != std::u32string_view::npos && (last == std::u32string_view::npos || at > last))
      last = at;
  return last;
}

WordTable word_table(const nlohmann::json& object, const char* key, int value) {
  WordTable table;
  for (const std::string& word : string_list(object, key)) table.add(word, value);
  if (const auto found = object.find(key); found != object.end() && found->is_object())
    for (const auto& [word, number] : found->items()) table.add(word, number.get<int>());
  table.finish();
  return table;
}

}  // namespace gongshi::normalize
