// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/text_cleanup.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

std::string clean(std::string_view text) { return test::text_of(cleaned(test::line_of(text))); }

/// The line with the character at `index` squeezed in between its neighbours, which stand as if it were not there.
LineText squeezed(std::string_view text, std::size_t index, float confidence = 0.9F) {
  LineText line = test::line_of(text);
  auto& all = line.characters;
  for (std::size_t i = index + 1; i < all.size(); ++i) all[i].x0 -= 20, all[i].x1 -= 20;
  all[index].x0 = all[index - 1].x1 - 2;
  all[index].x1 = all[index].x0 + 4;
  all[index].confidence = confidence;
  return line;
}

}  // namespace

TEST_CASE("signs that engines confuse take the form that their neighbours ask for") {
  const auto [read, meant] = GENERATE(table<const char*, const char*>({
      {"水丶电丶气", "水、电、气"},
      {"覆盖率80﹪", "覆盖率80%"},
      {"覆盖率80％", "覆盖率80％"},
      {"线上\"一站式\"服务", "线上“一站式”服务"},
      {"“一站式\"服务", "“一站式”服务"},
      {"公开\"三务", "公开“三务"},              // its other half stands on the next line
      {"式\"政务服务形式", "式”政务服务形式"},  // on the line above
      {"“一站式'服务", "“一站式”服务"},
      {"家庭数{（户）}共", "家庭数（户）共"},
      {"5\"屏", "5“屏"},
      {"a\"b", "a\"b"},
      {"鲁数发[2022)16号", "鲁数发〔2022〕16号"},
      {"鲁数发（2022）16号", "鲁数发〔2022〕16号"},
      {"（鲁数发［2022】16号）", "（鲁数发〔2022〕16号）"},
      {"（2022）年", "（2022）年"},
      {"（2022）16户", "（2022）16户"},
      {"〈IPTV〉接入", "（IPTV）接入"},
      {"停车库〈场）出入口", "停车库（场）出入口"},
      {"防护设施《至少一种）", "防护设施（至少一种）"},
      {"《指标》（《试行）》", "《指标》（《试行）》"},
      {"物业〈公", "物业（公"},  // closed on the next line
      {"《关于〈办法", "《关于〈办法"},
      {"印发〈办法〉", "印发〈办法〉"},
      {"停车库（场)和(库）", "停车库（场）和（库）"},
      {"停车库(场)", "停车库(场)"},
      {"智 慧 社\u3000区", "智慧社区"},
      {"体制机制|", "体制机制"},
      {"|社区警务", "社区警务"},
      {"8月1日一31日", "8月1日—31日"},
      {"3一5天", "3—5天"},
      {"每周一9点", "每周一9点"},
      {"提供一站式服务", "提供一站式服务"},
      {"SG网络覆盖", "5G网络覆盖"},
      {"建筑面积。。", "建筑面积。"},
      {"通过“é办事”", "通过“e办事”"},
      {"联系人：：某", "联系人：某"},
      {"面积1.3km²、20㎡", "面积1.3km²、20㎡"},
      {"面积1.3km2、20m2", "面积1.3km²、20m²"},
      {"12万m2。", "12万m²。"},
      {"m2和12m21", "m2和12m21"},
      {"共1.5km:，另1.3km”、2m：。", "共1.5km²，另1.3km²、2m²。"},
      {"“步行500m”内，300m：停车场", "“步行500m”内，300m：停车场"},
  }));
  CHECK(clean(read) == meant);
}

TEST_CASE("letters between digits become digits that are marked") {
  const LineText line = cleaned(test::line_of("共1O3户和2l户"));
  CHECK(test::text_of(line) == "共103户和2l户");
  CHECK(line.characters[2].uncertain);
  CHECK_FALSE(line.characters[1].uncertain);
}

TEST_CASE("a digit beside a stroke or half a pair of brackets is marked") {
  const LineText half = cleaned(test::line_of("社区内共]1个小区")), pair = cleaned(test::line_of("见[1]和[2]款"));
  CHECK(test::text_of(half) == "社区内共]1个小区");
  CHECK(half.characters[5].uncertain);
  CHECK(std::none_of(pair.characters.begin(), pair.characters.end(), [](const auto& it) { return it.uncertain; }));
}

TEST_CASE("a stroke or half a pair of brackets before a Chinese character is marked") {
  for (const char* text : {"形成不少于]项应用", "]项应用", "形成不少于l项应用", "形成不少于|项应用"}) {
    const LineText line = cleaned(test::line_of(text));
    INFO(text);
    CHECK(test::text_of(line) == (text == std::string("|项应用") ? "项应用" : text));
    CHECK(std::count_if(line.characters.begin(), line.characters.end(), [](const auto& it) { return it.uncertain; }) ==
          1);
  }
  const LineText words = cleaned(test::line_of("接入IPTV和Wifi网络"));
  CHECK(std::none_of(words.characters.begin(), words.characters.end(), [](const auto& it) { return it.uncertain; }));
}

TEST_CASE("a quote that may be a per cent sign and a full stop that may have lost its number are marked") {
  const auto marked = [](const char* text) {
    std::string result;
    for (const LineCharacter& it : cleaned(test::line_of(text)).characters)
      if (it.uncertain) utf8::append(result, it.code);
    return result;
  };
  CHECK(marked("覆盖率为86.87”") == "7”");
  CHECK(marked("覆盖率为86.87\"") == "7\"");
  CHECK(marked("达标.实现疫苗接种") == ".");
  CHECK(marked("面积0,46平方公里") == "04");
  CHECK(marked("共1,628户") == "");
  CHECK(marked(".实现疫苗接种") == ".");
  CHECK(marked("拨打“12345”热线") == "");
  CHECK(marked("1.实现疫苗接种") == "");
  CHECK(marked("覆盖率86.87%，APP.的") == "");
}

TEST_CASE("a digit before a numeral, or without room between two Chinese characters, is marked") {
  LineText twice = cleaned(test::line_of("慧养老7六大模块"));
  CHECK(twice.characters[3].uncertain);
  CHECK(twice.characters[4].uncertain);
  LineText crowded = test::line_of("社区共有住户户数多");
  LineCharacter digit = crowded.characters[3];
  digit.code = U'7';
  digit.x0 += 8, digit.x1 += 8;
  crowded.characters.insert(crowded.characters.begin() + 4, digit);
  CHECK(cleaned(crowded).characters[4].uncertain);
  for (const char* text : {"统一12345热线", "不少于3万户", "每周5天一次"}) {
    const LineText line = cleaned(test::line_of(text));
    CHECK(std::none_of(line.characters.begin(), line.characters.end(), [](const auto& it) { return it.uncertain; }));
  }
}

TEST_CASE("words that nobody writes become those that are printed where the engine was not sure") {
  const auto mended = [](std::vector<LineText> lines) {
    mend_misread_words(lines);
    std::string text;
    for (const LineText& line : lines) text += test::text_of(line) + "|";
    return text;
  };
  const float unsure = kSureOfCharacter - 0.05F;
  CHECK(mended({test::line_of("干兆网络履盖率", 20, unsure)}) == "千兆网络覆盖率|");
  CHECK(mended({test::line_of("干兆网络履盖率")}) == "干兆网络履盖率|");
  CHECK(mended({test::line_of("网络履", 20, unsure), {}, test::line_of("盖率")}) == "网络覆||盖率|");
  CHECK(mended({test::line_of("履行干部职责", 20, unsure)}) == "履行干部职责|");
  CHECK(mended({}).empty());
}

TEST_CASE("what has no room between two characters is no sign, but a digit is never dropped") {
  CHECK(test::text_of(cleaned(squeezed("高空抛物。感知识别", 4))) == "高空抛物感知识别");
  CHECK(test::text_of(cleaned(squeezed("通过山I东通办事", 3))) == "通过山东通办事");
  const LineText digit = cleaned(squeezed("通过山1东通办事", 3));
  CHECK(test::text_of(digit) == "通过山1东通办事");
  CHECK(digit.characters[3].uncertain);
  CHECK(clean("水、电、气、暖、物业费") == "水、电、气、暖、物业费");
  CHECK(clean("办理I级业务") == "办理I级业务");
}

TEST_CASE("the pitch of a line is that of its Chinese characters") {
  CHECK(character_pitch(test::line_of("智慧社区建设")) == Approx(20));
  CHECK(character_pitch(test::line_of("区 5G 12")) == 0);
  CHECK(character_pitch({}) == 0);
}
