// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("ratio-mismatch fires where a percentage differs from its own counts") {
  test::check_cases(
      "ratio-mismatch",
      {
          {"area, last digit wrong", "基础型", "移动通信网络",
           "本社区总面积1.5km²，5G信号覆盖的区域面积1.3km²，覆盖率为86.87%", true},
          {"area, right", "基础型", "移动通信网络", "本社区总面积1.5km²，5G信号覆盖的区域面积1.3km²，覆盖率为86.67%",
           false},
          {"percentages of other things beside the right one", "成长型", "智能照明设施",
           "公共照明设备300盏，智能照明设备255盏，安装率85%，其中太阳能路灯60盏，占20%，节电率35%", false},
          {"households", "基础型", "有线宽带网络", "社区总户数3011户，具备千兆光纤接入能力家庭2900户，覆盖率为90%。",
           true},
          {"rounded to whole per cents", "基础型", "有线宽带网络",
           "社区总户数1600户，具备千兆光纤接入能力家庭1193户，覆盖率为75%", false},
          {"cut to one decimal", "标杆型", "有线宽带网络",
           "社区总户数2477户，具备千兆光纤接入能力家庭2449户，覆盖率为98.8%", false},
          {"neither rounded nor cut", "标杆型", "有线宽带网络",
           "社区总户数2477户，具备千兆光纤接入能力家庭2449户，覆盖率为98.7%", true},
          {"达到 the threshold is a bound", "成长型", "智能照明设施",
           "社区内智能照明设备数358台，社区内公共照明设备总数440台，智能照明设施安装率达到80%", false},
          {"为 the threshold is none", "成长型", "智能照明设施",
           "社区内智能照明设备数358台，社区内公共照明设备总数440台，智能照明设施安装率为80%", true},
          {"以上 is a bound", "基础型", "广播电视",
           "社区家庭总数3011户，具备广播电视接入能力家庭3000户，广播电视覆盖率达到70%以上。", false},
          {"不低于 is a bound that the counts miss", "基础型", "广播电视",
           "社区家庭总数3000户，具备广播电视接入能力家庭2000户，广播电视覆盖率不低于70%。", true},
          {"division in parentheses", "基础型", "有线宽带网络", "家庭千兆光纤网络覆盖率100%（3790户/3790户）", false},
          {"each rate with its division in parentheses", "基础型", "视频监控设施",
           "覆盖率93.8%（60/64），联网率100%（64/64），摄像机完好率90.6%（58/64）", false},
          {"one of several divisions in parentheses is wrong", "基础型", "视频监控设施",
           "覆盖率93.8%（60/64），联网率100%（64/64），摄像机完好率95.6%（58/64）", true},
          {"division with a wrong result", "基础型", "有线宽带网络", "覆盖率=3500户/3790户=100%", true},
          {"division times 100%", "基础型", "有线宽带网络", "覆盖率=3500÷3790×100%=92.35%", false},
          {"万", "基础型", "有线宽带网络", "社区家庭总数1.2万户，具备千兆接入能力的家庭数9000户，覆盖率75%", false},
          {"Chinese numerals", "基础型", "有线宽带网络",
           "社区家庭总数三千七百九十户，具备千兆接入能力的家庭三千七百九十户，覆盖率百分之百", false},
          {"Chinese numerals, wrong", "基础型", "有线宽带网络",
           "社区家庭总数四千户，具备千兆接入能力的家庭三千户，覆盖率百分之八十五点五", true},
          {"九成 is rounded to tens", "标杆型", "有线宽带网络",
           "社区家庭总数1000户，具备千兆接入能力的家庭930户，覆盖率九成", false},
          {"units in front", "基础型", "有线宽带网络",
           "具备千兆接入能力的家庭数（户） 2300 社区家庭总数（户） 2300 家庭千兆光纤网络覆盖率 100%", false},
          {"mixed area units", "基础型", "移动通信网络",
           "社区总面积0.4平方公里，5G信号覆盖的区域面积300000平方米，5G网络覆盖率为75%", false},
          {"mixed area units, wrong", "基础型", "移动通信网络",
           "社区总面积0.4平方公里，5G信号覆盖的区域面积300000平方米，5G网络覆盖率为80.5%", true},
          {"mu and square metres", "基础型", "移动通信网络",
           "社区总面积600亩，5G信号覆盖的区域面积40万平方米，5G网络覆盖率为100%", false},
          {"part of a whole in one sentence", "基础型", "消防隐患管理",
           "本社区小区个数19个，其中10个小区实现电动车进电梯智能识别、自动报警，覆盖率为53%。", false},
          {"part of a whole, wrong", "基础型", "消防隐患管理",
           "本社区小区个数19个，其中10个小区实现电动车进电梯智能识别、自动报警，覆盖率为63%。", true},
          {"a part that the rate is not of", "基础型", "视频监控设施",
           "社区共有视频监控200个，其中新增50个，覆盖率100%", false},
          {"two parts with their own rates", "基础型", "视频监控设施",
           "社区共有摄像头200个，其中联网195个，联网率97.5%，完好190个，完好率95%", false},
          {"share of old people", "成长型", "养老服务",
           "60岁及以上常住老年人口数201人，社区常住人口数13000人。60岁及以上常住老年人占常住人口比重1.5%。", false},
          {"share of old people, wrong", "成长型", "养老服务",
           "60岁及以上常住老年人口数2920人，社区常住人口数13420人。60岁及以上常住老年人占常住人口比重31.76%。", true},
          {"questionnaires", "成长型", "居民体验调查", "共收到有效问卷300份，满意问卷286份，居民满意度95.3%", false},
          {"questionnaires, wrong", "成长型", "居民体验调查", "共收到有效问卷300份，满意问卷286份，居民满意度98.3%",
           true},
          {"estates with figures of their own", "基础型", "有线宽带网络",
           "云锦苑小区共有120户，其中具备千兆接入能力118户，覆盖率98.3%"
           "；桃园里小区共有80户，其中具备千兆接入能力40户，覆盖率50%",
           false},
          {"a range", "基础型", "有线宽带网络", "社区家庭总数1000户，具备千兆接入能力的家庭930户，覆盖率90%-95%",
           false},
          {"thousands separator", "基础型", "有线宽带网络",
           "社区家庭总数1，234户，具备千兆接入能力的家庭1,234户，覆盖率100%", false},
          {"per mille", "成长型", "养老服务",
           "60岁及以上常住老年人口数130人，社区常住人口数13000人，60岁及以上老年人占常住人口比例10‰", false},
          {"grades of satisfaction", "成长型", "居民体验调查",
           "收回有效问卷300份，其中非常满意148份、满意143份、一般9份，居民满意度97%", false},
          {"the whole community after its estates", "基础型", "有线宽带网络",
           "云锦苑小区总户数800户，桃园里小区总户数1200户，社区家庭总数合计2000户，具备千兆接入能力的家庭1900户，"
           "覆盖率85.5%",
           true},
          {"share named in front of another figure", "成长型", "养老服务",
           "60岁及以上常住老年人1,710人，占常住人口5,516人的33.16%，提供助餐、助医2种社区养老服务", true},
          {"division behind the rate that it explains", "基础型", "移动通信网络",
           "5G网络覆盖率93.5%（5G信号覆盖的区域面积0.47平方公里/社区总面积1.07平方公里）", true},
          {"the rate of an earlier year", "基础型", "有线宽带网络",
           "社区家庭总数1781户，具备千兆接入能力的家庭数达到1745户，覆盖率由2022年的61.5%提升至97.98%", false},
          {"the rate of today behind it", "基础型", "有线宽带网络",
           "社区家庭总数1781户，具备千兆接入能力的家庭数达到1745户，覆盖率由2022年的61.5%提升至99.5%", true},
          {"times a hundred per cent", "成长型", "居民体验调查",
           "有效问卷574份，满意539份，一般35份，居民满意度=539/574×100%=93.9%", false},
          {"satisfied with those who nearly are", "成长型", "居民体验调查",
           "收回有效问卷348份，满意（含基本满意）316份，不满意32份，居民满意度84.2%", true},
          {"able to connect, without the network's name", "基础型", "广播电视",
           "每户只计一次，具备接入能力的家庭2706户，社区家庭总数2819户，广播电视覆盖率89.25%", true},
          {"only a percentage", "基础型", "有线宽带网络", "家庭千兆光纤网络覆盖率达到80%", false},
          {"of the count just before", "成长型", "有线宽带网络",
           "1800户中1710户具备千兆能力，覆盖率95%，其中办理千兆套餐513户，占30%", false},
          {"of neither count", "成长型", "有线宽带网络",
           "1800户中1710户具备千兆能力，覆盖率95%，其中办理千兆套餐513户，占36%", true},
      });
}

TEST_CASE("ratio-mismatch shows a calculation that a reviewer can redo") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "达标。社区家庭总数1620户，具备千兆接入能力的家庭数1203户，家庭千兆光纤网络覆盖率为80.5%");
  const auto findings = test::findings_of(notice, "ratio-mismatch");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].stated == "80.5%");
  CHECK(findings[0].expected == "74.26%");
  CHECK(findings[0].calculation == "1203 ÷ 1620 = 74.26%");
  CHECK(findings[0].verdict == Verdict::kViolation);
  CHECK(findings[0].severity == Severity::kError);
}
