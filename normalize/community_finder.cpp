// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/community_finder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "schema/characters.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kLongestName = 24;  // characters, with the places before it
constexpr std::size_t kWordBefore = 2;    // characters of a word that may stand before a name

bool is_name_character(char32_t code) {
  return is_han(code) || is_digit(code) || (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z') ||
         code == U'·' || code == U'（' || code == U'）' || code == U'(' || code == U')';
}

std::u32string without_spaces(std::string_view text) {
  std::u32string bare;
  for (char32_t code : utf8::decode(text))
    if (!is_space(code)) bare += code;
  return bare;
}

bool opens(char32_t code) { return code == U'（' || code == U'('; }
bool closes(char32_t code) { return code == U'）' || code == U')'; }

// Begin of the name that ends before `end`: back over name characters, not past a bracket whose partner stands outside.
std::size_t name_begin(const std::u32string& text, std::size_t end) {
  int depth = 0;
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongestName) {
    const char32_t code = text[begin - 1];
    if (!is_name_character(code)) break;
    if (closes(code)) ++depth;
    if (opens(code) && --depth < 0) break;
    --begin;
  }
  // A bracket that closes before the name closes something else.
  if (depth > 0)
    for (std::size_t i = end; i > begin; --i)
      if (closes(text[i - 1])) return i;
  return begin;
}

bool in_list(std::u32string_view name, const std::vector<std::u32string>& words) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

// Cuts the words of the sentence before the name (… 一致认定甲社区 → 甲社区).
std::u32string without_lead(std::u32string name, const CommunityWords& words) {
  for (const std::u32string& word : words.lead)
    if (const std::size_t at = name.rfind(word); at != name.npos) name = name.substr(at + word.size());
  for (bool again = true; again;) {
    again = false;
    for (const std::u32string& word : words.first)
      if (name.starts_with(word) && name.size() > word.size() + ending_of(name, words).size()) {
        name = name.substr(word.size());
        again = true;
      }
  }
  return name;
}

// Cuts city, county and street. At least one character must stay before the ending, and a lone 市 县 区 may be part of
// the name.
std::u32string without_places(const std::u32string& name, const CommunityWords& words) {
  std::size_t cut = 0;
  const auto leaves_name = [&](std::size_t at) { return at + ending_of(name, words).size() < name.size(); };
  for (const std::u32string& street : words.streets)
    for (std::size_t at = name.find(street, 1); at != name.npos; at = name.find(street, at + 1))
      if (leaves_name(at + street.size())) cut = std::max(cut, at + street.size());
  if (cut == 0) {
    int levels = 0;
    for (std::size_t at = 1; at + 1 < name.size(); ++at)
      if (in_list({&name[at], 1}, words.districts) && leaves_name(at + 1) && ++levels >= 2) cut = at + 1;
  }
  return name.substr(cut);
}

std::u32string cleaned(std::u32string name, const CommunityWords& words) {
  name = without_places(without_lead(std::move(name), words), words);
  for (const std::u32string& word : words.smart)
    if (name.starts_with(word)) name = name.substr(word.size());
  const auto ends_with_word = [&](const std::u32string& word) { return name.ends_with(word); };
  const bool own = std::any_of(words.not_names.begin(), words.not_names.end(), ends_with_word);
  return own || name.size() <= ending_of(name, words).size() ? std::u32string() : name;
}

class Vote {
 public:
  explicit Vote(const CommunityWords& words) : words_(words) {}

  // Every name in `text` that its surroundings show to be the notice's own, with the weight of the text and of the
  // surroundings.
  void search(std::string_view printed, int weight) {
    const std::u32string text = without_spaces(printed);
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto ending = std::find_if(words_.endings.begin(), words_.endings.end(), [&](const std::u32string& word) {
        return text.compare(at, word.size(), word) == 0;
      });
      if (ending == words_.endings.end()) continue;
      const std::size_t end = at + ending->size();
      const std::size_t begin = name_begin(text, end);
      const int around = surroundings(text, begin, end);
      if (around > 0) add(cleaned(text.substr(begin, end - begin), words_), weight + around);
    }
  }

  // Acceptance sentences about a name without the usual ending (… 认定，甲新村已满足 …).
  void search_unusual(std::string_view printed) {
    const std::u32string text = without_spaces(printed);
    for (const std::u32string& word : words_.accepted) {
      const std::size_t end = text.find(word);
      if (end == text.npos) continue;
      std::u32string name = without_lead(text.substr(name_begin(text, end), end - name_begin(text, end)), words_);
      if (name.size() >= 2 && name.size() <= kLongestName / 2 && ending_of(name, words_).empty())
        add(std::move(name), 1);
      return;  // the shorter words stand inside the longer ones
    }
  }

  /// The name with most votes; where a shorter name of the votes ends it, the shorter one: what stands before it are
  /// words of the sentence (验收组评定甲社区 beside 甲社区).
  [[nodiscard]] std::string winner() const {
    const auto most = std::max_element(votes_.begin(), votes_.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == votes_.end()) return {};
    std::u32string name = most->first;
    for (const auto& [other, weight] : votes_)
      if (other.size() + kWordBefore <= name.size() && other.size() >= ending_of(other, words_).size() + 2 &&
          name.ends_with(other))
        name = other;
    return utf8::encode(name);
  }

 private:
  int surroundings(const std::u32string& text, std::size_t begin, std::size_t end) const {
    const std::u32string_view after = std::u32string_view(text).substr(end);
    const auto follows = [&](const std::u32string& word) { return after.starts_with(word); };
    if (std::any_of(words_.accepted.begin(), words_.accepted.end(), follows)) return 6;
    if (begin > 0 && opens(text[begin - 1]) && !after.empty() && closes(after[0])) return 5;
    if (std::any_of(words_.acting.begin(), words_.acting.end(), follows)) return 3;
    if (begin == 0 && after.empty()) return 4;
    return 0;
  }

  void add(std::u32string name, int weight) {
    if (name.empty()) return;
    const auto known = std::find_if(votes_.begin(), votes_.end(), [&](const auto& vote) { return vote.first == name; });
    if (known != votes_.end())
      known->second += weight;
    else
      votes_.emplace_back(std::move(name), weight);
  }

  const CommunityWords& words_;
  std::vector<std::pair<std::u32string, int>> votes_;  // in order of appearance: the first wins a tie
};

}  // namespace

std::string find_community(const Notice& notice, const CommunityWords& words) {
  Vote vote(words);
  vote.search(notice.preamble.utf8, 6);
  vote.search(notice.table_title.utf8, 4);
  vote.search(notice.title.utf8, 2);
  for (const std::string& heading : notice.header) vote.search(heading, 2);
  if (std::string name = vote.winner(); !name.empty()) return name;
  vote.search_unusual(notice.preamble.utf8);
  return vote.winner();
}

std::string community_in(std::string_view text, const CommunityWords& words) {
  Vote vote(words);
  vote.search(text, 1);
  return vote.winner();
}

}  // namespace gongshi::normalize
