// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("claim-misplaced fires on another indicator's requirement") {
  gongshi::test::check_cases(
      "claim-misplaced",
      {
          {"the requirement of another row", "基础型", "养老服务",
           "对采集的社区人、地、事、物、情、组织等信息实现集中汇聚、整合管理、动态更新", true},
          {"a sentence of another row", "基础型", "便民生活服务",
           "社区配备智能快件箱、无人售卖机等，社区政务服务场所可为居民提供线下或线上“一站式”政务服务，服务形式包括人工"
           "窗口、“爱山东”网上办事体验区等",
           true},
          {"its own requirement", "基础型", "便民生活服务",
           "社区内按需配备智能便民服务设施，包括智能快件箱、无人售卖机、智能共享直饮水机等", false},
          {"the platform in passing", "基础型", "居民参与共治",
           "依托智慧社区综合信息平台，采用网上选民登记等方式开展民主选举工作，组织线上议事协商活动，党务、居务、财务线"
           "上线下同步公开",
           false},
          {"another row's matter in own words", "基础型", "出入管理", "小区周界安装红外对射和电子围栏，翻越即报警",
           true},
          {"gates under fire alarms", "成长型", "火灾自动报警", "进出口设人脸门禁和车牌识别道闸，人员、车辆认证通行",
           true},
          {"its own matter beside another's", "基础型", "出入管理", "出入口有门禁，小区周界安装电子围栏", false},
          {"scenarios by name", "成长型", "智慧社区综合信息平台",
           "整合应用场景6个，分别是养老服务、就业服务、物业服务、出入管理、周界防范、社区警务", false},
      });
}

TEST_CASE("claim-misplaced fires on a claim pasted from another row and not on that row") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const std::string claim = "本社区总户数1432户，具备千兆光纤接入能力家庭1432户，覆盖率为100%。";
  test::set_claim(notice, 1, claim);
  test::set_claim(notice, 2, claim);
  CHECK(test::rows_with(notice, "claim-misplaced") == std::multiset<std::optional<int>>{2});
}

TEST_CASE("claim-misplaced does not take a figure of another measure for an answer") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  const std::string claim = "辖区5G网络覆盖率达97.9%，在云锦苑、桃园里设有5G基站6座";
  test::set_claim(notice, 2, claim);
  test::set_claim(notice, 3, claim);
  CHECK(test::rows_with(notice, "claim-misplaced") == std::multiset<std::optional<int>>{3});
}
