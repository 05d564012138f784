// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/numerals.h"

#include <unicode/rbnf.h>

#include <catch2/catch.hpp>

#include "schema/utf8.h"
#include "tests/support/records.h"

using namespace gongshi;
using normalize::FoldedText;

namespace {

/// All numerals of the text as "value" or "value%", joined by spaces.
std::string numerals(const std::string& text) {
  const FoldedText folded(text);
  std::string all;
  for (const normalize::Numeral& numeral : normalize::find_numerals(folded, test::programme()))
    all += (all.empty() ? "" : " ") + numeral.value.to_plain_string() + (numeral.percent ? "%" : "") +
           (numeral.approximate ? "~" : "");
  return all;
}

std::u32string from_icu(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return utf8::decode(bytes);
}

}  // namespace

TEST_CASE("Chinese numerals up to 99 999 have the value that ICU spelled out") {
  UErrorCode status = U_ZERO_ERROR;
  const icu::RuleBasedNumberFormat spellout(icu::URBNF_SPELLOUT, icu::Locale("zh"), status);
  REQUIRE(U_SUCCESS(status));
  int wrong = 0;
  for (std::int64_t number = 1; number <= 99'999; ++number) {
    icu::UnicodeString text;
    spellout.format(number, text);
    const auto value = normalize::chinese_numeral(from_icu(text));
    if (!value || *value != Decimal(number)) {
      ++wrong;
      if (wrong < 5) UNSCOPED_INFO(number);
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("numerals that people write and ICU does not") {
  for (const auto& [text, value] : std::vector<std::pair<std::u32string, std::int64_t>>{{U"一千零一十", 1010},
                                                                                        {U"二〇二四", 2024},
                                                                                        {U"两百", 200},
                                                                                        {U"一百五", 150},
                                                                                        {U"一万五", 15000},
                                                                                        {U"十二", 12},
                                                                                        {U"壹佰贰拾", 120},
                                                                                        {U"三亿零五", 300000005}})
    CHECK(normalize::chinese_numeral(text) == Decimal(value));
  for (const std::u32string text : {U"", U"百十", U"一二百", U"千", U"万", U"三百千", U"一点"})
    CHECK_FALSE(normalize::chinese_numeral(text).has_value());
}

TEST_CASE("numerals are found as they are printed") {
  for (const auto& [text, found] : std::vector<std::pair<std::string, std::string>>{
           {"家庭总数3790户", "3790"},
           {"共１，２３４户", "1234"},
           {"共1,234户", "1234"},
           {"1.2万户", "12000"},
           {"3千余户", "3000"},
           {"三千七百九十户", "3790"},
           {"百分之八十五点五", "85.5%"},
           {"百分之百", "100%"},
           {"百分百", "100%"},
           {"九成以上", "90%"},
           {"八成五", "85%"},
           {"半数居民", "50%"},
           {"千分之五", "0.5%"},
           {"三分之二", "66.67%~"},
           {"2 0 2 3年", "2023"},
           {"23 249户", "23249"},
           {"覆盖率10 0%", "100"},
           {"23249 23249", "23249 23249"},
           {"0. 46平方公里", "0.46"},
           {"三四户", "3~"},
           {"百余户", "100~"},
           {"三十分钟", "30"},
           {"几十户", "10~"},
           {"数百人参加", "100~"},
           {"约数十次", "10~"},
           {"近百名", "100~"},
           {"上千户", "1000~"},
           {"占九成二", "92%"},
           {"近九成五", "95%"},
           {"八九成居民", "80%~"},
           {"占九成两个小区", "90% 2"},
           {"两千户", "2000"},
           {"一千二百余户", "1200"},
           {"百分之九十八点六", "98.6%"},
           {"一百二十八点五万平方米", "1285000"},
           {"四分之三以上", "75%~"},
       }) {
    INFO(text);
    CHECK(numerals(text) == found);
  }
}

TEST_CASE("words that only look like numerals are left alone") {
  for (const std::string text :
       {"统一建设", "一站式服务", "一体化平台", "三务公开", "万家灯火", "一键求助", "十分便利", "千兆光纤", "第一批",
        "唯一", "进一步", "成立领导小组", "二维码", "家庭户数百户", "次数千次"}) {
    INFO(text);
    CHECK(numerals(text).empty());
  }
}

TEST_CASE("ranges of numerals are bytes of the printed text") {
  const std::string text = "总数 ３７９０ 户";
  const FoldedText folded(text);
  const auto found = normalize::find_numerals(folded, test::programme());
  REQUIRE(found.size() == 1);
  const ByteRange range = folded.range(found[0].begin, found[0].end);
  CHECK(text.substr(range.begin, range.size()) == "３７９０");
}
