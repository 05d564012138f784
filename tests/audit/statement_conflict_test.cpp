// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

struct TwoClaims {
  std::string name;
  int first;
  std::string first_claim;
  int later;
  std::string later_claim;
  bool fires;
};

}  // namespace

TEST_CASE("statement-conflict fires where one row has what another says there is none of") {
  for (const TwoClaims& each : std::vector<TwoClaims>{
           {"no lifts, twelve lifts", 2, "5G信号全覆盖，小区均无电梯。", 19, "2.电梯12部均装识别设备，自动报警。",
            true},
           {"a number before the thing", 2, "没有地下车库。", 4, "2座地下车库出入口均有监控。", true},
           {"no lifts, all lifts", 2, "小区没有电梯。", 19, "所有电梯加装电动车识别。", true},
           {"low houses, high houses", 17, "住宅全部为多层。", 20, "高层住宅6栋装有烟感。", true},
           {"a lift's faults", 2, "5G信号全覆盖，全年无电梯故障。", 19, "电梯12部均装识别设备。", false},
           {"both without", 2, "小区均无电梯。", 19, "小区均无电梯。", false},
           {"none of them", 2, "小区均无电梯。", 19, "电梯0部。", false},
           {"a scene that has no matter", 8, "接入“望泽通”平台，建成养老服务、特殊人群管理等5个应用场景。", 18,
            "社区无此项职责。", true},
           {"a share that is not reached", 8, "接入“望泽通”平台，建成养老服务、出入管理等5个应用场景。", 10,
            "60岁及以上老年人占比18%，未超过30%。", false},
           {"one estate of several", 8, "接入“望泽通”平台，建成养老服务、出入管理等5个应用场景。", 15,
            "柳岸花园为封闭式小区，三个出入口有人脸门禁和道闸；另外两个小区为开放式小区。", false},
       }) {
    Notice notice = test::make_notice("成长型", "柳岸社区");
    test::set_claim(notice, each.first, each.first_claim);
    test::set_claim(notice, each.later, each.later_claim);
    const auto findings = test::findings_of(notice, "statement-conflict");
    INFO(each.name);
    REQUIRE(findings.size() == (each.fires ? 1 : 0));
    if (!each.fires) continue;
    CHECK(findings[0].no == each.later);
    CHECK(findings[0].message.find("第" + std::to_string(each.first) + "项") != std::string::npos);
    CHECK(findings[0].message.find("第" + std::to_string(each.later) + "项") != std::string::npos);
  }
}
