// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/similarity.h"

#include <catch2/catch.hpp>
#include <random>

#include "schema/utf8.h"
#include "tests/support/records.h"

using namespace gongshi;
using namespace gongshi::normalize;

namespace {

/// The textbook table, as a second implementation.
std::size_t slow_common(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j)
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
  return table[a.size()][b.size()];
}

std::u32string random_text(std::mt19937& random, std::size_t length) {
  std::u32string text;
  for (std::size_t i = 0; i < length; ++i) text.push_back(static_cast<char32_t>(0x4E00 + random() % 7));
  return text;
}

ComparisonKey key(const std::string& text) { return comparison_key(test::programme(), text); }

}  // namespace

TEST_CASE("the longest common subsequence agrees with the textbook table over word boundaries") {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    const std::u32string a = random_text(random, random() % 200), b = random_text(random, random() % 200);
    REQUIRE(Pattern(a).common(b) == slow_common(a, b));
    REQUIRE(common_subsequence(a, b) == slow_common(a, b));
  }
}

TEST_CASE("similarity is exact from its bound on and never above it wrongly") {
  std::mt19937 random(11);
  for (int i = 0; i < 200; ++i) {
    const Pattern a(random_text(random, random() % 80)), b(random_text(random, random() % 80));
    const double exact = a.similarity(b);
    const double bounded = a.similarity(b, 0.7);
    if (exact >= 0.7) CHECK(bounded == exact);
    if (exact < 0.7) CHECK(bounded < 0.7);
    CHECK(exact == Approx(b.similarity(a)));
  }
  CHECK(Pattern(U"").similarity(Pattern(U"")) == 1);
  CHECK(Pattern(U"甲乙").similarity(Pattern(U"")) == 0);
}

TEST_CASE("shares and marks tell the standard's text from a claim's own") {
  const auto* text = &test::programme().prepared<StandardText>();
  CHECK(text == &test::programme().prepared<StandardText>());
  CHECK(text->ordered_share(key("社区内住宅建筑公共区域实现火灾自动报警系统全覆盖").chars, "火灾自动报警") == 1);
  CHECK(text->ordered_share(key("安装青杨牌烟感探测器").chars, "火灾自动报警") < 0.5);
  CHECK(text->ordered_share(U"", "火灾自动报警") == 0);
  CHECK(text->ordered_share(key("火灾").chars, "没有这个指标") == 0);
  const ComparisonKey mixed = key("公共区域安装青杨牌烟感探测器");
  const Marks marks = text->any_marks(mixed.chars, 2);
  const auto own = spans(marks, false);
  REQUIRE(own.size() == 1);
  CHECK(utf8::encode(own_text(mixed, *text)).find("青杨牌烟感探测器") != std::string::npos);
}

TEST_CASE("indicator names match whatever their brackets' width") {
  const auto* text = &test::programme().prepared<StandardText>();
  CHECK(!text->passages("物业(公共事业) 服务").empty());
  CHECK(text->passages("没有这个指标").empty());
}
