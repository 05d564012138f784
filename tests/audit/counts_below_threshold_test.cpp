// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("counts-below-threshold fires where the counts miss the tier's threshold") {
  gongshi::test::check_cases(
      "counts-below-threshold",
      {
          {"below, percentage prettified", "成长型", "有线宽带网络",
           "社区家庭总数2000户，具备千兆接入能力的家庭数1500户，覆盖率80%", true},
          {"below, no percentage", "成长型", "有线宽带网络", "社区家庭总数2000户，具备千兆接入能力的家庭数1500户",
           true},
          {"the same counts meet a lower tier", "基础型", "有线宽带网络",
           "社区家庭总数2000户，具备千兆接入能力的家庭数1500户", false},
          {"at the threshold", "成长型", "有线宽带网络",
           "社区家庭总数2000户，具备千兆接入能力的家庭数1600户，覆盖率80%", false},
          {"estates", "成长型", "消防隐患管理", "社区内小区总数10个，其中7个小区实现电动车进电梯智能识别、自动报警",
           true},
          {"enough estates", "基础型", "消防隐患管理",
           "社区内小区总数10个，其中7个小区实现电动车进电梯智能识别、自动报警", false},
          {"another indicator's counts", "成长型", "移动通信网络",
           "社区总户数1432户，具备千兆光纤接入能力家庭1000户，覆盖率为70%。", false},
          {"questionnaires", "标杆型", "居民体验调查", "收回有效问卷300份，满意问卷200份，满意度66.7%", true},
          {"a count that looks like a telephone", "标杆型", "居民体验调查",
           "收回有效问卷211份，满意122份，满意度57.82%", true},
          {"M of N estates", "成长型", "物业（公共事业）服务",
           "1.各类费用可线上缴；2.6个小区中有4个按需部署了智能垃圾分类设施", true},
          {"M of N estates, enough", "成长型", "物业（公共事业）服务",
           "1.各类费用可线上缴；2.6个小区中有5个按需部署了智能垃圾分类设施", false},
          {"more of the same whole later", "成长型", "有线宽带网络",
           "2022年底千兆覆盖率70%（1400户/2000户），改造后2024年8月底提升到92%（1840户/2000户）", false},
          {"parts as shares of the whole in front", "成长型", "广播电视",
           "社区1600户，可收看广播电视的1500户，其中有线电视620户（38.8%）、IPTV880户（55.0%），覆盖率93.8%", false},
          {"parts that make the share together", "成长型", "广播电视",
           "家庭总数：1600户；有线：620户；IPTV：880户；未接入：100户；覆盖率：93.8%", false},
          {"part of the part", "成长型", "有线宽带网络",
           "1800户中1710户具备千兆能力，覆盖率95%，其中办理千兆套餐513户，占30%", false},
      });
}
