// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/text_forms.h"

#include <catch2/catch.hpp>

#include "schema/utf8.h"
#include "tests/support/records.h"

using namespace gongshi;
using namespace gongshi::normalize;

namespace {

std::string key(const std::string& text, const std::vector<std::string>& subjects = {}) {
  return utf8::encode(comparison_key(test::programme(), text, subjects).chars);
}

}  // namespace

TEST_CASE("keys leave out what does not matter and nothing else") {
  CHECK(key("达标。\n家庭千兆光纤网络覆盖率达到１００％") == "家庭千兆光纤网络覆盖率达到100%");
  CHECK(key("1.采用网上选民登记；\n2、组织活动；（3）公开；①监督") == "采用网上选民登记组织活动公开监督");
  CHECK(key("1.5平方公里") == "1.5平方公里");
  CHECK(key("已达标，已完成。") == "");
  CHECK(key("通过红外监测，通过") == "通过红外监测");
  CHECK(key("本社区内社区警务") == "内警务");
  CHECK(key("青杨社区总户数", {"青杨"}) == "总户数");
  CHECK(key("ＩＰＴＶ（交互式）") == "iptv交互式");
  CHECK(key("已 达 标。社 区 内 住 宅") == "内住宅");
  CHECK(key("达标 全域 5G 覆盖") == "全域5g覆盖");
  CHECK(key("达标1.视频监控覆盖率") == "视频监控覆盖率");
  CHECK(key("") == "");
  CHECK(key("\xFF\xFE坏字节") == "坏字节");
}

TEST_CASE("keys remember where their characters stand") {
  const std::string text = "达标。５G网络";
  const ComparisonKey made = comparison_key(test::programme(), text);
  REQUIRE(made.size() == 4);
  const ByteRange range = made.range(0, 2);
  CHECK(text.substr(range.begin, range.size()) == "５G");
}

TEST_CASE("several keys of one text are those that are made one by one") {
  const std::string text = "1.本社区5.6公里，已达标。\n（2）青杨 社 区Ⅱ期";
  const KeySource source(test::programme(), text);
  const KeyOptions plain{.list_numbers = false, .conclusion_words = false, .subject_words = false};
  CHECK(source.key({"青杨"}).chars == comparison_key(test::programme(), text, {"青杨"}).chars);
  CHECK(source.key({}, plain).chars == comparison_key(test::programme(), text, {}, plain).chars);
  CHECK(source.key({}, plain).begins == comparison_key(test::programme(), text, {}, plain).begins);
  CHECK(utf8::encode(source.key({"青杨"}).chars) == "5.6公里ii期");
}

TEST_CASE("a community is called by its name, with and without brackets") {
  CHECK(subject_names("青杨社区", test::programme()) == std::vector<std::string>{"青杨"});
  const auto names = subject_names("柳园（东城）社区", test::programme());
  CHECK(names.size() == 3);
  CHECK(names.front() == "柳园（东城）");
}

TEST_CASE("figures of a key carry their units") {
  const auto found =
      figures(comparison_key(test::programme(), "总户数 2285 余户，5G覆盖1.50平方公里，覆盖率95%；两处场地，一站式，12层及以上"), test::programme());
  std::vector<std::string> texts;
  for (const KeyFigure& figure : found) texts.push_back(figure.value + figure.unit);
  CHECK(texts == std::vector<std::string>{"2285户", "5g", "1.5平方公里", "95%", "2处", "12层"});
  CHECK(same_unit("个", "项", test::programme()));
  CHECK(!same_unit("个", "户", test::programme()));
  CHECK(is_countable("户", test::programme()));
  CHECK(!is_countable("层", test::programme()));
  CHECK(!is_countable("%", test::programme()));
}
