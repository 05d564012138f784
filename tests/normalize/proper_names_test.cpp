// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/proper_names.h"

#include <catch2/catch.hpp>

#include "schema/utf8.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

/// The marked stretches, joined by blanks.
std::string names(const std::string& claim) {
  const normalize::ComparisonKey key = normalize::comparison_key(test::programme(), claim);
  std::string all;
  for (const normalize::KeySpan& span : normalize::spans(normalize::proper_names(key, claim, test::programme()), true))
    all += (all.empty() ? "" : " ") + utf8::encode(key.chars.substr(span.begin, span.end - span.begin));
  return all;
}

}  // namespace

TEST_CASE("names are known by their endings, titles and quotation marks") {
  CHECK(names("每周到云栖苑小区走访") == "云栖苑小区");
  CHECK(names("青石街358号旁设驿站") == "青石街");
  CHECK(names("网格员王秀兰每周走访，楼长李明在群里通知") == "王秀兰 李明");
  CHECK(names("通过“暖心帮”登记诉求") == "暖心帮");
  CHECK(names("由安居物业公司次日上门") == "安居物业公司");
}

TEST_CASE("words that only sound like names are none") {
  for (const char* claim : {"每个小区设停放棚", "道路两侧", "网格员每周走访", "智能照明设施", "老小区改造", "思路清晰"})
    CHECK(names(claim).empty());
}
