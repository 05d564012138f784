// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("template-residue fires on what a form left behind") {
  gongshi::test::check_cases(
      "template-residue",
      {
          {"number of kinds", "成长型", "养老服务", "提供种社区养老服务，分别为助餐、助医", true},
          {"number of buildings", "成长型", "高空抛物监测", "社区内12层及以上住宅栋，均实现高空抛物监控报警", true},
          {"number of buildings in all", "成长型", "高空抛物监测", "12层及以上住宅共栋，每栋安装摄像机", true},
          {"equal counts side by side", "成长型", "居民体验调查", "其中非常满意251份、满意251份、一般12份", false},
          {"number of high buildings", "成长型", "高空抛物监测", "共有住宅楼44栋，其中12层及以上栋，安装摄像机676台",
           true},
          {"number given", "成长型", "高空抛物监测", "社区内12层及以上住宅5栋，均实现高空抛物监控报警", false},
          {"number of places at the end", "成长型", "便民生活服务", "配备智能快件箱、无人售卖机等，共处。", true},
          {"a word that begins like it", "成长型", "便民生活服务", "配备智能快件箱，共处理包裹3000件", false},
          {"share left blank", "成长型", "养老服务", "60岁以上常住老年人总数占比，低于条件标准", true},
          {"alternative of a form", "成长型", "社区警务",
           "依托市级或区县级智慧社区综合信息平台，实现治安防范预警信息发布", true},
          {"alternative of the standard", "成长型", "体制机制",
           "智慧社区建设纳入市级或县级统一的智慧城市建设规划或单独的智慧社区规划", false},
          {"another alternative of the standard", "成长型", "政务服务", "可为居民提供线下或线上“一站式”政务服务",
           false},
          {"two ways of saying it", "成长型", "视频监控设施",
           "覆盖率、联网率均达到100%或者关键位置的覆盖率100%，联网率100%", true},
          {"count as an alternative", "基础型", "智慧社区综合信息平台",
           "整合社区警务、疫情防控等社区安全类应用场景或3个智慧社区应用场景", true},
          {"placeholder", "成长型", "体制机制", "运营主体为XX公司", true},
          {"doubled word", "成长型", "广播电视", "具备具备有线广播电视接入能力的家庭1800户", true},
          {"doubled sentence", "成长型", "消防隐患管理",
           "实现电动车进电梯智能识别、自动报警。实现电动车进电梯智能识别、自动报警的电梯监控", true},
          {"doubled subject", "成长型", "高空抛物监测", "社区社区内12层及以上住宅实现高空抛物监控报警", true},
          {"a name before a word", "成长型", "政务服务", "青杨社区社区服务中心设窗口2个", false},
          {"a verb said twice", "成长型", "居民参与共治", "线上议事商量商量再定，今年议事5次", false},
          {"no number of estates", "成长型", "出入管理", "社区有封闭式小区个，均装智能门禁", true},
          {"no date", "成长型", "宣传普及", "2024年X月X日开展智慧社区宣传活动2次", true},
          {"a list", "成长型", "便民生活服务", "智能快件箱、无人售卖机，便民服务、服务热线", false},
          {"thousands", "成长型", "有线宽带网络", "社区总户数1212户，具备千兆接入能力的家庭1212户，覆盖率100%", false},
          {"a heading of figures", "成长型", "火灾自动报警", "装有报警的楼栋/全部住宅楼栋：38/38。", false},
      });
}
