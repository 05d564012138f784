// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("clause-unaddressed fires where no part of the claim speaks of a clause") {
  gongshi::test::check_cases(
      "clause-unaddressed",
      {
          {"one of two clauses", "成长型", "物业（公共事业）服务",
           "能够提供水、电、气、暖、物业费等便捷化的线上缴费服务", true},
          {"both clauses", "成长型", "物业（公共事业）服务", "物业费等线上缴费；100%小区部署智能垃圾分类设施", false},
          {"definition only", "成长型", "智慧社区综合信息平台",
           "为社区居民、社区工作者以及物业服务人等提供一体化的管理和服务", true},
          {"definition only, no scenario", "基础型", "创新应用场景",
           "依托智慧社区综合信息平台，聚焦急需解决的痛点难点，打造居民满意度高、运营模式成熟的创新应用场景", true},
          {"requirement", "基础型", "创新应用场景", "形成1项创新应用场景", false},
          {"a scenario of its own", "基础型", "创新应用场景",
           "打造“青杨智慧停车”，接入泊位320个，居民通过小程序查询空位", false},
          {"one metric of three", "成长型", "视频监控设施",
           "关键位置联网率、摄像机完好率均达到95%；公共视频资源出图率达到85%；编码等合规率达到95%", true},
          {"three rates in one word", "基础型", "视频监控设施",
           "关键位置探头46个，在线46个，完好46个，三项均为100%；出图率92%；合规率100%", false},
          {"one half of an unnumbered requirement", "基础型", "周界防范", "3个封闭式小区均已安装电子围栏", false},
          {"things of one sentence", "标杆型", "周界防范",
           "1.封闭式小区安装电子围栏5.6公里；2.非封闭式小区住宅楼周边安装摄像机24台", false},
          {"one item alone, whose words the other shares", "标杆型", "便民生活服务",
           "社区内每个小区拥有1类智能便民服务设施，设施类型一般包括智能快件箱、无人售卖机、智能共享直饮水机等", true},
          {"one item in other words, and the other", "标杆型", "便民生活服务",
           "两个小区均有智能快件箱；“青杨生活圈”小程序入驻商户67家，可导航、发券", false},
          {"charging of bicycles is none of cars", "标杆型", "智能充电设施",
           "电动自行车停放棚3处，电动自行车充电桩56个，具备定时充电、自动断电功能", true},
          {"charging of cars is none of bicycles", "标杆型", "智能充电设施",
           "公共停车位建有电动汽车充电桩8个，已接入山东省充电基础设施信息公共服务平台", true},
          {"charging of both", "标杆型", "智能充电设施", "电动自行车停放棚3处，充电口56个；电动汽车充电桩8个", false},
          {"charging of both in one phrase", "标杆型", "智能充电设施", "建有电动自行车、电动汽车充电桩共60个", false},
          {"time of one sentence", "成长型", "养老服务",
           "1.为独居老人配备呼叫器；2.60岁及以上老年人占比18%，提供助餐服务", true},
          {"activity tracks are no activity", "标杆型", "特殊人群管理",
           "社区为特殊人群建档立卡，多渠道收集特殊人群的行为异常信息、活动轨迹，并及时核对、上报", true},
          {"all metrics", "成长型", "视频监控设施",
           "关键位置覆盖率、联网率、摄像机完好率均达到96%；公共视频资源出图率达到87%；编码等合规率达到98%", false},
          {"a rate without a name", "成长型", "移动通信网络", "达标，覆盖率达到95%", false},
          {"another measure", "成长型", "移动通信网络", "具备千兆光纤接入能力家庭1432户，覆盖率为100%", true},
          {"conclusion alone", "成长型", "物业（公共事业）服务", "达标", false},
          {"no satisfaction", "成长型", "居民体验调查", "通过调查问卷等方式评价居民对智慧社区建设效果的切身感受", true},
          {"kinds listed in the words of the definition", "基础型", "养老服务",
           "为社区老年人提供助餐、助医、助急等社区养老服务", false},
          {"condition absent", "基础型", "高空抛物监测", "社区内无19层及以上住宅，均为多层", false},
      });
}
