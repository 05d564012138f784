// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("list-count-mismatch compares a number with its list") {
  gongshi::test::check_cases(
      "list-count-mismatch",
      {
          {"more than said, open list", "成长型", "智慧社区综合信息平台",
           "整合或新建5个智慧社区应用场景，托育服务、教育服务、医疗服务、助残服务、就业服务、文体服务等", true},
          {"as said", "成长型", "智慧社区综合信息平台",
           "智慧社区应用场景数量为5个，分别是养老服务、就业服务、文体服务、物业服务、出入管理。", false},
          {"fewer in a closed list", "成长型", "智慧社区综合信息平台",
           "智慧社区应用场景数量为6个，分别是养老服务、就业服务、文体服务、物业服务、出入管理。", true},
          {"fewer in an open list", "成长型", "智慧社区综合信息平台",
           "整合或新建6个智慧社区应用场景，包括养老服务、就业服务、文体服务等", false},
          {"number behind, more items", "标杆型", "养老服务", "提供助餐、助浴、助洁、助医、助行等4种社区养老服务",
           true},
          {"number behind, as said", "标杆型", "养老服务", "提供助餐、助浴、助洁、助医等4种社区养老服务", false},
          {"kinds of devices", "基础型", "便民生活服务",
           "按需配备智能便民服务设施27个，包括智能快件箱、无人售卖机、智能共享直饮水机", false},
          {"parts add up", "标杆型", "智慧社区综合信息平台",
           "整合或新建以下5个智慧社区应用场景：医疗服务、养老服务等2个社区服务类应用场景和出入管理、周界防范等2个社区安"
           "全类应用场景以及防溺水预警、电动车充电1个特色应用场景",
           true},
          {"parts of devices within the total", "基础型", "便民生活服务",
           "智能便民服务设施27个，其中智能快件箱8个、无人售卖机15个、直饮水机4个", false},
          {"parts over the total", "基础型", "便民生活服务",
           "智能便民服务设施27个，其中智能快件箱8个、无人售卖机20个、直饮水机4个", true},
          {"techniques are no scenarios", "成长型", "智慧社区综合信息平台",
           "整合或新建的智慧社区应用场景数量5个，利用区块链、CIM等技术，实现可视化管理", false},
          {"the standard's own list of types", "成长型", "智慧社区综合信息平台",
           "整合或新建5个智慧社区应用场景，场景类型一般包括托育服务、教育服务、医疗服务、养老服务、助残服务、就业服务、"
           "文体服务等",
           false},
          {"names in parentheses", "基础型", "便民生活服务",
           "社区4个小区（云溪东苑、云溪西苑、桃园里）共配有智能快件箱18组", true},
          {"as many names in parentheses", "基础型", "便民生活服务",
           "社区3个小区（云溪东苑、云溪西苑、桃园里）共配有智能快件箱18组", false},
          {"records counted, kinds listed", "成长型", "疫情防控",
           "1.疫苗接种、核酸检测、重点人员信息3820条纳入“邻里通”平台管理；\n2.疫情信息动态更新", false},
          {"list in parentheses behind the number", "成长型", "智慧社区综合信息平台",
           "智慧社区应用场景数量为7个（养老服务、物业服务、出入管理、社区警务、疫情防控）", true},
          {"list of what is recognised, estates counted", "成长型", "消防隐患管理",
           "消防通道占用、消防栓异常、防火门打开、电气设施异常自动识别系统覆盖6个小区", false},
          {"lists with numbers of their own, the last of one", "成长型", "智慧社区综合信息平台",
           "整合以下5个智慧社区应用场景：养老服务、物业服务等2个服务类应用场景和出入管理、周界防范等2个安全类应用场景以"
           "及"
           "电动车充电1个特色应用场景",
           false},
          {"lists with numbers of their own, one short", "成长型", "智慧社区综合信息平台",
           "整合以下6个智慧社区应用场景：养老服务、物业服务等2个服务类应用场景和出入管理、周界防范等2个安全类应用场景以"
           "及"
           "电动车充电1个特色应用场景",
           true},
          {"a sum behind its parts", "成长型", "便民生活服务", "智能快件箱8个、无人售卖机15个，共计24个", true},
          {"the right sum behind its parts", "成长型", "便民生活服务", "智能快件箱8个、无人售卖机15个，共计23个",
           false},
          {"commas, too few", "成长型", "智慧社区综合信息平台",
           "建成5个应用场景：养老服务，医疗服务，物业服务，出入管理", true},
          {"examples behind a colon", "成长型", "智慧社区综合信息平台", "建成6类场景如：养老、医疗、物业", false},
          {"list behind a remark in brackets", "成长型", "智慧社区综合信息平台",
           "共建设7个应用场景（其中社区服务类、社区安全类等），具体为：养老服务、物业服务、出入管理、社区警务、疫情防"
           "控",
           true},
          {"numbered points", "成长型", "视频监控设施",
           "社区视频监控已实现以下三点：1、关键位置全覆盖。2、公共视频资源出图率达85%。3、合规率达95%。", false},
          {"numbered points, one missing", "成长型", "视频监控设施",
           "社区视频监控已实现以下三点：1、关键位置全覆盖。2、公共视频资源出图率达85%。", true},
          {"和 before the last", "成长型", "便民生活服务", "设3处图书角，包括东区书吧、西区书吧和南区书吧", false},
          {"和 before the last, one missing", "成长型", "智慧社区综合信息平台",
           "建成4个应用场景，分别是养老服务、医疗服务和物业服务", true},
          {"包括 does not say that it is the whole", "成长型", "智慧社区综合信息平台",
           "建成4个应用场景，包括养老服务、医疗服务、物业服务", false},
          {"和 before the last scenario", "成长型", "智慧社区综合信息平台",
           "建成3个应用场景，包括养老服务、医疗服务和物业服务", false},
          {"items with brackets of their own", "成长型", "便民生活服务",
           "设2处图书角：东区书吧（含亲子区、自习区、朗读亭）、西区书吧", false},
          {"a bracket of its own within", "成长型", "便民生活服务",
           "设3处图书角：东区书吧、西区书吧（含亲子区、自习区）、南区书吧", false},
          {"a bracket of its own within, one missing", "成长型", "智慧社区综合信息平台",
           "建成4个应用场景：养老服务、医疗服务（含挂号、咨询）、物业服务", true},
          {"a bracket of its own within, as said", "成长型", "智慧社区综合信息平台",
           "建成3个应用场景：养老服务、医疗服务（含挂号、咨询）、物业服务", false},
          {"a few examples in front of the number", "成长型", "便民生活服务", "在东区、西区等3处设有图书角", false},
      });
}
