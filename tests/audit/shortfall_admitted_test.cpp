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
          {"met", "成长型", "出入管理", "封闭式小区出入口均部署智能门禁系统", false},
      });
}
