// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("condition-absent fires where the claim says that the condition does not exist here") {
  gongshi::test::check_cases(
      "condition-absent",
      {
          {"no such floors", "基础型", "高空抛物监测", "社区内无19层以上住宅，生活小区都安装智能监控", true},
          {"no such floors, other words", "成长型", "高空抛物监测", "本社区没有12层及以上住宅", true},
          {"floors there are", "基础型", "高空抛物监测", "社区内19层及以上住宅3栋，均实现监控报警", false},
          {"open estates", "基础型", "出入管理", "本社区辖区小区为非封闭小区", true},
          {"closed estates beside open ones", "基础型", "出入管理", "3个封闭小区安装门禁，1个开放小区未安装", false},
          {"open estates, where the tier asks of them", "标杆型", "出入管理",
           "本社区小区为非封闭式小区，单元门均部署智能门禁系统", false},
          {"clause of the highest tier", "基础型", "出入管理",
           "社区内非封闭式小区楼栋单元门出入口部署智能门禁系统，实现人员出入楼栋管理", false},
          {"share by figure", "基础型", "养老服务", "60岁及以上常住老年人630人，占比21.76%，提供助餐、助医服务", true},
          {"share by division", "成长型", "养老服务",
           "常住老年人（60岁及以上）1327人/常住人口11064人=11.99%，提供助餐、助医2种服务", true},
          {"share above", "基础型", "养老服务", "60岁及以上常住老年人占比36%，提供助餐、助医服务", false},
          {"share by words", "成长型", "养老服务", "60岁及以上老年人占比未超过30%，提供助餐、助医2种服务", true},
          {"requirement quoted", "基础型", "养老服务", "60岁及以上常住老年人占比超过30%的社区提供2种社区养老服务",
           false},
          {"no such duty", "成长型", "特殊人群管理", "特殊人群由街道管理，社区无此项职责", true},
          {"no open estates", "标杆型", "周界防范", "5个封闭式小区周界装电子围栏4.1公里；社区无非封闭式小区。", true},
          {"no closed estates", "标杆型", "周界防范", "辖区内没有封闭小区，楼栋周边装有摄像机66路", true},
          {"some are open", "成长型", "出入管理", "共6个小区，其中封闭式小区4个，均装门禁；开放式小区2个", false},
          {"the others have no lifts", "基础型", "消防隐患管理",
           "5个小区中2个有电梯，均装电动车识别；其余3个是多层楼，没有电梯", false},
          {"lifts without trouble", "标杆型", "移动通信网络", "46部电梯均有信号，全年无电梯故障", false},
          {"no duty of the word alone", "成长型", "特殊人群管理", "为特殊人群12人建档，无特殊人群脱管", false},
          {"no gates, no walls", "成长型", "出入管理", "咱们是开放式老小区，没有大门围墙", true},
          {"not closed", "成长型", "周界防范", "社区不是封闭式管理，没有围墙", true},
          {"low houses", "成长型", "高空抛物监测", "全部为多层住宅，无高层", true},
          {"at most six storeys", "成长型", "高空抛物监测", "住宅楼最高6层", true},
          {"some low houses", "成长型", "高空抛物监测", "12层及以上住宅9栋均装监控，覆盖3层及以上窗户和洞口", false},
          {"a smaller share of others", "成长型", "养老服务",
           "60岁以上1392人，占常住4410人的31.6%，其中80岁以上212人，占15.2%；助餐、助医2种", false},
          {"unmanned shop", "成长型", "便民生活服务", "设置无人售卖机2台", false},
          {"lifts for all", "标杆型", "移动通信网络", "增设无障碍电梯4部，轿厢内均有信号", false},
      });
}
