// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("standard-copied fires on the standard's text and not on a community's own") {
  gongshi::test::check_cases(
      "standard-copied",
      {
          {"word for word", "基础型", "火灾自动报警", "社区内住宅建筑公共区域实现火灾自动报警系统全覆盖", true},
          {"small changes", "基础型", "社区警务", "达标，已实现治安防范预警信息发布，可支持警情发布和社情共享", true},
          {"another tier's figure", "基础型", "高空抛物监测", "社区内12层及以上住宅实现高空抛物监控报警", true},
          {"a conclusion", "基础型", "火灾自动报警", "达标", false},
          {"own counts", "基础型", "出入管理",
           "青杨社区封闭式小区4个，出入口均部署智能门禁系统，实现人员和车辆的通行认证", false},
      });
}
