// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/numerals.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
using signs::kPerHundred, signs::kPerThousand;
constexpr std::u32string_view kPart = signs::kPartsOf;
constexpr char32_t kPoint = signs::kPointSign, kTenth = signs::kTenthSign;

int digit_of(char32_t c) {
  switch (c) {
    case U'零':
    case U'〇':
    case U'○':
      return 0;
    case U'一':
    case U'壹':
      return 1;
    case U'二':
    case U'两':
    case U'贰':
      return 2;
    case U'三':
    case U'叁':
      return 3;
    case U'四':
    case U'肆':
      return 4;
    case U'五':
    case U'伍':
      return 5;
    case U'六':
    case U'陆':
      return 6;
    case U'七':
    case U'柒':
      return 7;
    case U'八':
    case U'捌':
      return 8;
    case U'九':
    case U'玖':
      return 9;
    default:
      return -1;
  }
}

std::int64_t small_unit_of(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    default:
      return 0;
  }
}

std::int64_t large_unit_of(char32_t c) {
  return c == U'万' || c == U'萬' ? 10'000 : c == U'亿' || c == U'億' ? 100'000'000 : 0;
}

/// 廿, 卅: tens in one character; 0 for any other.
int tens_of(char32_t c) { return c == U'廿' ? 2 : c == U'卅' ? 3 : 0; }

bool is_numeral_char(char32_t c) {
  return digit_of(c) >= 0 || small_unit_of(c) > 0 || large_unit_of(c) > 0 || tens_of(c) > 0;
}

/// 二十三 for 廿三.
std::u32string spelled_out(std::u32string_view text) {
  std::u32string spelled;
  for (const char32_t c : text) {
    const int tens = tens_of(c);
    spelled += tens > 0 ? std::u32string{signs::kDigits[static_cast<std::size_t>(tens)], U'十'} : std::u32string{c};
  }
  return spelled;
}

/// 二〇二四, 一二三: digit after digit.
std::optional<std::int64_t> positional(std::u32string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  for (const char32_t c : text) {
    if (digit_of(c) < 0) return std::nullopt;
    value = value * 10 + digit_of(c);
  }
  return value;
}

/// Below 10^4: 三千七百九十, 一千零一十, 一百五 (150).
std::optional<std::int64_t> section_value(std::u32string_view text) {
  std::int64_t sum = 0, last_unit = 10'000;
  int digit = -1;
  bool zero = false;
  for (const char32_t c : text) {
    if (const int value = digit_of(c); value >= 0) {
      if (digit > 0 || (value == 0 && digit == 0)) return std::nullopt;
      zero = zero || value == 0;
      digit = value;
      continue;
    }
    const std::int64_t unit = small_unit_of(c);
    if (unit == 0 || unit >= last_unit) return std::nullopt;
    if (digit <= 0 && unit != 10) return std::nullopt;  // 十二 stands for 一十二; 百 and 千 need their digit
    sum += (digit <= 0 ? 1 : digit) * unit;
    last_unit = unit;
    digit = -1;
    zero = false;
  }
  if (digit > 0) sum += !zero && last_unit >= 100 && last_unit < 10'000 ? digit * last_unit / 10 : digit;
  return sum;
}

std::optional<std::int64_t> integer_value(std::u32string_view text) {
  if (text.empty()) return std::nullopt;
  if (std::any_of(text.begin(), text.end(), tens_of)) return integer_value(spelled_out(text));
  if (text.size() > 1)
    if (const auto value = positional(text)) return value;
  std::int64_t total = 0, limit = 1'000'000'000'000;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::int64_t unit = large_unit_of(text[i]);
    if (unit == 0) continue;
    if (unit >= limit || i == begin) return std::nullopt;
    const auto section = section_value(text.substr(begin, i - begin));
    if (!section || *section == 0) return std::nullopt;
    total += *section * unit;
    limit = unit;
    begin = i + 1;
  }
  const std::u32string_view rest = text.substr(begin);
  if (rest.empty()) return total;
  if (rest.size() == 1 && begin > 0 && digit_of(rest[0]) > 0) return total + digit_of(rest[0]) * limit / 10;  // 一万五
  const auto section = section_value(rest);
  if (!section) return std::nullopt;
  return total + *section;
}

/// Powers of ten as steps; 10^-scale for decimals.
Decimal decimal_step(int scale) { return Decimal(1, scale); }

struct Vocabulary {
  WordTable words;   ///< value 1: no numeral; 0: a numeral after all (十分钟 beside 十分)
  WordTable shares;  ///< value: per cent
  WordTable more;    ///< the same, of shares that are more than that
  WordTable no_share_before;
  std::u32string before_myriads, before_few, behind_thousands, not_tenths, not_ones, roughly_behind, roughly_counted;

  explicit Vocabulary(const Programme& programme) {
    const nlohmann::json& object = programme.words("not_numerals");
    for (const auto& [key, value] : {std::pair{"words", 1}, std::pair{"numerals", 0}})
      for (const std::string& word : string_list(object, key)) words.add(word, value);
    words.finish();
    shares = word_table(object, "shares");
    more = word_table(object, "more_than_shares");
    no_share_before = word_table(object, "no_share_before");
    for (const auto& [text, name] :
         {std::pair{&before_myriads, "before_myriads"}, std::pair{&before_few, "before_few"},
          std::pair{&behind_thousands, "behind_thousands"}, std::pair{&not_tenths, "not_tenths"},
          std::pair{&not_ones, "not_ones"}, std::pair{&roughly_behind, "roughly_behind"},
          std::pair{&roughly_counted, "roughly_counted"}})
      *text = characters(object, name);
  }
};

class Scanner {
 public:
  Scanner(const FoldedText& text, const std::vector<bool>& excluded, const Programme& programme)
      : vocabulary_(programme.prepared<Vocabulary>()), text_(text), excluded_(excluded), blocked_(text.size(), false) {
    block_words();
  }

  std::vector<Numeral> scan() {
    std::vector<Numeral> found;
    for (std::size_t i = 0; i < text_.size();) {
      const auto numeral = at(i);
      if (numeral) found.push_back(*numeral);
      i = numeral ? numeral->end : i + 1;
    }
    return found;
  }

 private:
  void block_words() {
    for (std::size_t i = 0; i < text_.size();) {
      auto match = vocabulary_.words.starting_at(text_.view(), i);
      if (match && goes_on(i)) match.reset();
      if (match && match->value == 1)
        std::fill_n(blocked_.begin() + static_cast<std::ptrdiff_t>(i), match->length, true);
      i += match ? match->length : 1;
    }
  }

  /// 万户 hides no numeral in 三万户, 1.2万户 and 近万户.
  bool goes_on(std::size_t i) const {
    if (i == 0 || (small_unit_of(text_.chars[i]) == 0 && large_unit_of(text_.chars[i]) == 0)) return false;
    const char32_t before = text_.chars[i - 1];
    return is_digit(before) || (is_numeral_char(before) && !blocked_[i - 1]) || before == U'几' || before == U'数' ||
           vocabulary_.before_myriads.find(before) != kNone;
  }

  std::optional<Numeral> at(std::size_t i) const {
    const char32_t c = text_.at(i);
    if (excluded_[i]) return std::nullopt;
    if (is_digit(c)) return arabic(i);
    if (const auto share = vocabulary_.shares.starting_at(text_.view(), i))
      return Numeral{i, i + share->length, Decimal(share->value), 1, true, true, false};
    if (const auto more = vocabulary_.more.starting_at(text_.view(), i);
        more && !vocabulary_.no_share_before.starting_at(text_.view(), i + more->length)) {
      Numeral numeral{i, i + more->length, Decimal(more->value), 1, true, true, false};
      numeral.more = true;
      return numeral;
    }
    if (blocked_[i] || !is_numeral_char(c)) {
      return c == U'几' || (c == U'数' && starts_a_few(i)) ? some(i) : std::nullopt;
    }
    return chinese(i);
  }

  /// 数百人, 约数十次. Behind other words 数 is their own: 家庭数千户, 次数十次.
  bool starts_a_few(std::size_t i) const {
    return i == 0 || !is_han(text_.chars[i - 1]) || vocabulary_.before_few.find(text_.chars[i - 1]) != kNone;
  }

  /// 几十, 几百, 数百: only that there are some.
  std::optional<Numeral> some(std::size_t i) const {
    const std::int64_t unit = small_unit_of(text_.at(i + 1));
    if (unit == 0 || blocked_[i]) return std::nullopt;
    return Numeral{i, i + 2, Decimal(unit), Decimal(unit), true, false, true};
  }

  std::size_t digits_end(std::size_t i) const {
    while (i < text_.size() && is_digit(text_.chars[i]) && !excluded_[i]) ++i;
    return i;
  }

  /// Where the run of digits from i ends, cut where white space stands for "another number" and not for justification.
  std::size_t joined_digits_end(std::size_t i) const {
    const std::size_t end = digits_end(i);
    std::vector<std::size_t> cuts{i};
    for (std::size_t k = i + 1; k < end; ++k)
      if (text_.gaps[k] > 0) cuts.push_back(k);
    if (cuts.size() == 1) return end;
    cuts.push_back(end);
    const auto length = [&](std::size_t group) { return cuts[group + 1] - cuts[group]; };
    bool singles = true, thousands = length(0) <= 3 && text_.at(i) != U'0';
    for (std::size_t group = 0; group + 1 < cuts.size(); ++group) {
      singles = singles && length(group) == 1;
      thousands = thousands && (group == 0 || length(group) == 3);
    }
    const bool hundred = text_.view(i, end) == U"100" && text_.at(end) == U'%';
    const bool year = end - i == 4 && text_.at(i) == U'2' && text_.at(end) == U'年';
    return singles || thousands || hundred || year ? end : cuts[1];
  }

  /// 842/842，100%: a full-width comma behind a division, or in front of a percentage, parts two figures.
  bool parts(std::size_t begin, std::size_t comma) const {
    const bool wide = text_.ends[comma] - text_.begins[comma] > 1;
    return wide && (text_.at(comma + 4) == U'%' || (begin > 0 && text_.chars[begin - 1] == U'/'));
  }

  /// ",234" groups behind the first digits: thousands separators.
  std::size_t separated_end(std::size_t begin, std::size_t end) const {
    if (end - begin > 3 || text_.at(begin) == U'0') return end;
    std::size_t last = end;
    while (text_.at(last) == U',' && digits_end(last + 1) == last + 4 && !parts(begin, last)) last += 4;
    // 9/9，100%: thousands of per cent are none.
    if (last != end && text_.at(last) == U'%') return end;
    return last;
  }

  std::optional<Numeral> arabic(std::size_t i) const {
    std::size_t end = joined_digits_end(i);
    const std::size_t grouped = separated_end(i, end);
    if (grouped != end && !(end - i <= 2 && text_.gaps[end + 1] > 0)) end = grouped;
    std::string digits;
    for (std::size_t k = i; k < end; ++k)
      if (is_digit(text_.chars[k])) digits += static_cast<char>(text_.chars[k]);
    int scale = 0;
    if (text_.at(end) == U'.' && is_digit(text_.at(end + 1))) {
      const std::size_t fraction_end = decimals_end(end + 1);
      scale = static_cast<int>(fraction_end - end - 1);
      digits += '.';
      for (std::size_t k = end + 1; k < fraction_end; ++k) digits += static_cast<char>(text_.chars[k]);
      end = fraction_end;
    }
    const auto value = Decimal::parse(digits);
    if (!value)
      return Numeral{i, end, Decimal(0), 0, false, false, false};  // too long for a figure: an identity number, say
    Numeral numeral{i, end, *value, decimal_step(std::min(scale, Decimal::kMaxScale)), false, false, false};
    apply_multiplier(numeral);
    apply_tenths(numeral);
    return numeral;
  }

  std::size_t decimals_end(std::size_t i) const {
    std::size_t end = i + 1;
    while (is_digit(text_.at(end)) && text_.gaps[end] == 0) ++end;
    return end;
  }

  /// 1.2万, 3千, 1万3 stay exact; 千米 and 千瓦 are units.
  void apply_multiplier(Numeral& numeral) const {
    for (int times = 0; times < 2; ++times) {
      const char32_t c = text_.at(numeral.end);
      const std::int64_t factor = std::max(small_unit_of(c), large_unit_of(c));
      if (factor < 100) return;
      const char32_t next = text_.at(numeral.end + 1);
      if (c == U'千' && vocabulary_.behind_thousands.find(next) != kNone) return;
      if (numeral.end < blocked_.size() && blocked_[numeral.end] && c != U'万' && c != U'亿') return;
      const auto value = Decimal::multiply(numeral.value, Decimal(factor));
      const auto step = Decimal::multiply(numeral.step, Decimal(factor));
      if (!value || !step) return;
      numeral.value = value->is_integer() ? Decimal(value->to_integer()) : *value;
      numeral.step = step->is_integer() ? Decimal(step->to_integer()) : *step;
      ++numeral.end;
    }
  }

  /// 九成, 八成五. 成 begins many words: only where the number is 1–9 and no word goes on.
  void apply_tenths(Numeral& numeral) const {
    const bool one_digit = numeral.end - numeral.begin == 1 || (numeral.approximate && numeral.value < Decimal(10));
    if (text_.at(numeral.end) != kTenth || !one_digit || numeral.value.is_zero()) return;
    const char32_t next = text_.at(numeral.end + 1);
    if (vocabulary_.not_tenths.find(next) != kNone) return;
    numeral.value = Decimal(numeral.value.to_integer() * 10);
    numeral.step = 10;
    numeral.percent = true;
    ++numeral.end;
    // 九成二; a unit behind makes it another figure (占九成两个小区).
    if (const int ones = digit_of(next); ones > 0 && vocabulary_.not_ones.find(text_.at(numeral.end + 1)) == kNone) {
      numeral.value = Decimal(numeral.value.to_integer() + ones);
      numeral.step = 1;
      ++numeral.end;
    }
  }

  std::size_t chinese_end(std::size_t i) const {
    while (i < text_.size() && !blocked_[i] && is_numeral_char(text_.chars[i])) ++i;
    return i;
  }

  std::optional<Numeral> chinese(std::size_t i) const {
    for (const auto& [prefix, divisor] : {std::pair{kPerHundred, 1}, std::pair{kPerThousand, 10}})
      if (text_.view(i, text_.size()).starts_with(prefix)) return per_cent(i, i + prefix.size(), divisor);
    std::size_t end = chinese_end(i);
    if (text_.view(end, text_.size()).starts_with(kPart)) return fraction(i, end);
    // Before 百分之 the run takes in 百: 约占百分之… begins its own numeral.
    if (end - i > 1 && text_.view(end - 1, text_.size()).starts_with(kPerHundred)) --end;
    Numeral numeral{i, end, 0, 1, true, false, false};
    if (bare_unit(i, end)) return about_unit(i, end);
    if (auto value = neighbours(i, end)) {
      numeral.value = *value;
      numeral.approximate = true;
      apply_tenths(numeral);  // 八九成
      return numeral;
    }
    auto value = integer_value(text_.view(i, end));
    if (!value) return std::nullopt;
    numeral.value = *value;
    if (text_.at(end) == kPoint && digit_of(text_.at(end + 1)) >= 0) take_decimals(numeral);
    apply_tenths(numeral);
    return numeral;
  }

  /// 三四户, 七八十人: two neighbours, not a number of two digits.
  std::optional<Decimal> neighbours(std::size_t i, std::size_t end) const {
    const int first = digit_of(text_.at(i)), second = digit_of(text_.at(i + 1));
    if (end - i < 2 || end - i > 3 || first < 1 || second != first + 1 ||
        (end - i == 3 && small_unit_of(text_.at(i + 2)) == 0))
      return std::nullopt;
    return Decimal(first * (end - i == 3 ? small_unit_of(text_.at(i + 2)) : 1));
  }

  /// 百余户, 千余户: the unit alone, and only with 余 or 多 behind it.
  bool bare_unit(std::size_t i, std::size_t end) const {
    return end - i == 1 && (small_unit_of(text_.at(i)) >= 100 || large_unit_of(text_.at(i)) > 0);
  }

  /// 上百户, 近千人.
  bool about_in_front(std::size_t i, std::size_t end) const {
    return i > 0 && vocabulary_.before_myriads.find(text_.chars[i - 1]) != kNone &&
           vocabulary_.roughly_counted.find(text_.at(end)) != kNone;
  }

  std::optional<Numeral> about_unit(std::size_t i, std::size_t end) const {
    if (vocabulary_.roughly_behind.find(text_.at(end)) == kNone && !about_in_front(i, end)) return std::nullopt;
    const std::int64_t unit = std::max(small_unit_of(text_.at(i)), large_unit_of(text_.at(i)));
    return Numeral{i, end, Decimal(unit), Decimal(unit), true, false, true};
  }

  void take_decimals(Numeral& numeral) const {
    std::size_t end = numeral.end + 1;
    std::int64_t coefficient = numeral.value.to_integer();
    int scale = 0;
    while (scale < 6 && digit_of(text_.at(end)) >= 0) {
      coefficient = coefficient * 10 + digit_of(text_.at(end++));
      ++scale;
    }
    numeral.value = Decimal(coefficient, scale);
    numeral.step = decimal_step(scale);
    numeral.end = end;
    if (large_unit_of(text_.at(end)) > 0) apply_multiplier(numeral);  // 一百二十八点五万
  }

  std::optional<Numeral> per_cent(std::size_t begin, std::size_t i, int divisor) const {
    std::optional<Numeral> inner;
    if (text_.at(i) == U'百')
      inner = Numeral{i, i + 1, Decimal(100), 1, true, false, false};
    else
      inner = is_digit(text_.at(i)) ? arabic(i) : is_numeral_char(text_.at(i)) ? chinese(i) : std::nullopt;
    if (!inner) return std::nullopt;
    if (divisor == 10) {
      inner->value = Decimal(inner->value.coefficient(), inner->value.scale() + 1);
      inner->step = Decimal(inner->step.coefficient(), inner->step.scale() + 1);
    }
    inner->begin = begin;
    inner->chinese = inner->percent = true;
    return inner;
  }

  /// 三分之二: about 66.67 %.
  std::optional<Numeral> fraction(std::size_t i, std::size_t end) const {
    const auto whole = integer_value(text_.view(i, end));
    const std::size_t top = end + kPart.size(), top_end = chinese_end(top);
    const auto part = integer_value(text_.view(top, top_end));
    if (!whole || !part || *whole == 0 || *part > *whole) return std::nullopt;
    const auto value = Decimal::divide(Decimal(*part * 100), Decimal(*whole), 2);
    if (!value) return std::nullopt;
    return Numeral{i, top_end, *value, decimal_step(2), true, true, true};
  }

  const Vocabulary& vocabulary_;
  const FoldedText& text_;
  const std::vector<bool>& excluded_;
  std::vector<bool> blocked_;  // characters of words that only look like numerals
};

}  // namespace

std::vector<Numeral> find_numerals(const FoldedText& text, const Programme& programme) {
  return find_numerals(text, std::vector<bool>(text.size(), false), programme);
}

std::vector<Numeral> find_numerals(const FoldedText& text, const std::vector<bool>& excluded,
                                   const Programme& programme) {
  return Scanner(text, excluded, programme).scan();
}

std::optional<Decimal> chinese_numeral(std::u32string_view text) {
  const std::size_t point = text.find(kPoint);
  const auto whole = integer_value(text.substr(0, point));
  if (!whole) return std::nullopt;
  if (point == kNone) return Decimal(*whole);
  std::int64_t coefficient = *whole;
  int scale = 0;
  for (const char32_t c : text.substr(point + 1)) {
    if (digit_of(c) < 0 || ++scale > 6) return std::nullopt;
    coefficient = coefficient * 10 + digit_of(c);
  }
  return scale == 0 ? std::nullopt : std::optional(Decimal(coefficient, scale));
}

}  // namespace gongshi::normalize
