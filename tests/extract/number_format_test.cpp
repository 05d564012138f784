// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/number_format.h"

#include <catch2/catch.hpp>

using gongshi::extract::format_number;

TEST_CASE("numbers in the formats of Word") {
  struct Case {
    int value;
    const char *format, *shown;
  };
  const Case cases[] = {
      {7, "decimal", "7"},
      {7, "decimalZero", "07"},
      {12, "decimalFullWidth", "１２"},
      {4, "upperRoman", "IV"},
      {1994, "lowerRoman", "mcmxciv"},
      {4000, "upperRoman", "4000"},
      {28, "upperLetter", "BB"},
      {1, "lowerLetter", "a"},
      {10, "chineseCounting", "十"},
      {11, "chineseCounting", "十一"},
      {28, "chineseCounting", "二十八"},
      {105, "chineseCounting", "一○五"},
      {105, "chineseCountingThousand", "一百○五"},
      {110, "japaneseCounting", "一百一十"},
      {1010, "chineseCountingThousand", "一千○一十"},
      {28, "chineseLegalSimplified", "贰拾捌"},
      {12, "ideographLegalTraditional", "壹拾貳"},
      {10, "ideographDigital", "一〇"},
      {3, "ideographTraditional", "丙"},
      {12, "ideographZodiac", "亥"},
      {1, "ideographZodiacTraditional", "甲子"},
      {20, "decimalEnclosedCircle", "⑳"},
      {21, "decimalEnclosedCircle", "21"},
      {3, "decimalEnclosedCircleChinese", "③"},
      {2, "decimalEnclosedParen", "⑵"},
      {2, "decimalEnclosedFullstop", "⒉"},
      {3, "ideographEnclosedCircle", "㊂"},
      {3, "numberInDash", "- 3 -"},
      {12, "ordinal", "12th"},
      {3, "none", ""},
      {3, "unheard-of", "3"},
      {0, "chineseCounting", "0"},
      {-3, "upperLetter", "-3"},
  };
  for (const Case& c : cases) {
    INFO(c.value << " as " << c.format);
    CHECK(format_number(c.value, c.format) == c.shown);
  }
}
