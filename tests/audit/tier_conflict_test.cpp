// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

Notice named(const std::string& preamble, const std::string& table_title) {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.preamble.utf8 = preamble;
  notice.table_title.utf8 = table_title;
  return notice;
}

bool fires(const Notice& notice) { return test::rows_with(notice, "tier-conflict").count(std::nullopt) == 1; }

}  // namespace

TEST_CASE("tier-conflict fires where title, preamble and table title name different tiers") {
  CHECK(fires(named("已满足“成长型智慧社区”的建设要求", "基础型智慧社区")));
  CHECK(!fires(named("已满足“基础型智慧社区”的建设要求", "基础型智慧社区")));
  CHECK(!fires(named("本次共验收基础型5个、成长型3个", "基础型智慧社区")));
  CHECK(!fires(named("", "")));
}

TEST_CASE("tier-conflict fires where the quoted requirements are another tier's") {
  Notice notice = named("", "基础型智慧社区");
  int quoted = 0;
  for (IndicatorRecord& row : notice.rows)
    for (const Indicator& other : test::standard().find("成长型")->indicators)
      if (other.name == row.name.str() && ++quoted <= 15) row.requirement.text.utf8 = other.requirement;
  CHECK(fires(notice));
}

TEST_CASE("tier-conflict leaves one or two misquoted rows to standard-misquoted") {
  Notice notice = named("", "基础型智慧社区");
  notice.rows[0].requirement.text.utf8 = "家庭千兆光纤网络覆盖率达到80%";
  notice.rows[1].requirement.text.utf8 = "5G网络覆盖率达到90%";
  CHECK(!fires(notice));
}
