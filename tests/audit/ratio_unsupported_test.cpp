// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("ratio-unsupported asks for the counts of a formula") {
  gongshi::test::check_cases(
      "ratio-unsupported",
      {
          {"nothing but a rate", "成长型", "广播电视", "广播电视覆盖率达到80%", true},
          {"a rate alone", "成长型", "广播电视", "90%", true},
          {"numerator only", "成长型", "广播电视", "具备广播电视接入能力的家庭数2285户，广播电视覆盖率达到91.11%",
           true},
          {"denominator only", "标杆型", "家庭能源采集设施",
           "社区共2813户，水、电、燃气等家庭能源均实现自动化采集，安装率达到100%", true},
          {"both", "成长型", "广播电视", "家庭总数1750户，具备广播电视接入能力的家庭1400户，覆盖率80%", false},
          {"division", "成长型", "广播电视", "广播电视覆盖率1400户/1750户=80%", false},
          {"no formula in the definition", "成长型", "视频监控设施", "公共视频资源出图率达到85%", false},
          {"satisfaction", "成长型", "居民体验调查", "居民满意度达到85%", true},
          {"satisfaction with questionnaires", "成长型", "居民体验调查",
           "收回有效问卷300份，满意问卷286份，居民满意度95.3%", false},
          {"satisfaction by a division", "成长型", "居民体验调查", "居民满意度达到78%（156/200）", false},
          {"other counts than areas", "成长型", "移动通信网络", "占地约1.2平方公里，5G基站21座，5G网络覆盖率达98%",
           true},
          {"one area for both", "成长型", "移动通信网络", "5G覆盖面积与社区总面积均为1.12km²，覆盖率100%", false},
          {"all households, with their number", "成长型", "广播电视", "1599户全部开通有线或IPTV，覆盖率100%", false},
          {"households and a percentage", "成长型", "广播电视", "1599户居民，覆盖率90%", true},
          {"no percentage", "成长型", "移动通信网络", "全域5G覆盖", false},
      });
}
