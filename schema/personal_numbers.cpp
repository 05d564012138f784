// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "schema/characters.h"
#include "schema/date.h"
#include "schema/personal_data.h"
#include "schema/personal_words.h"

namespace gongshi {
inline namespace schema {
namespace {

constexpr std::u32string_view kSeparators = U"-.·(),/~_\n";
constexpr std::size_t kMostSeparators = 3;
constexpr std::size_t kMobileDigits = 11, kIdentityDigits = 18, kOldIdentityDigits = 15;
constexpr std::size_t kShortestCard = 16, kLongestCard = 19;
constexpr std::size_t kCountReach = 5;     // The same where a counter follows: 数据13900001234条.
constexpr std::size_t kHomeReach = 24;     // Characters from the word to the building's number, and of what follows.
constexpr std::size_t kLongestValue = 64;  // Behind a label, where it is the value of one.
constexpr std::size_t kLabelReach = 14;    // Characters before a number in which a word says what it is.

bool is_letter(char32_t code) { return (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z'); }
bool is_alphanumeric(char32_t code) { return is_letter(code) || is_digit(code); }

// Digits that follow one another with few separators between.
struct Chain {
  struct Digit {
    std::size_t at;             // Index of the character.
    char value;                 // '0'–'9'
    bool first;                 // Of its unbroken group.
    std::u32string separators;  // Before it, if first; a blank is ' '.
  };
  std::vector<Digit> digits;

  [[nodiscard]] std::string values(std::size_t begin, std::size_t count) const {
    std::string out;
    for (std::size_t i = begin; i < begin + count && i < digits.size(); ++i) out += digits[i].value;
    return out;
  }
  [[nodiscard]] bool ends_group(std::size_t end) const { return end >= digits.size() || digits[end].first; }
};

Chain chain_at(const CompactText& text, std::size_t begin) {
  Chain chain;
  std::u32string separators;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const int value = any_digit(text.at(i));
    if (value < 0) {
      if (kSeparators.find(text.at(i)) == std::u32string_view::npos || separators.size() >= kMostSeparators) break;
      if (text.gap(i)) separators += U' ';
      separators += text.at(i);
      continue;
    }
    if (i > begin && text.gap(i)) separators += U' ';
    const bool first = i == begin || !separators.empty();
    chain.digits.push_back({i, static_cast<char>('0' + value), first, i == begin ? std::u32string() : separators});
    separators.clear();
  }
  return chain;
}

int number(std::string_view digits, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : digits.substr(at, count)) value = value * 10 + (c - '0');
  return value;
}

bool is_province(std::string_view digits) {
  const int province = number(digits, 0, 2);
  return (province >= 11 && province <= 65) || province == 71 || province == 81 || province == 82 || province == 83;
}

/// Of the first seventeen or eighteen digits.
bool has_birth(std::string_view digits) {
  const Date birth{number(digits, 6, 4), number(digits, 10, 2), number(digits, 12, 2)};
  return is_province(digits) && birth.valid() && birth.year >= 1900 && birth.year <= 2100;
}

bool has_old_birth(std::string_view digits) {
  return is_province(digits) && Date{1900 + number(digits, 6, 2), number(digits, 8, 2), number(digits, 10, 2)}.valid();
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) value = value > 4 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 == 0;
}

class NumberFinder {
 public:
  NumberFinder(const CompactText& text, std::vector<ByteRange>& found)
      : text_(text), words_(personal_words()), found_(found) {}

  void find() {
    for (std::size_t i = 0; i < text_.size();) {
      const char32_t code = text_.at(i);
      if (code == U'@' || code == U'#' || (code == U'(' && text_.from(i).starts_with(U"(at)"))) find_mail(i);
      if (words_.plate_provinces.find(code) != std::u32string::npos) find_plate(i);
      if (i >= labelled_to_) {
        const std::u32string_view rest = text_.from(i);
        if (const std::size_t label = words_.account_labels.at_start_of(rest)) find_behind(i + label, 6, false);
        if (const std::size_t label = words_.identity_labels.at_start_of(rest)) find_behind(i + label, 8, false);
        if (const std::size_t label = words_.messenger_labels.at_start_of(rest)) find_behind(i + label, 5, true);
      }
      if (const std::size_t word = words_.residence_words.at_start_of(text_.from(i))) find_home(i, i + word);
      if (any_digit(code) < 0) {
        ++i;
        continue;
      }
      const Chain chain = chain_at(text_, i);
      find_in(chain);
      i = chain.digits.back().at + 1;
    }
  }

 private:
  void add(std::size_t begin, std::size_t end) { found_.push_back(text_.range(begin, end)); }

  [[nodiscard]] bool said_before(std::size_t i, const PersonalWordList& words, std::size_t reach = kLabelReach) const {
    return words.anywhere_in(text_.view(i > reach ? i - reach : 0, i));
  }

  void find_in(const Chain& chain) {
    for (std::size_t i = 0; i < chain.digits.size();) {
      if (!chain.digits[i].first) {
        ++i;
        continue;
      }
      std::size_t end = identity_end(chain, i);
      if (end == 0) end = mobile_end(chain, i);
      if (end == 0) end = card_end(chain, i);
      i = end > 0 ? end : i + 1;
    }
  }

  /// Index of the digit behind an identity number that begins at `begin`; 0 if there is none.
  std::size_t identity_end(const Chain& chain, std::size_t begin) {
    const std::string digits = chain.values(begin, kIdentityDigits);
    const auto at = [&](std::size_t i) { return chain.digits[i].at; };
    if (digits.size() >= kIdentityDigits - 1) {
      const std::size_t last = begin + kIdentityDigits - 2;
      const char32_t behind = text_.at(at(last) + 1);
      const bool with_x = (behind == U'X' || behind == U'x') && chain.ends_group(last + 1);
      const bool labelled = said_before(at(begin), words_.identity_labels);
      const bool whole = with_x || (digits.size() == kIdentityDigits && chain.ends_group(last + 2));
      if (whole && (has_birth(digits) || labelled) && !numbers_something(at(begin))) {
        const std::size_t end = with_x ? last + 1 : last + 2;
        add(at(begin), with_x ? at(last) + 2 : at(end - 1) + 1);
        return end;
      }
    }
    if (digits.size() >= kOldIdentityDigits && chain.ends_group(begin + kOldIdentityDigits) && has_old_birth(digits) &&
        !numbers_something(at(begin)) && !is_figure(chain, begin, kOldIdentityDigits)) {
      add(at(begin), at(begin + kOldIdentityDigits - 1) + 1);
      return begin + kOldIdentityDigits;
    }
    return 0;
  }

  [[nodiscard]] bool numbers_something(std::size_t i) const { return said_before(i, words_.not_numbers, 8); }

  /// Figures side by side, or one with a decimal point.
  static bool is_figure(const Chain& chain, std::size_t begin, std::size_t count) {
    for (std::size_t i = begin + 1; i < begin + count; ++i)
      if (chain.digits[i].separators.find_first_of(U".,/\n~") != std::u32string::npos) return true;
    return false;
  }

  /// With or without 86, 0086, 086 or 0 before it, which stay.
  std::size_t mobile_end(const Chain& chain, std::size_t begin) {
    std::size_t group = begin + 1;
    while (!chain.ends_group(group)) ++group;
    const std::string digits = chain.values(begin, group - begin);
    for (const std::string_view prefix : {"", "0086", "086", "86", "0"}) {
      if (!digits.starts_with(prefix)) continue;
      const std::size_t first = begin + prefix.size();
      if (first >= group && !prefix.empty()) continue;
      if (!is_mobile(chain, first)) continue;
      add(chain.digits[first].at, chain.digits[first + kMobileDigits - 1].at + 1);
      return first + kMobileDigits;
    }
    return 0;
  }

  [[nodiscard]] bool is_mobile(const Chain& chain, std::size_t first) const {
    const std::string digits = chain.values(first, kMobileDigits);
    if (digits.size() < kMobileDigits || digits[0] != '1' || digits[1] < '3') return false;
    if (!chain.ends_group(first + kMobileDigits)) return false;
    const std::size_t last = chain.digits[first + kMobileDigits - 1].at;
    // 13900001234条 is a count.
    if (!text_.gap(last + 1) && text_.at(last + 1) != 0 &&
        words_.counters.find(text_.at(last + 1)) != std::u32string::npos &&
        !said_before(chain.digits[first].at, words_.telephone_words, kCountReach))
      return false;
    std::vector<int> groups(1, 0);
    std::u32string separators;
    for (std::size_t i = first; i < first + kMobileDigits; ++i) {
      if (i > first && chain.digits[i].first) {
        groups.push_back(0);
        separators += chain.digits[i].separators;
      }
      ++groups.back();
    }
    if (groups.size() == 1 || groups == std::vector{3, 4, 4}) return true;
    // Other groups may be figures side by side.
    if (separators.find_first_of(U",/\n~") != std::u32string::npos) return false;
    if (said_before(chain.digits[first].at, words_.telephone_words)) return true;
    if (groups.size() == 2 && separators.find(U'.') != std::u32string::npos) return false;
    static const std::vector<std::vector<int>> kUsual = {{3, 8},    {7, 4},    {4, 4, 3}, {4, 3, 4},
                                                         {3, 3, 5}, {3, 5, 3}, {5, 6},    {6, 5}};
    return std::find(kUsual.begin(), kUsual.end(), groups) != kUsual.end() ||
           std::all_of(groups.begin(), groups.end(), [](int size) { return size <= 2; });
  }

  std::size_t card_end(const Chain& chain, std::size_t begin) {
    // Unbroken, or in groups of four.
    std::size_t end = begin + 1, group = begin;
    for (; end < chain.digits.size() && end - begin < kLongestCard; ++end) {
      if (!chain.digits[end].first) continue;
      if (end - group != 4 || chain.digits[end].separators.find_first_not_of(U" -") != std::u32string::npos) break;
      group = end;
    }
    if (!chain.ends_group(end)) return 0;
    if (end < begin + kShortestCard) return 0;
    const std::string digits = chain.values(begin, end - begin);
    const std::size_t at = chain.digits[begin].at;
    const bool card = digits.starts_with("62") || ((digits[0] >= '3' && digits[0] <= '6') && passes_luhn(digits));
    if (!card || numbers_something(at)) return 0;
    add(at, chain.digits[end - 1].at + 1);
    return end;
  }

  /// Letters and digits behind a label (护照：E12345678, QQ 123456789, 微信：…).
  void find_behind(std::size_t i, std::size_t shortest, bool gaps_end) {
    static constexpr std::u32string_view kBetween = U":(）-";
    std::size_t begin = i;
    while (begin < text_.size() && begin < i + 6 &&
           (kBetween.find(text_.at(begin)) != std::u32string_view::npos ||
            words_.before_number.find(text_.at(begin)) != std::u32string::npos))
      ++begin;
    std::size_t end = begin, count = 0;
    while (end < text_.size() && (is_alphanumeric(text_.at(end)) || text_.at(end) == U'-' || text_.at(end) == U'_')) {
      if (gaps_end && end > begin && text_.gap(end)) break;
      count += is_alphanumeric(text_.at(end)) ? 1 : 0;
      ++end;
    }
    while (end > begin && !is_alphanumeric(text_.at(end - 1))) --end;
    const std::u32string_view value = text_.view(begin, end);
    const bool numbered = gaps_end || std::any_of(value.begin(), value.end(), is_digit);
    const bool value_found = count >= shortest && numbered;
    if (value_found) add(begin, end);
    // A label inside the value is none; QQQQQQ… would be read once for each Q.
    if (value_found || end - begin > kLongestValue) labelled_to_ = std::max(labelled_to_, end);
  }

  void find_mail(std::size_t at) {
    const std::size_t behind = text_.at(at) == U'(' ? at + 4 : at + 1;
    const auto in_name = [](char32_t c) {
      return is_alphanumeric(c) || std::u32string_view(U"._%+-").find(c) != std::u32string_view::npos;
    };
    const auto in_domain = [](char32_t c) { return is_alphanumeric(c) || c == U'.' || c == U'-'; };
    std::size_t begin = at;
    while (begin > 0 && in_name(text_.at(begin - 1)) && (begin == at || !text_.gap(begin))) --begin;
    std::size_t end = behind;
    while (end < text_.size() && in_domain(text_.at(end)) && (end == behind || !text_.gap(end))) ++end;
    while (end > behind && !is_alphanumeric(text_.at(end - 1))) --end;
    const std::u32string_view domain = text_.view(behind, end);
    const std::size_t dot = domain.rfind(U'.');
    const bool named = dot != std::u32string_view::npos && dot > 0 &&
                       std::all_of(domain.begin() + static_cast<std::ptrdiff_t>(dot) + 1, domain.end(), is_letter);
    if (begin < at && named) add(begin, end);
  }

  /// 住望岳家园3号楼2单元1102室: where somebody lives, from the building on. An office's address stays.
  void find_home(std::size_t word, std::size_t begin) {
    static constexpr std::u32string_view kSigns = U"-#", kStops = U"。;,、?!)\n";
    if (begin == word + 1 && (words_.not_residences.find(text_.at(begin)) != std::u32string::npos ||
                              (word > 0 && words_.not_residences.find(text_.at(word - 1)) != std::u32string::npos)))
      return;
    const std::size_t limit = std::min(text_.size(), begin + kHomeReach);
    std::size_t at = begin;
    while (at < limit && !is_digit(text_.at(at))) {
      if (kStops.find(text_.at(at)) != std::u32string_view::npos) return;
      ++at;
    }
    std::size_t end = at, groups = 0, last_group = at;
    while (end < text_.size() && end - at < kHomeReach &&
           (is_digit(text_.at(end)) || kSigns.find(text_.at(end)) != std::u32string_view::npos ||
            words_.home_parts.find(text_.at(end)) != std::u32string::npos)) {
      if (is_digit(text_.at(end)) && (end == at || !is_digit(text_.at(end - 1)))) {
        ++groups;
        last_group = end;
      }
      ++end;
    }
    while (end > at && text_.at(end - 1) == U'-') --end;
    // The room's number: 1-5号楼 is no home.
    std::size_t room = last_group;
    while (is_digit(text_.at(room))) ++room;
    if (groups >= 2 && room - last_group >= 3) add(at, end);
  }

  /// 鲁D12345, 鲁D·12345, 鲁DF12345
  void find_plate(std::size_t i) {
    if (!is_letter(text_.at(i + 1))) return;
    std::size_t begin = i + 2;
    if (text_.at(begin) == U'·' || text_.at(begin) == U'.' || text_.at(begin) == U'-') ++begin;
    std::size_t end = begin, digits = 0;
    while (end < text_.size() && is_alphanumeric(text_.at(end)) && (end == begin || !text_.gap(end))) {
      digits += is_digit(text_.at(end)) ? 1 : 0;
      ++end;
    }
    const bool trailer = end < text_.size() && words_.plate_ends.find(text_.at(end)) != std::u32string::npos;
    const std::size_t length = end - begin + (trailer ? 1 : 0);
    // What is one longer is a plate with a slip of the pen.
    if ((length >= 5 && length <= 6 && digits >= 2) || (length == 7 && digits >= 5)) add(i, end);
  }

  const CompactText& text_;
  const PersonalWords& words_;
  std::vector<ByteRange>& found_;
  std::size_t labelled_to_ = 0;  // Behind the last value that a label was seen to have.
};

}  // namespace

void find_personal_numbers(const CompactText& text, std::vector<ByteRange>& found) { NumberFinder(text, found).find(); }

}  // namespace schema
}  // namespace gongshi
