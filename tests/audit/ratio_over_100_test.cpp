// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("ratio-over-100 fires on more than the whole") {
  gongshi::test::check_cases(
      "ratio-over-100",
      {
          {"100%以上", "基础型", "广播电视", "广播电视覆盖率达到100%以上", true},
          {"120%", "基础型", "广播电视", "广播电视覆盖率达到120%", true},
          {"百分之百以上", "基础型", "广播电视", "广播电视覆盖率达到百分之百以上", true},
          {"more than all", "基础型", "有线宽带网络", "社区家庭总数3000户，具备千兆接入能力的家庭3100户，覆盖率100%",
           true},
          {"swapped division", "基础型", "有线宽带网络", "覆盖率=3790户/3500户=100%", true},
          {"100%", "基础型", "广播电视", "广播电视覆盖率达到100%", false},
          {"93%以上", "基础型", "广播电视", "广播电视覆盖率达到93%以上", false},
          {"growth", "标杆型", "创新做法", "办件量同比增长120%", false},
          {"equal counts", "基础型", "有线宽带网络", "社区家庭总数3000户，具备千兆接入能力的家庭3000户，覆盖率100%",
           false},
          {"side by side, as their names", "基础型", "便民生活服务", "快件箱/售卖机/饮水机：8/5/2。", false},
          {"side by side, by units", "成长型", "政务服务", "窗口、体验区：4个/1处。", false},
          {"built and asked", "成长型", "智慧社区综合信息平台", "场景（建成/要求）：9/5。", false},
          {"a number that is a service's too", "成长型", "视频监控设施",
           "覆盖率100%（110/110），联网率99.2%（119/120）", false},
      });
}
