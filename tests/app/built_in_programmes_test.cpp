// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in programmes beside the first: their notices are known by what they name, read and judged as well as its.
#include <catch2/catch.hpp>

#include "normalize/notice_builder.h"
#include "schema/programme.h"
#include "tests/support/documents.h"
#include "tests/support/labelled_notices.h"

using namespace gongshi;
using test::paragraph;
using test::Rows;
using test::table;

namespace {

const Programmes& all() {
  static const Programmes kAll = load_programmes().value();
  return kAll;
}

NoticeFile read(std::vector<Block> blocks) {
  return normalize::build_notices(test::document(std::move(blocks)), all());
}

/// The table of a tier as a notice prints it.
Block table_of(const Tier& tier) {
  Rows rows = {{"序号", "一级指标", "二级指标", "指标释义", "标准要求", "完成情况"}};
  for (const Indicator& one : tier.indicators)
    rows.push_back({std::to_string(one.no), one.category, one.name, one.definition, one.requirement, "已完成"});
  return table(rows);
}

}  // namespace

TEST_CASE("notices of every built-in programme are read whole and judged by their own") {
  for (const char* name : {"lanyue-school-2023", "lanjiang-stars-2024"}) {
    const test::LabelledScore got = test::score_labelled(name);
    for (const std::string& missed : got.missed) UNSCOPED_INFO("missed: " << missed);
    INFO(name << ": " << got.found << " of " << got.expected << ", cells " << got.cells_read << " of " << got.cells);
    CHECK(got.notices == 8);
    CHECK(got.programmes == std::vector<std::string>{name});
    CHECK(got.misread.empty());
    CHECK(got.cells > 300);
    CHECK(got.cells_read == got.cells);
    CHECK(got.false_errors == std::vector<std::string>());
    CHECK(got.found >= 0.97 * got.expected);
  }
}

TEST_CASE("a programme of an invented province takes no notice that neither names nor quotes it") {
  // Another province's stars and schools, with indicators of their own.
  const Rows stars = {{"序号", "指标名称", "评定要求", "完成情况"},
                      {"1", "网络覆盖", "覆盖率不低于70%", "覆盖率81%。"},
                      {"2", "便民服务", "提供不少于3种服务", "提供3种服务。"},
                      {"3", "应急演练", "每年不少于1次", "每年2次。"},
                      {"4", "环境卫生", "环境整洁", "整洁。"},
                      {"5", "居民议事", "有议事制度", "有制度。"}};
  const NoticeFile other =
      read({paragraph("关于拟认定三星级智慧社区的公示"),
            paragraph("根据《望海省智慧社区评定办法》（望数〔2023〕5号），拟认定柳岸社区为三星级智慧社区。"),
            table(stars), paragraph("公示期5天（自9月26日始—9月30日止）。")});
  for (const Notice& notice : other.notices) CHECK(notice.programme == kDefaultProgramme);
  const Rows school = {{"序号", "一级指标", "二级指标", "评价标准", "完成情况"},
                       {"1", "管理", "领导机构", "有领导小组。", "有。"},
                       {"2", "环境", "校园绿化", "绿化率达到25%。", "绿化率27%。"},
                       {"3", "节约", "节能灯", "全部使用节能灯。", "全部使用。"},
                       {"4", "节约", "节水", "用水器具完好。", "完好。"},
                       {"5", "教育", "课程", "开设环保课。", "已开设。"}};
  const NoticeFile schools =
      read({paragraph("绿色学校（示范级）评估结果公示"), paragraph("望海省青禾小学申报绿色学校。"), table(school)});
  for (const Notice& notice : schools.notices) CHECK(notice.programme == kDefaultProgramme);
}

TEST_CASE("a notice of the first programme from a province that nobody knows stays with it") {
  const Standard& first = all().first().standard();
  const NoticeFile file =
      read({paragraph("智慧社区建设验收结果公示"),
            paragraph("根据《关于加快推进智慧社区建设工作的实施意见》（望数发〔2023〕6号），经柳岸社区申请，"
                      "柳岸社区已满足“成长型智慧社区”的建设要求，澜江省栖云市大数据局予以公示："),
            table_of(*first.find("成长型")), paragraph("公示期5天（自9月26日始—9月30日止）。")});
  REQUIRE(file.notices.size() == 1);
  CHECK(file.notices[0].programme == kDefaultProgramme);
  CHECK(file.notices[0].tier == "成长型");
}

TEST_CASE("a table without a word around it is known by the texts that it quotes") {
  for (const char* name : {"lanyue-school-2023", "lanjiang-stars-2024"})
    for (const Tier& tier : all().find(name)->standard().tiers) {
      const NoticeFile file = read({table_of(tier)});
      REQUIRE(file.notices.size() == 1);
      CHECK(file.notices[0].programme == name);
      CHECK(file.notices[0].tier == tier.name);
    }
}
