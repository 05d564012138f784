// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/personal_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

constexpr const char* kFile = "schema/persons.json";

PersonalWords loaded() {
  const auto text = load_data(kFile);
  if (!text) throw std::runtime_error(text.error().message);
  const nlohmann::json object = nlohmann::json::parse(*text);
  const auto letters = [&](const char* key) { return utf8::decode(object.at(key).get<std::string>()); };
  const auto words = [&](const char* key) {
    PersonalWordList list;
    for (const nlohmann::json& word : object.at(key)) list.add(utf8::decode(word.get<std::string>()));
    return list;
  };
  PersonalWords all;
  all.surnames = letters("surnames");
  all.common_characters = letters("common_characters");
  all.given = letters("given");
  all.openers = letters("openers");
  all.unit_ends = letters("unit_ends");
  all.place_characters = letters("place_characters");
  all.transliterated = letters("transliterated");
  all.anonymous = letters("anonymous");
  all.plate_provinces = letters("plate_provinces");
  all.particles = letters("particles");
  all.counters = letters("counters");
  all.not_residences = letters("not_residences");
  all.somebody = letters("somebody");
  all.name_joiners = letters("name_joiners");
  all.name_ends = letters("name_ends");
  all.label_copulas = letters("label_copulas");
  all.not_given = letters("not_given");
  all.before_appointment = letters("before_appointment");
  all.behind_figures = letters("behind_figures");
  all.before_number = letters("before_number");
  all.home_parts = letters("home_parts");
  all.plate_ends = letters("plate_ends");
  all.persons_counted = letters("persons_counted");
  all.peoples_end = letters("peoples_end");
  all.contact_label = object.at("contact_label").get<std::string>();
  all.compound_surnames = words("compound_surnames");
  all.labels = words("labels");
  all.titles = words("titles");
  all.residents = words("residents");
  all.requests = words("requests");
  all.honorifics = words("honorifics");
  all.followers = words("followers");
  all.appointments = words("appointments");
  all.unit_words = words("unit_words");
  all.place_ends = words("place_ends");
  all.public_figures = words("public_figures");
  all.qualifiers = words("qualifiers");
  all.genders = words("genders");
  all.telephone_words = words("telephone_words");
  all.account_labels = words("account_labels");
  all.identity_labels = words("identity_labels");
  all.messenger_labels = words("messenger_labels");
  all.not_numbers = words("not_numbers");
  all.residence_words = words("residence_words");
  all.other_offices = words("other_offices");
  for (const auto& [surname, second] : object.at("not_names").items())
    all.not_names[utf8::decode(surname).at(0)] = utf8::decode(second.get<std::string>());
  for (const auto& [surname, rests] : object.at("longer_not_names").items())
    for (const nlohmann::json& rest : rests)
      all.longer_not_names[utf8::decode(surname).at(0)].add(utf8::decode(rest.get<std::string>()));
  return all;
}

}  // namespace

void PersonalWordList::add(std::u32string word) {
  if (word.empty()) return;
  begins_.set(word.front() % kBegins);
  std::vector<std::u32string>& words = by_first_[word.front()];
  const auto shorter =
      std::find_if(words.begin(), words.end(), [&](const std::u32string& other) { return other.size() < word.size(); });
  words.insert(shorter, std::move(word));
}

std::size_t PersonalWordList::longest_at_start_of(std::u32string_view text) const {
  const auto words = by_first_.find(text.front());
  if (words == by_first_.end()) return 0;
  for (const std::u32string& word : words->second)
    if (text.starts_with(word)) return word.size();
  return 0;
}

bool PersonalWordList::anywhere_in(std::u32string_view text) const {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (at_start_of(text.substr(i)) > 0) return true;
  return false;
}

const PersonalWords& personal_words() {
  static const PersonalWords kWords = [] {
    try {
      return loaded();
    } catch (const std::exception& error) {
      throw std::runtime_error(std::string("The data file ") + kFile + " is damaged: " + error.what());
    }
  }();
  return kWords;
}

}  // namespace schema
}  // namespace gongshi
