// SPDX-License-Identifier: GPL-3.0-or-later
// Notices of several programmes in one run: each is read by the one that it names.
#include <catch2/catch.hpp>

#include "audit/auditor.h"
#include "normalize/notice_builder.h"
#include "tests/support/documents.h"
#include "tests/support/places.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::paragraph;
using test::Rows;
using test::table;
using test::whole_table;

namespace {

const Programmes& both() {
  static const Programmes kBoth = [] {
    auto loaded = load_programmes(std::string(kDefaultProgramme) + "\n" + test::kSourceFolder +
                                  "/tests/fixtures/programmes/green-school");
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return *loaded;
  }();
  return kBoth;
}

Rows school_table(const std::string& tier,
                  const std::string& green = "绿化面积4000平方米，校园总面积10000平方米，校园绿化覆盖率40%") {
  Rows rows = {{"序号", "一级指标", "二级指标", "指标释义", "标准要求", "完成情况"}};
  for (const Indicator& indicator : both().of("green-school").standard().find(tier)->indicators)
    rows.push_back({std::to_string(indicator.no), indicator.category, indicator.name, indicator.definition,
                    indicator.requirement, indicator.no == 1 ? green : "达标"});
  return rows;
}

std::vector<Block> school_notice(int number = 0) {
  return {
      paragraph("绿色学校创建验收结果公示"),
      paragraph(
          "根据《关于开展绿色学校创建工作的通知》（云教发〔2023〕7号），经青山小学申请，某县教育局组织了验收，青山小学"
          "已满足《云岭省绿色学校创建指标》中“示范级绿色学校”的要求。相关内容公示如下："),
      table(school_table("示范级"), number), paragraph("公示期5天（自9月26日始—9月30日止）。")};
}

std::vector<Block> community_notice(int number = 0) {
  return {paragraph("智慧社区建设验收结果公示"),
          paragraph("根据《关于加快推进智慧社区建设工作的实施意见》（鲁数发〔2022〕16号），经云杉社区申请，某市大数据中"
                    "心组织了验收，"
                    "云杉社区已满足《山东省智慧社区建设指标》中“基础型智慧社区”的建设要求。相关内容公示如下："),
          table(whole_table("基础型"), number), paragraph("公示期5天（自9月26日始—9月30日止）。")};
}

NoticeFile build(std::vector<Block> blocks) {
  return normalize::build_notices(test::document(std::move(blocks)), both());
}

}  // namespace

TEST_CASE("a notice is read by the programme that it names") {
  const NoticeFile school = build(school_notice());
  REQUIRE(school.notices.size() == 1);
  CHECK(school.notices[0].programme == "green-school");
  CHECK(school.notices[0].tier == "示范级");
  CHECK(school.notices[0].community == "青山小学");
  REQUIRE(school.notices[0].rows.size() == 4);
  CHECK(school.notices[0].rows[0].facts.ratios.size() == 1);

  const NoticeFile community = build(community_notice());
  REQUIRE(community.notices.size() == 1);
  CHECK(community.notices[0].programme == kDefaultProgramme);
  CHECK(community.notices[0].community == "云杉社区");
}

TEST_CASE("a notice that names nothing is read by the programme whose texts it quotes") {
  const NoticeFile file = build({table(school_table("合格级"))});
  REQUIRE(file.notices.size() == 1);
  CHECK(file.notices[0].programme == "green-school");
  CHECK(file.notices[0].tier == "合格级");
  REQUIRE(build({table(whole_table("成长型"))}).notices.at(0).programme == kDefaultProgramme);
}

TEST_CASE("one file may hold notices of two programmes") {
  std::vector<Block> blocks = school_notice(0);
  for (Block& block : community_notice(1)) blocks.push_back(std::move(block));
  const NoticeFile file = build(std::move(blocks));
  REQUIRE(file.notices.size() == 2);
  CHECK(file.notices[0].programme == "green-school");
  CHECK(file.notices[0].rows.size() == 4);
  CHECK(file.notices[1].programme == kDefaultProgramme);
  CHECK(file.notices[1].rows.size() == 22);
  CHECK(file.notices[0].index == 0);
  CHECK(file.notices[1].index == 1);
}

TEST_CASE("each notice is judged by its own programme") {
  NoticeFile file = build(school_notice());
  const Programme& school = both().of(file.notices.at(0).programme);
  const auto severe = [&](const Notice& notice) {
    std::vector<std::string> rules;
    for (const Finding& finding : audit::audit_notice(notice, school).findings)
      if (finding.severity == Severity::kError) rules.push_back(finding.rule + std::to_string(finding.no.value_or(0)));
    return rules;
  };
  CHECK(severe(file.notices[0]).empty());
  Rows rows = school_table("示范级", "绿化面积3000平方米，校园总面积10000平方米，校园绿化覆盖率40%");
  std::vector<Block> blocks = school_notice();
  blocks[2] = table(rows);
  file = build(std::move(blocks));
  CHECK(severe(file.notices.at(0)).size() >= 1);
}

TEST_CASE("a forced programme reads what it finds of its own, and nothing else") {
  const auto forced = load_programmes(kDefaultProgramme);
  REQUIRE(forced.has_value());
  CHECK(normalize::build_notices(test::document(school_notice()), *forced).notices.empty());
}
