// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("ratio-over-100 fires on more than the whole") {
  gongshi::test::check_cases("ratio-over-100",
                             {
                                 {"100%以上", "基础型", "广播电视", "广播电视覆盖率达到100%以上", true},
                                 {"120%", "基础型", "广播电视", "广播电视覆盖率达到120%", true},
                                 {"百分之百以上", "基础型", "广播电视", "广播电视覆盖率达到百分之百以上", true},
                                 {"more than all", "基础型", "有线宽带网络",
                                  "社区家庭总数3000户，具备千兆接入能力的家庭3100户，覆盖率100%", true},
                                 {"swapped division", "基础型", "有线宽带网络", "覆盖率=3790户/3500户=100%", true},
                                 {"100%", "基础型", "广播电视", "广播电视覆盖率达到100%", false},
                                 {"93%以上", "基础型", "广播电视", "广播电视覆盖率达到93%以上", false},
                                 {"growth", "标杆型", "创新做法", "办件量同比增长120%", false},
                                 {"equal counts", "基础型", "有线宽带网络",
                                  "社区家庭总数3000户，具备千兆接入能力的家庭3000户，覆盖率100%", false},
                             });
}
