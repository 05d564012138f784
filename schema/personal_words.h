// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gongshi {
inline namespace schema {

/// Words that are looked for at a place of a text.
class PersonalWordList {
 public:
  void add(std::u32string word);
  void add(const std::vector<std::u32string>& words) {
    for (const std::u32string& word : words) add(word);
  }
  /// Length of the longest word that `text` begins with; 0 if none.
  [[nodiscard]] std::size_t at_start_of(std::u32string_view text) const {
    return text.empty() || !begins_[text.front() % kBegins] ? 0 : longest_at_start_of(text);
  }
  [[nodiscard]] bool anywhere_in(std::u32string_view text) const;
  [[nodiscard]] bool contains(std::u32string_view word) const { return at_start_of(word) == word.size(); }

 private:
  static constexpr std::size_t kBegins = 1024;

  [[nodiscard]] std::size_t longest_at_start_of(std::u32string_view text) const;

  std::bitset<kBegins> begins_;  // By first character; says of most characters that no word begins with them.
  std::unordered_map<char32_t, std::vector<std::u32string>> by_first_;  // longest first
};

/// schema/data/persons.json
struct PersonalWords {
  std::u32string surnames, common_characters, given, openers, unit_ends, place_characters, transliterated, anonymous,
      plate_provinces, particles, counters, not_residences, somebody, name_joiners, name_ends, label_copulas, not_given,
      before_appointment, behind_figures, before_number, home_parts, plate_ends, persons_counted, peoples_end;
  std::string contact_label;
  PersonalWordList compound_surnames, labels, titles, residents, requests, honorifics, followers, appointments,
      unit_words, place_ends, public_figures, qualifiers, genders, telephone_words, account_labels, identity_labels,
      messenger_labels, not_numbers, residence_words, other_offices;
  std::unordered_map<char32_t, std::u32string> not_names;
  std::unordered_map<char32_t, PersonalWordList> longer_not_names;
};

/// Loaded once. Throws std::runtime_error where the data file is damaged: nothing may be shown then.
[[nodiscard]] const PersonalWords& personal_words();

}  // namespace schema
}  // namespace gongshi
