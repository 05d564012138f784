// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "extract/ascii.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

// Ten digits and the units ten, hundred, thousand, ten thousand of one way to write Chinese numbers.
struct Numerals {
  std::array<std::string_view, 10> digits;
  std::string_view ten, hundred, thousand, ten_thousand;
  bool bare_ten;  // 十 and 十一 rather than 一十 and 一十一
};

constexpr Numerals kCounting = {
    {"○", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, "十", "百", "千", "万", true};
constexpr Numerals kLegalSimplified = {
    {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, "拾", "佰", "仟", "萬", false};
constexpr Numerals kLegalTraditional = {
    {"零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"}, "拾", "佰", "仟", "萬", false};
constexpr Numerals kLegalJapanese = {
    {"〇", "壱", "弐", "参", "四", "伍", "六", "七", "八", "九"}, "拾", "百", "阡", "萬", false};
constexpr std::array<std::string_view, 10> kDigits = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

constexpr std::string_view kStems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
constexpr std::string_view kBranches[] = {"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};
constexpr std::string_view kFootnoteMarks[] = {"*", "†", "‡", "§"};

// Characters that Unicode lists in a row.
struct Series {
  std::string_view format;
  char32_t first;
  int count;
};

constexpr Series kSeries[] = {
    {"decimalEnclosedCircle", U'①', 20},    {"decimalEnclosedCircleChinese", U'①', 20},
    {"decimalEnclosedFullstop", U'⒈', 20},  {"decimalEnclosedParen", U'⑴', 20},
    {"ideographEnclosedCircle", U'㊀', 10},
};

std::string counted(int value, const Numerals& numerals) {
  if (value <= 0 || value > 99'999) return std::to_string(value);
  const std::string_view units[] = {numerals.ten_thousand, numerals.thousand, numerals.hundred, numerals.ten, ""};
  std::string text;
  bool gap = false;
  int weight = 10'000;
  for (const std::string_view unit : units) {
    const int digit = value / weight % 10;
    weight /= 10;
    if (digit == 0) {
      gap = !text.empty();
      continue;
    }
    if (gap) text += numerals.digits[0];
    gap = false;
    if (!(numerals.bare_ten && digit == 1 && unit == numerals.ten && text.empty()))
      text += numerals.digits[static_cast<std::size_t>(digit)];
    text += unit;
  }
  return text;
}

std::string digit_by_digit(int value, const std::array<std::string_view, 10>& digits) {
  std::string text;
  for (const char c : std::to_string(value))
    if (c >= '0' && c <= '9') text += digits[static_cast<std::size_t>(c - '0')];
  return text;
}

// 一 … 十 … 九十九, then digit by digit: the "counting" systems without hundreds.
std::string counted_to_99(int value) {
  return value < 100 ? counted(value, kCounting) : digit_by_digit(value, kCounting.digits);
}

std::string roman(int value) {
  if (value <= 0 || value > 3999) return std::to_string(value);
  constexpr std::pair<int, std::string_view> kParts[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
                                                         {90, "XC"},  {50, "L"},   {40, "XL"}, {10, "X"},   {9, "IX"},
                                                         {5, "V"},    {4, "IV"},   {1, "I"}};
  std::string text;
  for (const auto& [weight, sign] : kParts)
    for (; value >= weight; value -= weight) text += sign;
  return text;
}

// A … Z, AA, BB …: Word repeats the letter, at most 30 times (780).
std::string letters(int value) {
  if (value <= 0 || value > 780) return std::to_string(value);
  return std::string(static_cast<std::size_t>((value - 1) / 26 + 1), static_cast<char>('A' + (value - 1) % 26));
}

std::string full_width(int value) {
  std::string text;
  for (const char c : std::to_string(value))
    utf8::append(text, c == '-' ? U'－' : static_cast<char32_t>(U'０' + (c - '0')));
  return text;
}

template <std::size_t N>
std::string repeated(int value, const std::string_view (&signs)[N]) {
  if (value <= 0) return std::to_string(value);
  std::string text;
  const std::size_t times = std::min<std::size_t>(static_cast<std::size_t>(value - 1) / N + 1, 30);
  for (std::size_t i = 0; i < times; ++i) text += signs[static_cast<std::size_t>(value - 1) % N];
  return text;
}

std::string zodiac_pair(int value) {
  if (value <= 0) return std::to_string(value);
  const auto i = static_cast<std::size_t>(value - 1);
  return fmt::format("{}{}", kStems[i % 10], kBranches[i % 12]);
}

std::string ordinal(int value) {
  const int tens = value % 100, ones = value % 10;
  const bool teen = tens >= 11 && tens <= 13;
  return std::to_string(value) + (teen ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th");
}

using Writer = std::string (*)(int);

struct Format {
  std::string_view name;
  Writer write;
};

constexpr Format kFormats[] = {
    {"none", [](int) { return std::string(); }},
    {"bullet", [](int) { return std::string(); }},
    {"decimal", [](int v) { return std::to_string(v); }},
    {"decimalZero", [](int v) { return fmt::format("{:02}", v); }},
    {"decimalFullWidth", full_width},
    {"decimalFullWidth2", full_width},
    {"numberInDash", [](int v) { return fmt::format("- {} -", v); }},
    {"ordinal", ordinal},
    {"hex", [](int v) { return fmt::format("{:X}", v); }},
    {"chicago", [](int v) { return repeated(v, kFootnoteMarks); }},
    {"upperRoman", roman},
    {"lowerRoman", [](int v) { return lower_ascii(roman(v)); }},
    {"upperLetter", letters},
    {"lowerLetter", [](int v) { return lower_ascii(letters(v)); }},
    {"chineseCounting", counted_to_99},
    {"taiwaneseCounting", counted_to_99},
    {"japaneseCounting", [](int v) { return counted(v, kCounting); }},
    {"chineseCountingThousand", [](int v) { return counted(v, kCounting); }},
    {"taiwaneseCountingThousand", [](int v) { return counted(v, kCounting); }},
    {"koreanCounting", [](int v) { return counted(v, kCounting); }},
    {"chineseLegalSimplified", [](int v) { return counted(v, kLegalSimplified); }},
    {"ideographLegalTraditional", [](int v) { return counted(v, kLegalTraditional); }},
    {"japaneseLegal", [](int v) { return counted(v, kLegalJapanese); }},
    {"ideographDigital", [](int v) { return digit_by_digit(v, kDigits); }},
    {"japaneseDigitalTenThousand", [](int v) { return digit_by_digit(v, kDigits); }},
    {"taiwaneseDigital", [](int v) { return digit_by_digit(v, kCounting.digits); }},
    {"ideographTraditional", [](int v) { return v <= 10 ? repeated(v, kStems) : std::to_string(v); }},
    {"ideographZodiac", [](int v) { return v <= 12 ? repeated(v, kBranches) : std::to_string(v); }},
    {"ideographZodiacTraditional", zodiac_pair},
};

}  // namespace

std::string format_number(int value, std::string_view format) {
  for (const Series& series : kSeries) {
    if (series.format != format || value < 1 || value > series.count) continue;
    std::string text;
    utf8::append(text, series.first + static_cast<char32_t>(value - 1));
    return text;
  }
  const auto* const entry =
      std::find_if(std::begin(kFormats), std::end(kFormats), [&](const Format& f) { return f.name == format; });
  return entry == std::end(kFormats) ? std::to_string(value) : entry->write(value);
}

}  // namespace gongshi::extract
