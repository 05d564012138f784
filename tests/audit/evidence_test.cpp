// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/evidence.h"

#include <catch2/catch.hpp>

#include "audit/auditor.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

std::string grade(const std::string& tier, const std::string& indicator, const std::string& claim) {
  Notice notice = test::make_notice(tier, "青杨社区");
  for (const IndicatorRecord& row : notice.rows)
    if (row.name.str() == indicator) {
      test::set_claim(notice, row.no, claim);
      return std::string(to_string(audit::audit_notice(notice, test::programme()).evidence.at(row.no)));
    }
  return "no such indicator";
}

}  // namespace

TEST_CASE("counts of a community's own are counted") {
  CHECK(grade("成长型", "有线宽带网络", "社区总户数1800户，具备千兆接入能力的家庭1800户，覆盖率100%") == "counted");
  CHECK(grade("成长型", "有线宽带网络", "具备千兆接入能力的家庭数（户）1800 社区家庭总数（户）1800") == "counted");
  CHECK(grade("成长型", "宣传普及", "今年已开展11次智慧社区宣传普及活动") == "counted");
  CHECK(grade("成长型", "文体服务", "1.社区内拥有1个共享图书角；2.步行15分钟可达范围内有5处体育场地") == "counted");
  CHECK(grade("基础型", "居民参与共治", "按需组织线上议事协商活动3次") == "counted");
  CHECK(grade("成长型", "政务服务", "设立两个线下窗口，提供“一站式”政务服务") == "counted");
  CHECK(grade("成长型", "政务服务", "窗口3｜体验区1｜一站式") == "counted");
  CHECK(grade("成长型", "社区警务", "预警发布：24；警情发布：15") == "counted");
  CHECK(grade("成长型", "居民参与共治", "3月6日、7月2日、10月9日已召开线上议事会") == "counted");
}

TEST_CASE("figures of the standard, dates, floors and names are nobody's counts") {
  CHECK(grade("成长型", "文体服务", "1.社区内拥有1个共享图书角；2.在社区居民步行15分钟可达范围内拥有1处体育场地") ==
        "copied");
  CHECK(grade("基础型", "高空抛物监测", "社区内12层及以上住宅实现高空抛物监控报警") == "copied");
  CHECK(grade("成长型", "智慧社区综合信息平台", "整合或新建5个智慧社区应用场景") == "copied");
  CHECK(grade("成长型", "智能充电设施", "建新路18号小区安装了充电桩") == "specific");
  CHECK(grade("成长型", "智能充电设施", "充电设施在第2、第3小区") != "counted");
}

TEST_CASE("names, systems, places and things are specific") {
  CHECK(grade("成长型", "社区警务", "通过“青杨一家亲”小程序发布警情") == "specific");
  CHECK(grade("成长型", "养老服务", "依托物业公司提供社区养老服务") == "specific");
  CHECK(grade("基础型", "社区警务", "居民可通过“青杨在线”查询警务发布") == "specific");
  CHECK(grade("基础型", "社区警务", "“青杨社区”居民可查询警务发布") != "specific");
  CHECK(grade("标杆型", "体制机制", "运营主体：青杨社区居委会。") == "specific");
  CHECK(grade("成长型", "出入管理", "本社区小区均为非封闭小区") == "specific");
  CHECK(grade("成长型", "火灾自动报警", "住宅建筑公共区域实现火灾自动报警系统全覆盖，安装烟感并接入消控室") ==
        "specific");
}

TEST_CASE("a measure restated is an echo") {
  CHECK(grade("成长型", "有线宽带网络", "达标。家庭千兆光纤网络覆盖率达到80%以上") == "echo");
  CHECK(grade("成长型", "广播电视", "90%") == "echo");
  CHECK(grade("成长型", "宣传普及", "每年开展2次智慧社区宣传普及活动") == "echo");
  CHECK(grade("基础型", "消防隐患管理", "社区内100%小区实现电动车进电梯智能识别、自动报警") == "echo");
}

TEST_CASE("the standard's own text is copied, with its figures and small changes") {
  CHECK(grade("基础型", "消防隐患管理", "社区内50%小区实现电动车进电梯智能识别、自动报警") == "copied");
  CHECK(grade("基础型", "火灾自动报警", "已达标。实现全覆盖") == "copied");
  CHECK(grade("基础型", "火灾自动报警",
              "社区内80%小区实现消防通道占用、消防栓异常、防火门打开、电气设施异常等情况的自动化识别和上报") ==
        "copied");
  CHECK(grade("成长型", "信息安全", "已建立长效的社区信息安全保护机制，确保社区安全稳定") == "copied");
  CHECK(grade("基础型", "创新应用场景", "形成1项创新应用场景") == "copied");
  CHECK(grade("基础型", "物业（公共事业）服务",
              "社区内按需配备智能便民服务设施，包括智能快件箱、无人售卖机、智能共享直饮水机等") == "copied");
}

TEST_CASE("words by which nothing can be checked are vague") {
  CHECK(grade("成长型", "移动通信网络", "达标 全域5G覆盖") == "vague");
  CHECK(grade("成长型", "出入管理", "新小区已具备") == "vague");
}

TEST_CASE("conclusions alone are bare, nothing is empty") {
  CHECK(grade("成长型", "出入管理", "已达标。") == "bare");
  CHECK(grade("成长型", "出入管理", "　\n") == "empty");
}

TEST_CASE("a share in words is an echo, a yearly number in words too") {
  CHECK(grade("基础型", "广播电视", "符合。广播电视覆盖率七成以上。") == "echo");
  CHECK(grade("成长型", "有线宽带网络", "千兆光纤网络覆盖率达到百分之八十五") == "echo");
  CHECK(grade("成长型", "宣传普及", "2023年开展智慧社区宣传普及活动两次") == "echo");
}

TEST_CASE("a number is the standard's only under its own measure") {
  CHECK(grade("成长型", "文体服务", "图书角1个，健身广场2处（步行约10分钟）") == "counted");  // two 图书柜 stand there
  CHECK(grade("基础型", "智慧社区综合信息平台", "建成5个智慧社区应用场景") != "counted");
}

TEST_CASE("phrases of officialdom are vague, whatever they are about") {
  for (const char* claim : {"居民参与积极性高", "长期开展", "治理水平不断提升", "落实到位，成效显著",
                            "正在建设，预计年底前完成", "实现长效常态，群众普遍好评"})
    CHECK(grade("成长型", "社区警务", claim) == "vague");
}

TEST_CASE("blanks are no facts, pasted text of another indicator is copied") {
  CHECK(grade("成长型", "社区警务", "实现治安防范预警信息发布，支持警情发布、社区居民自主上报和社情共享，共XX次") ==
        "copied");
  CHECK(grade("基础型", "社区警务", "安装了智能门禁，实现人员和车辆的通行认证") == "copied");
}
