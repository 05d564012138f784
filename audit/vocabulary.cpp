// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/vocabulary.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "schema/utf8.h"

namespace gongshi::audit {
namespace {

struct Wording {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
  };
  std::unordered_map<std::string, WordList, Hash, std::equal_to<>> lists;

  explicit Wording(const Programme& programme) {
    for (const auto& [key, entry] : programme.words("wording").items()) {
      if (entry.is_array()) add(key, entry);
      if (entry.is_object())
        for (const auto& [metric, words] : entry.items()) add(key + " " + metric, words);
    }
  }

 private:
  void add(const std::string& key, const nlohmann::json& words) {
    lists.emplace(key, WordList(words.get<std::vector<std::string>>()));
  }
};

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

const WordList& word_list(std::string_view key, const Programme& programme) {
  static const WordList kNone;
  const auto& lists = programme.prepared<Wording>().lists;
  const auto found = lists.find(key);
  return found == lists.end() ? kNone : found->second;
}

std::string_view special_metric(std::string_view key, const Programme& programme) {
  const nlohmann::json& file = programme.words("metrics");
  const auto special = file.find("special");
  if (special == file.end()) return {};
  const auto found = special->find(std::string(key));
  return found == special->end() ? std::string_view() : std::string_view(found->get_ref<const std::string&>());
}

WordHit find_word(std::string_view text, const WordList& words, std::size_t from) { return words.find_in(text, from); }

bool has_word(std::string_view text, const WordList& words) { return words.find_in(text).at != std::string::npos; }

bool starts_with_word(std::string_view text, const WordList& words) {
  return std::any_of(words.words().begin(), words.words().end(),
                     [&](const std::string& word) { return end_of(text, 0, word) != std::string_view::npos; });
}

bool ends_with_word(std::string_view text, const WordList& words) {
  return std::any_of(words.words().begin(), words.words().end(),
                     [&](const std::string& word) { return text.ends_with(word); });
}

bool is_word(std::string_view text, const WordList& words) {
  return std::find(words.words().begin(), words.words().end(), text) != words.words().end();
}

}  // namespace gongshi::audit
