// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/version_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "schema/data.h"

namespace gongshi::corpus {
namespace {

std::vector<std::string> load_words(const std::string& key) {
  const auto text = load_data("corpus/version_words.json");
  if (!text) throw std::runtime_error(text.error().message);
  const auto parsed = nlohmann::json::parse(*text, nullptr, false);
  std::vector<std::string> words;
  if (parsed.is_object() && parsed.contains(key) && parsed[key].is_array())
    for (const auto& word : parsed[key])
      if (word.is_string() && !word.get<std::string>().empty()) words.push_back(word.get<std::string>());
  if (words.empty()) throw std::runtime_error("corpus/version_words.json: \"" + key + "\" must be a list of words.");
  return words;
}

}  // namespace

bool says_later_version(std::string_view title, std::string_view file_name) {
  static const std::vector<std::string> kWords = load_words("later");
  return std::any_of(kWords.begin(), kWords.end(), [&](const std::string& word) {
    return title.find(word) != std::string_view::npos || file_name.find(word) != std::string_view::npos;
  });
}

const std::vector<std::string>& community_endings() {
  static const std::vector<std::string> kEndings = load_words("community_endings");
  return kEndings;
}

}  // namespace gongshi::corpus
