// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/standard_draft.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "schema/standard_diff.h"
#include "schema/standard_writer.h"
#include "tests/support/documents.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

normalize::StandardDraft draft(std::vector<Block> blocks) {
  auto drafted = normalize::draft_standard({test::document(std::move(blocks))}, test::programme());
  if (!drafted) FAIL(drafted.error().message);
  return *drafted;
}

// The standard's own annex: no column of claims.
test::Rows annex(const std::string& tier) {
  test::Rows rows = test::whole_table(tier);
  for (auto& row : rows) row.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("a draft of the known standard's annex is the known tier, with its vocabulary") {
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（成长型）"), test::table(annex("成长型"))});
  REQUIRE(drafted.standard.tiers.size() == 1);
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.name == "成长型");
  CHECK(compare_tiers(*test::standard().find("成长型"), tier).empty());
  CHECK_FALSE(tier.find(1)->clauses.at(0).metric_terms.empty());
}

TEST_CASE("a changed threshold is taken from the document, a new clause from its words") {
  test::Rows rows = annex("基础型");
  rows[1][4] = "家庭千兆光纤网络覆盖率达到75%";
  rows[20][4] = "每年开展3次智慧社区讲堂";
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（基础型）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.find(1)->clauses.at(0).value == Decimal(75));
  CHECK(tier.find(1)->clauses.at(0).numerator == "具备千兆接入能力的家庭数");
  CHECK(tier.find(20)->clauses.at(0).kind == ClauseKind::kFrequency);
  CHECK(tier.find(20)->clauses.at(0).value == Decimal(3));
  CHECK(drafted.remarks.size() >= 2);
  CHECK(parse_standard(write_standard(drafted.standard), "draft").has_value());
}

TEST_CASE("what a notice's table lacks is taken from the known indicator, with a remark") {
  test::Rows rows = annex("成长型");
  rows[5][0].clear();
  rows[5][3].clear();
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（成长型）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.find(5)->definition == test::standard().find("成长型")->find(5)->definition);
  CHECK(std::any_of(drafted.remarks.begin(), drafted.remarks.end(), [](const std::string& remark) {
    return remark.find("has no definition; that of 成长型/5 was taken") != std::string::npos;
  }));
  CHECK(parse_standard(write_standard(drafted.standard), "draft").has_value());
}

TEST_CASE("tiers that stand beside one another are drafted each, without what they are not asked for") {
  const test::Rows first = {{"项目", "序号", "评定内容", "内容说明", "达标级", "优良级"},
                            {"服务", "1", "座位", "阅览座位", "座位不少于80个", "座位不少于200个"},
                            {"服务", "2", "报修", "报修到修复的时间", "报修后48小时内修复", "报修后24小时内修复"},
                            {"服务", "3", "活动", "读者活动", "每季度举办不少于1次", "每月举办不少于1次"}};
  const test::Rows second = {{"", "", "", "", "，并公布日程", "，并公布日程"},
                             {"管理", "4", "资源", "数字资源", "—", "至少提供4类数字资源"},
                             {"管理", "5", "故障", "故障率=故障台数/总台数×100%", "故障率不高于6%", "故障率不高于2%"}};
  std::vector<Block> blocks = {test::paragraph("云泽省智慧图书馆评定标准"), test::table(first), test::table(second)};
  blocks[1].page = 1;
  blocks[2].page = 2;
  const auto drafted = draft(std::move(blocks));
  REQUIRE(drafted.standard.tiers.size() == 2);
  const Tier &low = drafted.standard.tiers[0], &high = drafted.standard.tiers[1];
  CHECK(low.name == "达标级");
  CHECK(high.name == "优良级");
  REQUIRE(low.indicators.size() == 4);
  REQUIRE(high.indicators.size() == 5);
  CHECK(low.indicators[1].category == "服务");
  CHECK(low.indicators[1].name == "报修");
  CHECK(low.indicators[1].clauses.at(0).value == Decimal(2880));
  CHECK(low.indicators[1].clauses.at(0).unit == "分钟");
  CHECK(low.indicators[1].clauses.at(0).op == ClauseOp::kAtMost);
  CHECK(low.indicators[2].requirement.find("公布日程") != std::string::npos);
  CHECK(high.indicators[2].clauses.at(0).value == Decimal(12));
  CHECK(high.indicators[3].requirement == "至少提供4类数字资源");
  CHECK(low.indicators[3].clauses.at(0).op == ClauseOp::kAtMost);
  CHECK(low.indicators[3].clauses.at(0).denominator == "总台数");
}

TEST_CASE("a formula with a difference gives no counts to look for, numbers of any countable thing are asked for") {
  const test::Rows rows = {{"序号", "评定内容", "内容说明", "标准要求"},
                           {"1", "节水", "漏损率=（总供水量－总用水量）÷总供水量×100%", "漏损率不高于8%"},
                           {"2", "测评", "对读者的问卷", "1.有效问卷不少于60份；2.满意度不低于80%"},
                           {"3", "能耗", "单位能耗=年能耗（吨）÷总建筑面积（平方米）", "单位能耗逐年下降"}};
  const auto drafted = draft({test::paragraph("云泽省智慧图书馆评定标准（达标级）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.at(0);
  CHECK(tier.find(1)->clauses.at(0).numerator.empty());
  CHECK(tier.find(1)->clauses.at(0).denominator.empty());
  CHECK(tier.find(2)->clauses.at(0).kind == ClauseKind::kCount);
  CHECK(tier.find(2)->clauses.at(0).value == Decimal(60));
  CHECK(tier.find(2)->clauses.at(1).item == 2);
}

TEST_CASE(
    "an answer is known by the dictionary's words, by a rate's short names and by the things that a definition lists") {
  const test::Rows rows = {
      {"项目", "序号", "评定内容", "内容说明", "标准要求"},
      {"服务", "1", "馆员配备", "专业馆员包括编目员、修复师、讲解员、采访员等", "至少配备3类专业馆员"},
      {"服务", "2", "古籍保护", "古籍修复完成率=已修复册数/破损册数×100%", "古籍修复完成率达到60%"},
      {"服务", "3", "公示", "阅览规则的公示", "每周公布讲座预告"}};
  const auto drafted = draft({test::paragraph("云泽省智慧图书馆评定标准（达标级）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  const auto answers = [&](int no, const std::string& word) {
    const auto& terms = tier.find(no)->clauses.at(0).answer_terms.at(0);
    return std::find(terms.begin(), terms.end(), word) != terms.end();
  };
  CHECK((answers(1, "修复师") && answers(1, "采访员") && answers(1, "编目员")));
  CHECK_FALSE(answers(1, "3类"));
  CHECK((answers(2, "完成率") && answers(2, "古籍")));
  CHECK((answers(3, "公布") && answers(3, "讲座") && answers(3, "预告")));
  CHECK_FALSE(answers(3, "每周"));
}

TEST_CASE("a document without indicators gives no draft") {
  const auto drafted = normalize::draft_standard({test::document({test::paragraph("通知")})}, test::programme());
  REQUIRE_FALSE(drafted.has_value());
  CHECK(drafted.error().code == "draft-no-table");
}

TEST_CASE("tables of tiers that follow each other with the same headings are a tier each") {
  const test::Rows header = {{"维度", "条款", "评价指标", "指标说明", "评定要求"}};
  const auto rows_of = [&](const std::string& seats) {
    test::Rows rows = header;
    rows.push_back({"场所", "1", "餐位数", "可同时就餐的座位", "餐位不少于" + seats + "个"});
    rows.push_back({"场所", "2", "无障碍通道", "出入口坡道及扶手", "出入口设有坡道和扶手"});
    rows.push_back({"服务", "3", "送餐上门", "为行动不便老人送餐", "每周送餐不少于5天"});
    rows.push_back({"服务", "4", "菜谱公示", "菜品和价格的公示", "每周公示菜谱"});
    return rows;
  };
  const auto drafted =
      draft({test::paragraph("澄湖省银龄食堂等级评定规范"),
             test::paragraph("第一条　银龄食堂由低到高分为起步级、提升级、引领级三个等级。"),
             test::paragraph("表一　起步级银龄食堂评定要求"), test::table(rows_of("20")), test::paragraph(""),
             test::paragraph("表二　提升级银龄食堂评定要求"), test::paragraph(""), test::table(rows_of("40")),
             test::paragraph("表三　引领级银龄食堂评定要求"), test::table(rows_of("60"))});
  REQUIRE(drafted.standard.tiers.size() == 3);
  for (const Tier& tier : drafted.standard.tiers) CHECK(tier.indicators.size() == 4);
  CHECK(drafted.standard.tiers[1].name == "提升级");
  CHECK(drafted.standard.tiers[1].find(1)->requirement == "餐位不少于40个");
}

TEST_CASE("a threshold that stands alone is what the formula or a few words define") {
  const test::Rows rows = {
      {"维度", "条款", "评价指标", "评价要点", "达标值"},
      {"托幼", "1", "托位供给", "普惠托位占比=普惠托位数/托位总数×100%", "≥70%"},
      {"场地", "2", "活动空间", "室内活动场地面积", "≥400平方米"},
      {"商业", "3", "商业配套", "超市、菜店、早餐铺等便民商业网点", "≥4个"},
      {"追溯", "4", "食材追溯", "达到得3分", "食材追溯率（可追溯食材种类/在用食材种类总数×100%）达到90%以上"}};
  const auto drafted =
      draft({test::paragraph("澄湖省银龄社区评定规范"), test::paragraph("达标级银龄社区评定指标"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.find(1)->clauses.at(0).metric == "普惠托位占比");
  CHECK(tier.find(1)->clauses.at(0).numerator == "普惠托位数");
  CHECK(tier.find(1)->clauses.at(0).denominator == "托位总数");
  CHECK(tier.find(1)->clauses.at(0).text == "≥70%");
  CHECK(tier.find(2)->clauses.at(0).metric == "室内活动场地面积");
  CHECK(tier.find(3)->clauses.at(0).metric == "便民商业网点");
  CHECK(tier.find(4)->clauses.at(0).metric == "食材追溯率");
  CHECK(tier.find(4)->clauses.at(0).numerator == "可追溯食材种类");
  CHECK(tier.find(4)->clauses.at(0).value == Decimal(90));
}
