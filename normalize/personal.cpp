// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/personal.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/words.h"
#include "schema/date.h"
#include "schema/personal_words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kIdentityLength = 18, kMobileLength = 11;
constexpr std::u32string_view kNameEnds = U"、,。;)\n(:";

std::u32string joined(const std::vector<std::u32string>& words) {
  std::u32string all;
  for (const std::u32string& word : words) all += word;
  return all;
}

struct Vocabulary {
  std::vector<std::u32string> groups, joiners, contact_words, identity_words, mobile_words;
  std::u32string surnames, not_names, anonymous, name_goes_on, name_ends, led_in;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("personal");
    groups = word_list(object, "groups");
    joiners = word_list(object, "joiners");
    not_names = joined(word_list(object, "not_names"));
    anonymous = joined(word_list(object, "anonymous"));
    contact_words = word_list(object, "contact_words");
    identity_words = word_list(object, "identity_words");
    mobile_words = word_list(object, "mobile_words");
    surnames = folded(object.at("surnames").get<std::string>());
    name_goes_on = folded(object.at("name_goes_on").get<std::string>());
    name_ends = folded(object.at("name_ends").get<std::string>());
    led_in = folded(object.at("led_in").get<std::string>());
  }
};

/// GB 11643-1999: weighted sum of the first seventeen digits modulo 11.
bool valid_identity(std::u32string_view digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::u32string_view kCheck = U"10x98765432";
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += static_cast<int>(digits[i] - U'0') * kWeights[i];
  const auto number = [&](std::size_t begin, std::size_t count) {
    int value = 0;
    for (const char32_t c : digits.substr(begin, count)) value = value * 10 + static_cast<int>(c - U'0');
    return value;
  };
  const Date birth{number(6, 4), number(10, 2), number(12, 2)};
  return digits[17] == kCheck[static_cast<std::size_t>(sum % 11)] && birth.valid() && birth.year >= 1900 &&
         birth.year <= 2100;
}

std::size_t digits_end(const FoldedText& text, std::size_t i) {
  while (is_digit(text.at(i))) ++i;
  return i;
}

bool said_before(const FoldedText& text, std::size_t i, const std::vector<std::u32string>& words) {
  const std::size_t begin = i > 20 ? i - 20 : 0;
  const std::u32string_view before = text.view(begin, i);
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) { return before.find(word) != kNone; });
}

/// 13900001234条
bool counts_something(char32_t behind) {
  return behind != 0 && personal_words().counters.find(behind) != std::u32string::npos;
}

/// 经办人手机：…, beside the office's own telephone.
bool is_mobile(const Vocabulary& words, const FoldedText& text, std::size_t i) {
  static constexpr std::size_t kNear = 4;
  const std::size_t begin = i > kNear ? i - kNear : 0;
  return std::any_of(words.mobile_words.begin(), words.mobile_words.end(), [&](const std::u32string& mobile) {
    const std::size_t found = text.view(begin, i).find(mobile);
    return found != kNone && said_before(text, begin + found, words.contact_words);
  });
}

void find_numbers(const Vocabulary& words, const FoldedText& text, bool contacts, std::vector<PersonalMention>& found) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text.chars[i])) {
      ++i;
      continue;
    }
    const std::size_t end = digits_end(text, i);
    const bool with_x = end - i == kIdentityLength - 1 && text.at(end) == U'x';
    // Called an identity number it must not be published, whether or not a digit of it is mistyped.
    if ((end - i == kIdentityLength || with_x) &&
        (valid_identity(text.view(i, i + kIdentityLength)) || said_before(text, i, words.identity_words)))
      found.push_back({PersonalMention::Kind::kIdentityNumber, text.range(i, i + kIdentityLength)});
    else if (end - i == kMobileLength && !counts_something(text.at(end)) && text.at(i) == U'1' &&
             text.at(i + 1) >= U'3' &&
             (!(contacts && said_before(text, i, words.contact_words)) || is_mobile(words, text, i)))
      found.push_back({PersonalMention::Kind::kMobileNumber, text.range(i, end)});
    i = end;
  }
}

/// Length of the name at `i`: a surname and one or two characters, closed by punctuation, or of one person that is
/// spoken of; 0 if none.
std::size_t name_length(const Vocabulary& words, const FoldedText& text, std::size_t i, bool led_in) {
  if (words.surnames.find(text.at(i)) == kNone || words.not_names.find(text.at(i)) != kNone) return 0;
  for (const std::size_t length : {std::size_t{2}, std::size_t{3}}) {
    const char32_t last = text.at(i + length - 1), behind = text.at(i + length);
    if (!is_han(last)) return 0;
    if (words.anonymous.find(last) != kNone || words.anonymous.find(behind) != kNone) return 0;
    if (behind == 0 || kNameEnds.find(behind) != kNone || words.name_ends.find(behind) != kNone) return length;
    if (led_in && length == 3 && words.name_goes_on.find(behind) != kNone) return length;
  }
  return 0;
}

void find_names(const Vocabulary& words, const FoldedText& text, std::vector<PersonalMention>& found) {
  const LetteredText lettered(text.view());
  for (const std::u32string& group : words.groups) {
    if (!lettered.contains(group)) continue;
    for (std::size_t at = text.view().find(group); at != kNone; at = text.view().find(group, at + 1)) {
      std::size_t begin = at + group.size();
      for (const std::u32string& joiner : words.joiners)
        if (text.view(begin, text.size()).starts_with(joiner)) {
          begin += joiner.size();
          break;
        }
      // 如对社区矫正对象某某每日核对轨迹: told of one person.
      const bool led_in = at > 0 && words.led_in.find(text.at(at - 1)) != kNone;
      if (const std::size_t length = name_length(words, text, begin, led_in); length > 0)
        found.push_back({PersonalMention::Kind::kProtectedName, text.range(begin, begin + length)});
    }
  }
}

}  // namespace

std::vector<PersonalMention> find_personal(const FoldedText& text, bool contacts, const Programme& programme) {
  std::vector<PersonalMention> found;
  const Vocabulary& words = programme.prepared<Vocabulary>();
  find_numbers(words, text, contacts, found);
  find_names(words, text, found);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.range.begin < b.range.begin; });
  return found;
}

}  // namespace gongshi::normalize
