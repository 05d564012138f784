// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/vocabulary.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::audit {
namespace {

std::map<std::string, WordList, std::less<>> load() {
  std::map<std::string, WordList, std::less<>> lists;
  const auto text = load_data("audit/wording.json");
  const nlohmann::json object = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  if (!object.is_object()) return lists;
  for (const auto& [key, entries] : object.items()) {
    if (!entries.is_array()) continue;
    std::vector<std::string> words;
    for (const auto& entry : entries)
      if (entry.is_string() && !entry.get_ref<const std::string&>().empty()) words.push_back(entry.get<std::string>());
    lists.emplace(key, WordList(std::move(words)));
  }
  return lists;
}

/// Where `word` ends in the text if it begins at `at`, blanks within it passed over; npos if it does not.
std::size_t end_of(std::string_view text, std::size_t at, std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++at) {
    if (at == text.size()) return std::string_view::npos;
    if (text[at] == word[i])
      ++i;
    else if (text[at] != ' ' || i == 0)
      return std::string_view::npos;
  }
  return at;
}

}  // namespace

WordList::WordList(std::vector<std::string> words) : words_(std::move(words)) {
  std::stable_sort(words_.begin(), words_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const std::string& word : words_) beginnings_.set(letter(word, 0));
}

std::size_t WordList::letter(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[i])); };
  if (byte(at) < 0xE0 || byte(at) >= 0xF0 || at + 2 >= text.size()) return byte(at);
  return ((byte(at) << 7) ^ (byte(at + 1) << 5) ^ byte(at + 2)) % Letters().size();
}

WordHit WordList::find_in(std::string_view text, std::size_t from) const {
  if (words_.empty()) return {};
  for (std::size_t at = from; at < text.size(); at += utf8::length(text[at])) {
    if (!beginnings_[letter(text, at)]) continue;
    for (const std::string& word : words_)
      if (const std::size_t end = end_of(text, at, word); end != std::string_view::npos) return {at, word, end - at};
  }
  return {};
}

const WordList& word_list(std::string_view key) {
  static const auto kLists = load();
  static const WordList kNone;
  const auto found = kLists.find(key);
  return found == kLists.end() ? kNone : found->second;
}

WordHit find_word(std::string_view text, const WordList& words, std::size_t from) { return words.find_in(text, from); }

}  // namespace gongshi::audit
