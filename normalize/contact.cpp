// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/contact.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "normalize/claim/quantities.h"
#include "normalize/folded_text.h"
#include "normalize/regions.h"
#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

/// The word file "contacts".
struct Words {
  std::vector<std::u32string> objections, endings, lead_ins, no_units, unit_labels, person_labels, telephone_labels,
      addressed, sent, offices;
  std::u32string towards, reached, copulas;

  explicit Words(const Programme& programme) {
    const nlohmann::json& object = programme.words("contacts");
    objections = word_list(object, "objections");
    endings = word_list(object, "endings");
    lead_ins = word_list(object, "lead_ins");
    no_units = word_list(object, "no_units");
    unit_labels = word_list(object, "unit_labels");
    person_labels = word_list(object, "person_labels");
    telephone_labels = word_list(object, "telephone_labels");
    addressed = word_list(object, "addressed");
    sent = word_list(object, "sent");
    offices = word_list(object, "offices");
    towards = folded(object.at("towards").get<std::string>());
    reached = folded(object.at("reached").get<std::string>());
    copulas = folded(object.at("copulas").get<std::string>());
  }
};

/// The value behind a label and its colon, up to the end of the line or the next label's sentence.
Span value_behind(const Words& words, const FoldedText& text, std::size_t begin) {
  while (text.at(begin) == U':' || (text.at(begin) != 0 && words.copulas.find(text.at(begin)) != kNone)) ++begin;
  std::size_t end = begin;
  while (end < text.size() && std::u32string_view(U"\n,;。").find(text.chars[end]) == kNone) ++end;
  return {begin, end};
}

std::string slice(std::string_view original, const FoldedText& text, Span span) {
  const ByteRange range = text.range(span.begin, span.end);
  return std::string(original.substr(range.begin, range.size()));
}

/// 以书面形式反馈至望泽县大数据中心
Span unit_behind_verb(const Words& words, const FoldedText& text) {
  for (const std::u32string& verb : words.sent)
    for (std::size_t at = text.view().find(verb); at != kNone; at = text.view().find(verb, at + 1)) {
      const std::size_t begin = at + verb.size() + 1;
      if (words.reached.find(text.at(begin - 1)) == kNone) continue;
      const Span unit = value_behind(words, text, begin);
      if (unit.end - unit.begin >= 4 && unit.end - unit.begin <= 40) return unit;
    }
  return {};
}

/// 向枣庄市大数据局反馈
Span unit_of_sentence(const Words& words, const FoldedText& text) {
  for (const std::u32string& verb : words.addressed)
    for (std::size_t at = text.view().find(verb); at != kNone; at = text.view().find(verb, at + 1)) {
      const std::size_t towards = text.view().rfind(words.towards, at);
      if (towards == kNone || at - towards > 40 || at - towards < 4) continue;
      const std::u32string_view unit = text.view(towards + 1, at);
      if (unit.find_first_of(U",。;\n") == kNone) return {towards + 1, at};
    }
  return unit_behind_verb(words, text);
}

bool names_unit(const Words& words, std::u32string_view text) {
  return text.size() >= 4 && text.size() <= 40 &&
         std::any_of(words.offices.begin(), words.offices.end(),
                     [&](const std::u32string& word) { return text.ends_with(word); });
}

/// 监督电话：0599-1234567（望泽县大数据中心）, 电话：0599-1234567，望泽县大数据中心; 反馈：望泽县大数据中心
/// 0599-1234567: the unit stands beside the number.
Span unit_beside_number(const Words& words, const FoldedText& text) {
  static constexpr std::u32string_view kBetween = U"(,:";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_han(text.chars[i]) || (i > 0 && is_han(text.chars[i - 1]))) continue;
    std::size_t end = i;
    while (end < text.size() && is_han(text.chars[end])) ++end;
    const bool between = i > 0 && kBetween.find(text.chars[i - 1]) != kNone;
    const char32_t before = text.at(between && i > 1 ? i - 2 : i > 0 ? i - 1 : end), after = text.at(end);
    if (names_unit(words, text.view(i, end)) && (is_digit(before) || is_digit(after) || after == U'(')) return {i, end};
  }
  return {};
}

/// The name that ends at `end`: from the place it is named after, else from behind the last word that leads it in.
std::size_t unit_begin(const Words& words, const FoldedText& text, const std::vector<std::size_t>& regions,
                       std::size_t begin, std::size_t end) {
  for (const std::size_t region : regions)
    if (region >= begin && region + 3 < end) return region;
  std::size_t from = begin;
  for (std::size_t i = begin; i < end; ++i)
    for (const std::u32string& word : words.lead_ins)
      if (text.view(i, end).starts_with(word) && i + word.size() < end) from = std::max(from, i + word.size());
  return from;
}

/// 异议请致电望泽县大数据局, 0599-1234567 望泽县大数据中心: any office that the text names, where the text speaks of
/// objections or gives a number to call.
Span unit_anywhere(std::string_view original, const FoldedText& text, const Programme& programme) {
  const Words& words = programme.prepared<Words>();
  std::vector<std::size_t> regions;
  for (const NameMention& mention : find_regions(text, original, programme))
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text.begins[i] == mention.range.begin) regions.push_back(i);
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_han(text.chars[begin])) {
      ++begin;
      continue;
    }
    std::size_t run = begin;
    while (run < text.size() && is_han(text.chars[run])) ++run;
    // The longest name of the run: 大数据局, not 大数据.
    for (std::size_t end = run; end > begin + 2; --end)
      for (const std::u32string& ending : words.endings) {
        if (!text.view(begin, end).ends_with(ending)) continue;
        const std::size_t from = unit_begin(words, text, regions, begin, end);
        if (end - from >= 3 && end - from <= 30 && !contains_any(text.view(from, end), words.no_units))
          return {from, end};
      }
    begin = run;
  }
  return {};
}

template <typename Labels, typename Take>
void for_each_label(const Words& words, const FoldedText& text, const Labels& labels, const Take& take) {
  for (std::size_t i = 0; i < text.size(); ++i)
    for (const std::u32string_view label : labels)
      if (text.view(i, text.size()).starts_with(label) && text.at(i + label.size()) == U':') {
        take(value_behind(words, text, i + label.size()));
        break;
      }
}

bool telephone_char(char32_t c) { return is_digit(c) || c == U'-' || c == U'(' || c == U')'; }

/// Runs of digits, hyphens and parentheses with 7 to 13 digits, or behind a label a short number (12345).
void find_telephones(const Words& words, std::string_view original, const FoldedText& text, Contact& contact) {
  std::size_t label_until = 0;
  for (std::size_t i = 0; i < text.size();) {
    for (const std::u32string& label : words.telephone_labels)
      if (text.view(i, text.size()).starts_with(label)) label_until = i + label.size() + 24;
    if (!is_digit(text.chars[i]) && !(text.chars[i] == U'(' && text.at(i + 1) == U'0')) {
      ++i;
      continue;
    }
    std::size_t end = i;
    int digits = 0;
    while (end < text.size() && telephone_char(text.chars[end])) {
      if (end > i && text.gaps[end] > 1) break;  // two numbers side by side
      digits += is_digit(text.chars[end]) ? 1 : 0;
      ++end;
    }
    while (end > i && !is_digit(text.chars[end - 1])) --end;
    const bool dated = text.at(end) == U'年' || text.at(end) == U'月' || text.at(end) == U'日' ||
                       text.at(end) == U'号' || text.at(end) == U'天';
    const bool labelled = i < label_until;
    if (!dated && ((digits >= 7 && digits <= 13) || (labelled && digits >= 5)))
      contact.telephones.push_back(slice(original, text, {i, end}));
    i = std::max(end, i + 1);
  }
}

bool read_from(std::string_view original, const Programme& programme, Contact& contact) {
  const FoldedText text(original);
  const Words& words = programme.prepared<Words>();
  for_each_label(words, text, words.unit_labels, [&](Span value) {
    if (contact.unit.empty() && value.end > value.begin) contact.unit = slice(original, text, value);
  });
  for_each_label(words, text, words.person_labels, [&](Span value) {
    std::size_t begin = value.begin;
    for (std::size_t i = value.begin; i <= value.end; ++i) {
      const bool cut = i == value.end || text.at(i) == U'、' || text.at(i) == U'/' || is_digit(text.at(i));
      if (!cut) continue;
      if (i > begin) contact.persons.push_back(slice(original, text, {begin, i}));
      begin = i + 1;
      if (i < value.end && is_digit(text.at(i))) break;
    }
  });
  if (contact.unit.empty())
    if (const Span unit = unit_of_sentence(words, text); unit.end > unit.begin)
      contact.unit = slice(original, text, unit);
  find_telephones(words, original, text, contact);
  if (contact.unit.empty() && !contact.telephones.empty())
    if (const Span unit = unit_beside_number(words, text); unit.end > unit.begin)
      contact.unit = slice(original, text, unit);
  if (contact.unit.empty() && (!contact.telephones.empty() || contains_any(text.view(), words.objections)))
    if (const Span unit = unit_anywhere(original, text, programme); unit.end > unit.begin)
      contact.unit = slice(original, text, unit);
  return !contact.unit.empty() || !contact.persons.empty() || !contact.telephones.empty();
}

}  // namespace

void read_contact(Notice& notice, const Programme& programme) {
  notice.contact = {};
  if (read_from(notice.footer.utf8, programme, notice.contact)) return;
  Contact contact;
  if (read_from(notice.preamble.utf8, programme, contact)) notice.contact = contact;
}

}  // namespace gongshi::normalize
