// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/notice_builder.h"

#include <catch2/catch.hpp>

#include "tests/support/documents.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::page_table;
using test::paragraph;
using test::Rows;
using test::table;
using test::whole_table;

namespace {

NoticeFile build(std::vector<Block> blocks) {
  return normalize::build_notices(test::document(std::move(blocks)), test::standard());
}

Notice only(std::vector<Block> blocks) {
  NoticeFile file = build(std::move(blocks));
  REQUIRE(file.notices.size() == 1);
  return file.notices.front();
}

std::vector<int> numbers(const Notice& notice) {
  std::vector<int> result;
  for (const IndicatorRecord& row : notice.rows) result.push_back(row.no);
  return result;
}

std::vector<int> indicators(const Notice& notice) {
  std::vector<int> result;
  for (const IndicatorRecord& row : notice.rows) result.push_back(row.indicator.value_or(0));
  return result;
}

std::vector<int> counted(int last) {
  std::vector<int> result;
  for (int i = 1; i <= last; ++i) result.push_back(i);
  return result;
}

Rows slice(const Rows& rows, std::size_t begin, std::size_t end) {
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

TEST_CASE("a plain notice: every part has its name") {
  const Notice notice = only({paragraph("智慧社区建设验收结果公示"),
                              paragraph("根据《关于加快推进智慧社区建设工作的实施意见》，经东风街道云杉社区申请，某市大"
                                        "数据中心组织了验收，云杉社区已满足"
                                        "《山东省智慧社区建设指标》中“基础型智慧社区”的建设要求。相关内容公示如下："),
                              paragraph("山东省智慧社区建设指标（基础型）"), table(whole_table("基础型")),
                              paragraph("公示期5天（自9月26日始—9月30日止）。"), paragraph("联系单位：某市大数据局")});
  REQUIRE(notice.title.utf8 == "智慧社区建设验收结果公示");
  REQUIRE(notice.preamble.utf8.starts_with("根据"));
  REQUIRE(notice.table_title.utf8 == "山东省智慧社区建设指标（基础型）");
  REQUIRE(notice.footer.utf8 == "公示期5天（自9月26日始—9月30日止）。\n联系单位：某市大数据局");
  REQUIRE(notice.community == "云杉社区");
  REQUIRE(notice.tier == "基础型");
  REQUIRE(notice.header.size() == 6);
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(indicators(notice) == counted(22));
  REQUIRE(notice.rows[1].category == "基础设施");
}

TEST_CASE("a document without an indicator table is no notice") {
  const NoticeFile file = build(
      {paragraph("关于开展活动的通知"), table({{"序号", "名称", "要求"}, {"1", "苹果", "红"}, {"2", "梨", "黄"}})});
  REQUIRE(file.notices.empty());
  REQUIRE(file.problems.size() == 1);
  REQUIRE(file.problems.front().code == "not-a-notice");
}

TEST_CASE("a row that a page break cuts is one row with both places") {
  Rows rows = whole_table("基础型");
  const std::string claim = "社区家庭总数3790户，具备千兆接入能力";
  rows[3][5] = claim;
  Rows second = slice(rows, 4, rows.size());
  second.insert(second.begin(), rows[0]);
  second.insert(second.begin() + 1, {"", "", "", "", "", "的家庭数3790户"});
  second[2][0] = "基础设施";
  const Notice notice =
      only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, slice(rows, 0, 4)), page_table(2, second)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[2].claim.str().find("3790户，具备千兆接入能力") != std::string::npos);
  REQUIRE(notice.rows[2].claim.str().find("的家庭数3790户") != std::string::npos);
  REQUIRE(notice.rows[2].claim.places.size() == 2);
  REQUIRE(notice.rows[2].claim.places[1].page == 2);
}
