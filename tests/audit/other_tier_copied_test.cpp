// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("other-tier-copied fires on figures and phrases that only another tier has") {
  gongshi::test::check_cases(
      "other-tier-copied",
      {
          {"floors of the middle tier", "基础型", "高空抛物监测",
           "社区内12层及以上住宅实现高空抛物监控报警，监控范围覆盖3层及以上所有窗户和洞口", true},
          {"own floors", "基础型", "高空抛物监测",
           "社区内19层及以上住宅实现高空抛物监控报警，监控范围覆盖3层及以上所有窗户和洞口", false},
          {"own floors of the middle tier", "成长型", "高空抛物监测", "社区内12层及以上住宅实现高空抛物监控报警",
           false},
          {"a function only higher tiers ask for", "基础型", "智能充电设施",
           "每个小区拥有电动自行车集中停放场所，并具备定时充电、自动断电功能", true},
          {"promotion in the city", "基础型", "创新应用场景", "形成不少于1项在市级层面推广的创新应用场景", true},
          {"number of scenarios", "基础型", "智慧社区综合信息平台", "整合或新建5个智慧社区应用场景", true},
          {"scenarios of its own", "基础型", "智慧社区综合信息平台",
           "依托“青杨一家亲”平台整合5个智慧社区应用场景，分别是物业服务、养老服务、出入管理、社区警务、疫情防控",
           false},
          {"three rates", "基础型", "视频监控设施",
           "关键位置的覆盖率、联网率、摄像机完好率均达到95%，公共视频资源出图率达到85%"
           "，视频监控编码、名称、行政区划、经纬度等合规率达到95%",
           true},
          {"rates of the highest tier, one of which this tier asks of another measure", "基础型", "视频监控设施",
           "关键位置的覆盖率、联网率、摄像机完好率均达到98%；公共视频资源出图率达到90%"
           "；编码、名称、行政区划、经纬度等合规率"
           "达到100%",
           true},
          {"more scenarios than asked for", "基础型", "智慧社区综合信息平台", "建成5个智慧社区应用场景", false},
          {"times where the tier asks for none", "基础型", "居民参与共治", "组织线上议事协商活动2次", false},
          {"another tier's floors beside the own ones", "标杆型", "高空抛物监测",
           "7层及以上住宅58栋（其中12层及以上31栋），3层及以上窗户洞口全覆盖", false},
          {"a lower level", "标杆型", "创新应用场景", "“泉水管家”创新应用场景已在市级层面推广", true},
          {"a lower level in other words", "标杆型", "创新做法", "“楼院圆桌”工作法在全市推广", true},
          {"the level asked for", "标杆型", "创新应用场景", "“泉水管家”由省民政厅在全省推广，市级推广案例2个", false},
          {"a higher level", "成长型", "创新应用场景", "“柳岸管家”场景已在省级层面推广", false},
          {"a lone rate", "基础型", "广播电视", "广播电视覆盖率达到80%", false},
          {"all of it", "成长型", "视频监控设施",
           "覆盖率、联网率、摄像机完好率均达到100%，公共视频资源出图率达到100%，合规率达到100%", false},
          {"a lone yearly number", "基础型", "宣传普及", "每年开展2次智慧社区宣传普及活动", false},
          {"yearly number where the tier has none", "基础型", "居民参与共治",
           "按需组织线上议事协商活动，原则上每年不少于2次", true},
          {"a clause of the highest tier", "成长型", "物业（公共事业）服务",
           "能够提供水、电、气、暖、物业费线上缴费服务，科学合理制定设备运行时间表", true},
          {"second edition of the highest tier", "成长型", "智慧社区综合信息平台",
           "利用区块链、CIM等技术，实现对智慧社区相关数据的可信可视化管理", true},
          {"a lamp post of its own", "成长型", "智能照明设施",
           "智能照明设备120台，公共照明设备总数120台，另有智慧杆柱2根", false},
          {"the tier itself", "标杆型", "周界防范", "社区内非封闭式小区实现住宅楼周边区域人员活动情况的图像实时采集",
           false},
      });
}

TEST_CASE("other-tier-copied quotes whole words, beside the own tier's") {
  gongshi::Notice notice = gongshi::test::make_notice("标杆型", "柳岸社区");
  gongshi::test::set_claim(notice, 19, "社区内12层及以上住宅实现高空抛物监控报警，监控范围覆盖3层及以上所有窗户和洞口");
  const auto findings = gongshi::test::findings_of(notice, "other-tier-copied");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].quote == "社区内12层及以上住宅实现高空抛物监控报警");
  CHECK(findings[0].message.find("本级（标杆型）为“社区内7层及以上住宅实现高空抛物监控报警”") != std::string::npos);
}
