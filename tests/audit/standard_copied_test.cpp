// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("standard-copied does not fire on conclusions and on a community's own counts") {
  gongshi::test::check_cases("standard-copied",
                             {
                                 {"a conclusion", "基础型", "火灾自动报警", "达标", false},
                                 {"own counts", "基础型", "出入管理",
                                  "青杨社区封闭式小区4个，出入口均部署智能门禁系统，实现人员和车辆的通行认证", false},
                             });
}
