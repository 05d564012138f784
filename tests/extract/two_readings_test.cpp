// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/two_readings.h"

#include <catch2/catch.hpp>
#include <string_view>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

/// A line read with 0.99, but for the character at `index`.
LineText reading(std::string_view text, std::size_t index = 99, float confidence = 0.9F) {
  LineText line = test::line_of(text);
  if (index < line.characters.size()) line.characters[index].confidence = confidence;
  return line;
}

std::string better(const LineText& first, const LineText& second) { return test::text_of(better_of(first, second)); }

}  // namespace

TEST_CASE("where two readings differ the surer one is taken") {
  CHECK(better(reading("家庭干兆网络", 2, 0.90F), reading("家庭千兆网络", 2, 0.95F)) == "家庭千兆网络");
  CHECK(better(reading("家庭千兆网络", 2, 0.95F), reading("家庭干兆网络", 2, 0.90F)) == "家庭千兆网络");
  CHECK(better(reading("干", 0, 0.9F), reading("千", 0, 0.9F)) == "干");
  CHECK(better(reading("共19户", 2, 0.5F), reading("共18人", 2, 0.6F)) == "共18人");
}

TEST_CASE("a character that one reading lacks has to be sure") {
  CHECK(better(reading("特殊人和群", 3, 0.96F), reading("特殊人群")) == "特殊人群");
  CHECK(better(reading("特殊人群"), reading("特殊人和群", 3, 0.96F)) == "特殊人群");
  CHECK(better(reading("电子围栏周界"), reading("电子围栏、周界")) == "电子围栏、周界");
  CHECK(better(reading("电子围栏、周界"), reading("电子围栏周界")) == "电子围栏、周界");
}

TEST_CASE("a line that one look missed is taken from the other") {
  CHECK(better({}, reading("治理方式", 1, 0.7F)) == "治理方式");
  CHECK(better(reading("治理方式"), {}) == "治理方式");
  CHECK(better({}, {}).empty());
}

TEST_CASE("characters that both looks agree on keep their order and the higher confidence") {
  const LineText line = better_of(reading("社区", 0, 0.7F), reading("社区", 1, 0.8F));
  REQUIRE(line.characters.size() == 2);
  CHECK(line.characters[0].confidence == 0.99F);
  CHECK(line.characters[1].confidence == 0.99F);
  CHECK(least_confidence(line) == 0.99F);
  CHECK(least_confidence({}) == 0);
}
