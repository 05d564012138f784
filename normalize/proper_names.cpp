// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/proper_names.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "normalize/folded_text.h"
#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kShortest = 2, kLongest = 6;  ///< Characters in front of an ending.
constexpr std::size_t kQuotedBytes = 60;            ///< Longer quotations are sentences.

std::u32string characters(const nlohmann::json& object, const char* key) {
  return folded(object.at(key).get<std::string>());
}

struct Vocabulary {
  WordTable endings, numbered, titles;
  std::u32string stops, surnames, behind;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("proper_names");
    endings = word_table(object, "endings");
    numbered = word_table(object, "numbered");
    titles = word_table(object, "titles");
    stops = characters(object, "stops");
    surnames = characters(object, "surnames");
    behind = characters(object, "behind");
  }
};

bool has(const std::u32string& characters, char32_t code) { return characters.find(code) != std::u32string::npos; }

void mark(Marks& marks, std::size_t begin, std::size_t end) {
  std::fill(marks.begin() + static_cast<std::ptrdiff_t>(begin), marks.begin() + static_cast<std::ptrdiff_t>(end), true);
}

/// “云邻里”, 《管理办法》
void mark_quoted(const ComparisonKey& key, std::string_view claim, Marks& marks) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kQuotes = {
      {{"“", "”"}, {"「", "」"}, {"《", "》"}}};
  for (const auto& [open, close] : kQuotes)
    for (std::size_t at = claim.find(open); at != std::string_view::npos; at = claim.find(open, at + 1)) {
      const std::size_t end = claim.find(close, at);
      if (end == std::string_view::npos || end - at > kQuotedBytes) continue;
      for (std::size_t i = 0; i < key.size(); ++i)
        if (key.begins[i] > at && key.begins[i] < end) marks[i] = true;
    }
}

/// 云栖苑小区, 青石街358号
void mark_places(const Vocabulary& words, const std::u32string& text, Marks& marks) {
  for (std::size_t i = kShortest; i < text.size(); ++i) {
    auto ending = words.endings.starting_at(text, i);
    if (!ending) {
      ending = words.numbered.starting_at(text, i);
      if (ending && (i + ending->length >= text.size() || !is_digit(text[i + ending->length]))) ending.reset();
    }
    if (!ending) continue;
    std::size_t begin = i;
    while (begin > 0 && i - begin < kLongest && is_han(text[begin - 1]) && !has(words.stops, text[begin - 1])) --begin;
    if (i - begin >= kShortest) mark(marks, begin, i + ending->length);
  }
}

/// 网格员王秀兰: two or three characters from the surname on.
void mark_persons(const Vocabulary& words, const std::u32string& text, Marks& marks) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto title = words.titles.starting_at(text, i);
    if (!title) continue;
    const std::size_t name = i + title->length;
    if (name + 1 >= text.size() || !has(words.surnames, text[name]) || !is_han(text[name + 1])) continue;
    const bool third = name + 2 < text.size() && is_han(text[name + 2]) && !has(words.behind, text[name + 2]);
    mark(marks, name, name + (third ? 3 : 2));
  }
}

}  // namespace

Marks proper_names(const ComparisonKey& key, std::string_view claim, const Programme& programme) {
  const Vocabulary& words = programme.prepared<Vocabulary>();
  Marks marks(key.size(), false);
  mark_quoted(key, claim, marks);
  mark_places(words, key.chars, marks);
  mark_persons(words, key.chars, marks);
  return marks;
}

}  // namespace gongshi::normalize
