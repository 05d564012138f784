// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("vague-count fires on an approximate count beside an exact percentage") {
  gongshi::test::check_cases(
      "vague-count",
      {
          {"余", "基础型", "广播电视", "具备广播电视接入能力的家庭数2285余户，广播电视覆盖率达到91.11%", true},
          {"近", "基础型", "广播电视", "社区总户数近3000户，具备广播电视接入能力家庭2700户，覆盖率为90%", true},
          {"three thousand odd", "基础型", "广播电视", "社区总户数3千余户，具备广播电视接入能力家庭2700户，覆盖率为90%",
           true},
          {"bound", "基础型", "广播电视", "具备广播电视接入能力的家庭数约3000户，覆盖率达到80%以上", false},
          {"exact", "基础型", "广播电视", "社区总户数3000户，具备广播电视接入能力家庭2700户，覆盖率为90%", false},
          {"elsewhere", "标杆型", "治理方式创新", "采集数据9000余条", false},
      });
}
