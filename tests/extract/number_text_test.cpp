// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/number_text.h"

#include <catch2/catch.hpp>

using gongshi::extract::built_in_format;
using gongshi::extract::number_text;

TEST_CASE("numbers are shown as Excel shows them") {
  struct Case {
    const char *stored, *format, *shown;
  };
  const Case cases[] = {
      {"3790", "General", "3790"},
      {"0.80500000000000005", "General", "0.805"},
      {"13800000000", "General", "13800000000"},
      {"0.80500000000000005", "0%", "81%"},
      {"0.80500000000000005", "0.0%", "80.5%"},
      {"0.74259259259259258", "0.00%", "74.26%"},
      {"1", "0%", "100%"},
      {"1234567.5", "#,##0", "1,234,568"},
      {"-1234.5", "#,##0.00", "-1,234.50"},
      {"2.5", "0.00", "2.50"},
      {"0.285", "0.00", "0.29"},
      {"7", "000", "007"},
      {"0.5", "#.##", "0.50"},
      {"38", "0\"个\"", "38个"},
      {"38", "\"约\"0\\户", "约38户"},
      {"12", "[Red]0.0_ ", "12.0"},
      {"-5", "0;(0)", "(5)"},
      {"0", "0;-0;\"无\"", "无"},
      {"12345", "0.0,\"千\"", "12.3千"},
      {"45", "General\"户\"", "45户"},
      {"12", "@", "12"},
      {"45601", "yyyy/m/d", "2024/11/5"},
      {"45601", "yyyy\"年\"mm\"月\"dd\"日\"", "2024年11月05日"},
      {"45601", "[$-F800]yyyy\"年\"m\"月\"d\"日\";@", "2024年11月5日"},
      {"45601.75", "yyyy-mm-dd hh:mm:ss", "2024-11-05 18:00:00"},
      {"0.5", "h:mm AM/PM", "12:00 PM"},
      {"59", "m/d", "2/28"},
      {"words", "0%", "words"},
      {"0.5", "# ?/?", "0.5"},
      {"120", "0.00E+00", "120"},
  };
  for (const Case& c : cases) {
    INFO(c.stored << " as " << c.format);
    CHECK(number_text(c.stored, c.format) == c.shown);
  }
  CHECK(number_text("44139", "yyyy/m/d", true) == "2024/11/5");
  CHECK(number_text("45601", built_in_format(31)) == "2024年11月5日");
  CHECK(number_text("0.8", built_in_format(9)) == "80%");
  CHECK(built_in_format(4711) == "General");
}
