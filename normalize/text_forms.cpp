// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/text_forms.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "schema/characters.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

std::vector<std::u32string> longest_first(const nlohmann::json& list) {
  std::vector<std::u32string> words;
  for (const nlohmann::json& word : list) words.push_back(utf8::decode(word.get<std::string>()));
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return words;
}

}  // namespace

/// Words without punctuation, longest first, so that the longest that stands somewhere wins.
class TextForms {
 public:
  std::vector<std::u32string> conclusion_words, conclusion_alone, subject_words;
  std::vector<std::u32string> counters, pieces, kinds,
      measures;                      // pieces are one unit, so are kinds; measures are no counts
  std::vector<std::string> endings;  // of names of the body that is judged
  std::u32string about, together, persons;

  explicit TextForms(const Programme& programme) {
    const nlohmann::json& file = programme.words("text_forms");
    conclusion_words = longest_first(file.at("conclusion_words"));
    conclusion_alone = longest_first(file.at("conclusion_alone"));
    subject_words = longest_first(file.at("subject_words"));
    counters = longest_first(file.at("counters"));
    pieces = longest_first(file.at("pieces"));
    kinds = longest_first(file.at("kinds"));
    measures = longest_first(file.at("measures"));
    for (const auto& [letters, key] :
         {std::pair{&about, "about_number"}, std::pair{&together, "together"}, std::pair{&persons, "persons"}})
      *letters = utf8::decode(file.at(key).get<std::string>());
    for (const std::u32string& ending : longest_first(programme.words("communities").at("endings")))
      endings.push_back(utf8::encode(ending));
  }
};

namespace {

/// NFKC and lower case of one code point; empty for one that is left out.
std::u32string folded(char32_t code) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return {code};
  const icu::UnicodeString source(static_cast<UChar32>(code));
  const icu::UnicodeString target = nfkc->normalize(source, status);
  if (U_FAILURE(status)) return {code};
  std::u32string result;
  for (std::int32_t i = 0; i < target.length(); i = target.moveIndex32(i, 1))
    result.push_back(static_cast<char32_t>(target.char32At(i)));
  return result;
}

/// NFKC of the punctuation and the full-width forms that notices are full of, made once; 0 where it is not one
/// character.
char32_t folded_sign(char32_t code) {
  static constexpr char32_t kBegins[] = {0x2010, 0x3001, 0xFF00}, kEnds[] = {0x2040, 0x3020, 0xFFEF};
  static const std::vector<char32_t> kFolded = [] {
    std::vector<char32_t> made;
    for (const std::size_t block : {0, 1, 2})
      for (char32_t sign = kBegins[block]; sign < kEnds[block]; ++sign) {
        const std::u32string form = folded(sign);
        made.push_back(form.size() == 1 ? form.front() : 0);
      }
    return made;
  }();
  std::size_t before = 0;
  for (const std::size_t block : {0, 1, 2}) {
    if (code >= kBegins[block] && code < kEnds[block]) return kFolded[before + code - kBegins[block]];
    before += kEnds[block] - kBegins[block];
  }
  return 0;
}

bool is_word_character(char32_t code) {
  if (is_han(code)) return true;
  if (code < 0x80)
    return is_digit(code) || (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') || code == U'%';
  return u_isalnum(static_cast<UChar32>(code)) != 0 || code == U'%' || code == U'‰';
}

/// Whether the white space between `begin` and `end` only letter-spaces Chinese (达 标, 联 系 人): a character beside
/// it stands alone. 达标 全域 is two words.
bool is_letter_space(const std::u32string& text, std::size_t begin, std::size_t end) {
  if (begin == 0 || end >= text.size() || !is_han(text[begin - 1]) || !is_han(text[end])) return false;
  for (std::size_t i = begin; i < end; ++i)
    if (text[i] == U'\n') return false;
  const auto apart = [&](std::size_t at) { return at >= text.size() || !is_han(text[at]); };
  return apart(begin - 2) || apart(end + 1);  // begin 1: the text begins there
}

/// The text folded, every character with its place; those that are left out of keys still separate words here.
ComparisonKey fold(std::string_view text) {
  ComparisonKey folded_text;
  folded_text.chars.reserve(text.size() / 3 + 8);
  folded_text.begins.reserve(text.size() / 3 + 8);
  folded_text.ends.reserve(text.size() / 3 + 8);
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    const char32_t code = utf8::next(text, offset);
    const auto add = [&](char32_t character) {
      folded_text.chars.push_back(character);
      folded_text.begins.push_back(static_cast<std::uint32_t>(begin));
      folded_text.ends.push_back(static_cast<std::uint32_t>(offset));
    };
    if (code < 0x80)
      add(code >= U'A' && code <= U'Z' ? code + 32 : code);
    else if (is_han(code))
      add(code);
    else if (code >= 0x2460 && code <= 0x2473)  // ① … ⑳ number lists: as (1) … (20)
      for (const char32_t character : U"(" + utf8::decode(std::to_string(code - 0x245F)) + U")") add(character);
    else if (const char32_t sign = folded_sign(code); sign != 0)
      add(sign);
    else if (code != 0xFFFD)
      for (const char32_t character : folded(code)) add(character);
  }
  return folded_text;
}

/// Without the white space of letter-spaced Chinese.
ComparisonKey without_letter_spaces(ComparisonKey source) {
  if (std::none_of(source.chars.begin(), source.chars.end(), is_space)) return source;
  ComparisonKey kept;
  for (std::size_t i = 0; i < source.chars.size(); ++i) {
    std::size_t end = i;
    while (end < source.chars.size() && is_space(source.chars[end])) ++end;
    if (end > i && is_letter_space(source.chars, i, end)) i = end;
    kept.chars.push_back(source.chars[i]);
    kept.begins.push_back(source.begins[i]);
    kept.ends.push_back(source.ends[i]);
  }
  return kept;
}

/// Length of a list number that starts at `at` ("1." "2、" "(3)" "一、" with its spaces), or 0. A figure such as 1.5 is
/// none.
std::size_t list_number_length(const std::u32string& text, std::size_t at) {
  std::size_t end = at;
  const bool bracket = end < text.size() && text[end] == U'(';
  if (bracket) ++end;
  const std::size_t digits = end;
  while (end < text.size() && end - digits < 2 && is_digit(text[end])) ++end;
  if (end == digits)
    while (end < text.size() && end - digits < 2 && signs::kNumerals.find(text[end]) != std::u32string_view::npos)
      ++end;
  if (end == digits || end >= text.size()) return 0;
  if (bracket) return text[end] == U')' ? end + 1 - at : 0;
  if (text[end] == U'、' || text[end] == U')') return end + 1 - at;
  if (text[end] != U'.') return 0;
  return end + 1 < text.size() && is_digit(text[end + 1]) ? 0 : end + 1 - at;
}

/// 达标1.视频监控…: a conclusion word alone stands in front.
bool behind_conclusion(const TextForms& forms, const std::u32string& text, std::size_t at) {
  const auto& words = forms.conclusion_words;
  return std::any_of(words.begin(), words.end(), [&](const std::u32string& word) {
    return at >= word.size() && text.compare(at - word.size(), word.size(), word) == 0 &&
           (at == word.size() || !is_word_character(text[at - word.size() - 1]));
  });
}

bool starts_sentence(const TextForms& forms, const std::u32string& text, std::size_t at) {
  while (at > 0 && is_space(text[at - 1]) && text[at - 1] != U'\n') --at;
  if (at == 0 || behind_conclusion(forms, text, at)) return true;
  static const std::u32string_view kEnds = U"\n。;:.,!、";
  return kEnds.find(text[at - 1]) != std::u32string_view::npos;
}

void mark_list_numbers(const TextForms& forms, const std::u32string& text, std::vector<bool>& dropped) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t length = list_number_length(text, i);
    if (length == 0 || !starts_sentence(forms, text, i)) continue;
    std::fill_n(dropped.begin() + static_cast<std::ptrdiff_t>(i), length, true);
    i += length - 1;
  }
}

void mark_words(const std::u32string& text, const std::vector<std::u32string>& words, std::vector<bool>& dropped) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const std::u32string& word : words) {
      if (word.empty() || text[i] != word.front() || text.compare(i, word.size(), word) != 0) continue;
      std::fill_n(dropped.begin() + static_cast<std::ptrdiff_t>(i), word.size(), true);
      i += word.size() - 1;
      break;
    }
  }
}

/// Conclusion words count as such only where they stand by themselves between punctuation (达标。已达标，) or end a
/// text of the standard's own (…全覆盖，已达标): 通过 in the middle of 通过红外监测 is none.
void mark_conclusions(const TextForms& words, const std::u32string& text, std::vector<bool>& dropped) {
  const auto is_boundary = [&](std::size_t at) {
    return at >= text.size() || dropped[at] || !is_word_character(text[at]);  // dropped: 达标1.…
  };
  std::size_t begin = 0;
  while (begin < text.size()) {
    while (begin < text.size() && is_boundary(begin)) ++begin;
    std::size_t end = begin;
    while (end < text.size() && !is_boundary(end)) ++end;
    const std::u32string_view segment = std::u32string_view(text).substr(begin, end - begin);
    const auto is_segment = [&](const std::u32string& word) { return segment == word; };
    bool whole = std::any_of(words.conclusion_words.begin(), words.conclusion_words.end(), is_segment) ||
                 std::any_of(words.conclusion_alone.begin(), words.conclusion_alone.end(), is_segment);
    if (whole)
      std::fill(dropped.begin() + static_cast<std::ptrdiff_t>(begin),
                dropped.begin() + static_cast<std::ptrdiff_t>(end), true);
    begin = end;
  }
}

std::size_t longest_word(const std::vector<std::u32string>& words, const std::u32string& text, std::size_t at) {
  for (const std::u32string& word : words)
    if (!word.empty() && at < text.size() && text[at] == word.front() && text.compare(at, word.size(), word) == 0)
      return word.size();
  return 0;
}

std::size_t unit_length(const TextForms& forms, const std::u32string& text, std::size_t at) {
  return std::max(longest_word(forms.counters, text, at), longest_word(forms.measures, text, at));
}

std::string plain_digits(std::u32string_view digits) {
  std::string value = utf8::encode(digits);
  while (value.size() > 1 && value[0] == '0' && value[1] != '.') value.erase(0, 1);
  if (value.find('.') != std::string::npos)
    while (value.ends_with('0')) value.pop_back();
  if (value.ends_with('.')) value.pop_back();
  return value;
}

/// Value of one to three Chinese numerals below 100, or 0. Larger ones are facts' business; comparison needs the small
/// counts of requirements.
int small_numeral(std::u32string_view text) {
  const auto digit = [](char32_t code) {
    if (code == signs::kPairSign) return 2;
    if (code == signs::kZeroSign) return 0;
    const std::size_t at = signs::kNumerals.find(code);
    return code == signs::kTenSign || at == std::u32string_view::npos ? -1 : static_cast<int>(at) + 1;
  };
  const std::size_t ten = text.find(signs::kTenSign);
  if (ten == std::u32string_view::npos) return text.size() == 1 ? std::max(digit(text[0]), 0) : 0;
  const int tens = ten == 0 ? 1 : ten == 1 ? digit(text[0]) : -1;
  const int ones = ten + 1 == text.size() ? 0 : ten + 2 == text.size() ? digit(text[ten + 1]) : -1;
  return tens < 0 || ones < 0 ? 0 : 10 * tens + ones;
}

bool contains_word(const std::vector<std::u32string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), utf8::decode(word)) != words.end();
}

}  // namespace

std::vector<KeyFigure> figures(const ComparisonKey& key, const Programme& programme) {
  const TextForms& forms = programme.prepared<TextForms>();
  const auto is_numeral = [](char32_t code) {
    return code == signs::kPairSign || signs::kNumerals.find(code) != std::u32string_view::npos;
  };
  const std::u32string& text = key.chars;
  std::vector<KeyFigure> found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && (is_digit(text[end]) || (text[end] == U'.' && end > i))) ++end;
    KeyFigure figure;
    figure.begin = i;
    // 俩窗口: a number with its unit in it; 我俩 is no count.
    if (const std::size_t both = forms.together.find(text[i]);
        both != std::u32string::npos && (i == 0 || forms.persons.find(text[i - 1]) == std::u32string::npos)) {
      figure.value = std::to_string(both + 2);
      figure.unit = signs::kPieces;
      figure.words = true;
      figure.end = ++i;
      found.push_back(std::move(figure));
      continue;
    }
    if (end > i) {
      figure.value = plain_digits(std::u32string_view(text).substr(i, end - i));
    } else {
      while (end < text.size() && end - i < 3 && is_numeral(text[end])) ++end;
      const int value = end > i ? small_numeral(std::u32string_view(text).substr(i, end - i)) : 0;
      if (value == 0 || unit_length(forms, text, end) == 0) {
        i = std::max(end, i + 1);
        continue;
      }
      figure.value = std::to_string(value);
      figure.words = true;
    }
    if (end < text.size() && forms.about.find(text[end]) != std::u32string::npos &&
        unit_length(forms, text, end + 1) > 0)
      ++end;
    const std::size_t length = unit_length(forms, text, end);
    figure.unit = utf8::encode(std::u32string_view(text).substr(end, length));
    figure.end = end + length;
    i = figure.end;
    found.push_back(std::move(figure));
  }
  return found;
}

bool same_unit(std::string_view a, std::string_view b, const Programme& programme) {
  if (a == b) return true;
  const TextForms& forms = programme.prepared<TextForms>();
  const auto both_in = [&](const std::vector<std::u32string>& units) {
    return contains_word(units, a) && contains_word(units, b);
  };
  return both_in(forms.pieces) || both_in(forms.kinds);
}

bool is_countable(std::string_view unit, const Programme& programme) {
  return contains_word(programme.prepared<TextForms>().counters, unit);
}

KeySource::KeySource(const Programme& programme, std::string_view text) : KeySource(text) {
  forms_ = &programme.prepared<TextForms>();
}

KeySource::KeySource(std::string_view text) : folded_(without_letter_spaces(fold(text))) {
  const std::u32string& chars = folded_.chars;
  separates_.assign(chars.size(), false);
  for (std::size_t i = 0; i < chars.size(); ++i) {
    const bool decimal_point =
        chars[i] == U'.' && i > 0 && i + 1 < chars.size() && is_digit(chars[i - 1]) && is_digit(chars[i + 1]);
    separates_[i] = !decimal_point && !is_word_character(chars[i]);
  }
}

ComparisonKey KeySource::key(const std::vector<std::string>& subjects, const KeyOptions& options) const {
  const std::u32string& chars = folded_.chars;
  std::vector<bool> dropped(chars.size(), false);
  if (options.list_numbers) mark_list_numbers(*forms_, chars, dropped);
  std::vector<std::u32string> words;
  for (const std::string& subject : subjects)
    if (std::u32string word = utf8::decode(subject); word.size() >= 2) words.push_back(std::move(word));
  if (!words.empty()) mark_words(chars, words, dropped);
  if (options.subject_words) mark_words(chars, forms_->subject_words, dropped);
  if (options.conclusion_words) mark_conclusions(*forms_, chars, dropped);

  ComparisonKey key;
  key.chars.reserve(chars.size());
  key.begins.reserve(chars.size());
  key.ends.reserve(chars.size());
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (dropped[i] || separates_[i]) continue;
    key.chars.push_back(chars[i]);
    key.begins.push_back(folded_.begins[i]);
    key.ends.push_back(folded_.ends[i]);
  }
  return key;
}

ComparisonKey comparison_key(const Programme& programme, std::string_view text,
                             const std::vector<std::string>& subjects, const KeyOptions& options) {
  return KeySource(programme, text).key(subjects, options);
}

std::vector<std::string> subject_names(std::string_view community, const Programme& programme) {
  const std::vector<std::string>& endings = programme.prepared<TextForms>().endings;
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    const auto ending =
        std::find_if(endings.begin(), endings.end(), [&](const std::string& known) { return name.ends_with(known); });
    if (ending != endings.end()) name.resize(name.size() - ending->size());
    if (utf8::count(name) >= 2 && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  };
  std::string name(community);
  add(name);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    const std::size_t from = name.find(open);
    const std::size_t to = from == std::string::npos ? from : name.find(close, from);
    if (to == std::string::npos) continue;
    add(name.substr(from + open.size(), to - from - open.size()));
    add(name.substr(0, from) + name.substr(to + close.size()));
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return names;
}

}  // namespace gongshi::normalize
