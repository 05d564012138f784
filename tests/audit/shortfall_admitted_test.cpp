// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("shortfall-admitted fires where the claim itself says that something is lacking") {
  gongshi::test::check_cases(
      "shortfall-admitted",
      {
          {"none yet", "成长型", "物业（公共事业）服务", "物业费等线上缴费；智能垃圾分类设施暂无", true},
          {"in progress", "成长型", "治理方式创新", "数字技术发挥了作用；社区党建工作与党员管理服务信息化推进中", true},
          {"being built", "成长型", "智能充电设施", "智能安全充电设施正在建设", true},
          {"being tendered", "成长型", "体制机制", "形成领导组织体系和统筹协调机制；运营主体正在招标", true},
          {"new estates only, letter-spaced", "成长型", "出入管理", "新 小 区 已 具 备", true},
          {"planned", "成长型", "出入管理", "计划明年建设", true},
          {"new estates only", "成长型", "出入管理", "新小区已具备", true},
          {"new and old estates", "成长型", "出入管理", "新建小区和老旧小区均已具备智能门禁系统", false},
          {"not yet", "成长型", "火灾自动报警", "尚未安装火灾自动报警系统", true},
          {"some estates", "成长型", "出入管理", "部分小区出入口部署智能门禁系统", true},
          {"some estates where a share will do", "成长型", "消防隐患管理", "部分小区实现电动车进电梯智能识别", false},
          {"while building", "成长型", "信息安全", "在智慧社区的建设中，采用加密等安全措施保障个人信息安全", false},
          {"no fires yet", "成长型", "火灾自动报警", "火灾自动报警系统全覆盖，目前无火灾发生", false},
          {"no cases", "成长型", "疫情防控", "实时发布政策，暂无疫情病例，实现动态更新", false},
          {"all but two estates", "成长型", "智能充电设施", "除两个老旧小区外，其余小区均已建成集中停放场所", true},
          {"all but a house", "成长型", "高空抛物监测", "各楼栋均已安装高空抛物监控，3号楼除外", true},
          {"not one house", "成长型", "火灾自动报警", "各楼烟感全部覆盖，无一栋例外", false},
          {"in the counter hall as ever", "成长型", "物业（公共事业）服务", "水费、电费线上缴，取暖费还得跑营业厅",
           true},
          {"as it was before", "成长型", "物业（公共事业）服务", "以前缴费还得跑营业厅，如今水电气暖物业费线上缴",
           false},
          {"broken", "成长型", "出入管理", "东门、西门装有门禁，北门门禁损坏停用", true},
          {"after an upgrade", "成长型", "信息安全", "分级授权已做，操作日志等平台升级后再做", true},
          {"for the whole town", "成长型", "创新应用场景", "“渡口夜市”应用场景已上线，明年底前计划接入全镇", false},
          {"some lamps where a share will do", "成长型", "智能照明设施", "路灯210盏，智能灯190盏、待更换20盏", false},
          {"besides", "成长型", "政务服务", "除小区服务点外，还可在“爱山东”办理", false},
          {"to be upgraded", "成长型", "火灾自动报警", "住宅楼均有烟感，报警系统待升级", true},
          {"not opened", "成长型", "便民生活服务", "快递柜已装，直饮水机未开通", true},
          {"a next step", "成长型", "便民生活服务", "快递柜已装，直饮水机下一步添置", true},
          {"next year's plan", "成长型", "周界防范", "电子围栏列入明年改造计划", true},
          {"later this year", "成长型", "出入管理", "门禁设备已采购，将于2025年安装", true},
          {"more on top", "基础型", "智能充电设施", "停放棚12处均已启用，自动断电；老旧小区改造时新增2处正在建设",
           false},
          {"more is planned", "成长型", "智能充电设施",
           "8个小区有集中停放场所21处，定时充电、自动断电、故障报警（计划2025年再建20处）", false},
          {"some where a share will do", "成长型", "消防隐患管理", "还有1个小区未安装电梯识别", false},
          {"the others where a share will do", "成长型", "有线宽带网络",
           "共1500户，千兆覆盖1400户，覆盖率93.33%，其余100户为自建房，年底前完成", false},
          {"all where a share will do", "成长型", "有线宽带网络", "千兆光纤正在铺设，年底前完成", true},
          {"none without", "成长型", "出入管理", "没有未安装门禁的封闭式小区", false},
          {"whoever has not", "成长型", "火灾自动报警", "烟感全覆盖，对未安装燃气报警的居民上门提醒", false},
          {"no such houses", "基础型", "高空抛物监测", "暂无19层以上住宅", false},
          {"met", "成长型", "出入管理", "封闭式小区出入口均部署智能门禁系统", false},
      });
}
