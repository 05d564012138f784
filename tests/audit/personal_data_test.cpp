// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("personal-data finds and never repeats") {
  struct Case {
    std::string name, claim;
    bool fires;
  };
  for (const Case& each : std::vector<Case>{
           {"identity number with a valid check digit", "登记身份证号11010519491231002X。", true},
           {"wrong check digit", "编号110105194912310021。", false},
           {"wrong check digit, but called so", "登记身份证号码：110105194912310021。", true},
           {"mobile number", "居民可拨打13900000000。", true},
           {"eleven digits that are none", "设备编号12345678901。", false},
           {"name of a protected person", "为独居老人王秀英、李桂兰安装烟感。", true},
           {"name with 某", "为独居老人王某某安装烟感。", false},
           {"no name", "为独居老人安装烟感，为残疾人提供服务。", false},
       }) {
    Notice notice = test::make_notice("标杆型", "青杨社区");
    test::set_claim(notice, 11, each.claim);
    const auto findings = test::findings_of(notice, "personal-data");
    INFO(each.name);
    CHECK(findings.empty() != each.fires);
    for (const Finding& finding : findings)
      for (const std::string& text : {finding.message, finding.quote, finding.stated, finding.expected}) {
        CHECK(text.find("1101051949") == std::string::npos);
        CHECK(text.find("139000") == std::string::npos);
        CHECK(text.find("王秀英") == std::string::npos);
      }
  }
}

TEST_CASE("personal-data leaves published contacts alone") {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  notice.footer.utf8 = "联系单位：某市大数据局\n联系电话：13900000000";
  normalize::parse_facts(notice, test::programme());
  CHECK(test::findings_of(notice, "personal-data").empty());
}
