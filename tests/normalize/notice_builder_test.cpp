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
  return normalize::build_notices(test::document(std::move(blocks)), test::programme());
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

TEST_CASE("columns stand in any order and under other headings") {
  Rows rows;
  for (const auto& row : whole_table("成长型")) rows.push_back({row[1], row[5], row[2], row[4], row[3]});
  rows[0] = {"编号", "自评结果", "指标名称", "建设要求", "指标说明"};
  const Notice notice = only({paragraph("成长型智慧社区（云杉社区）"), table(rows)});
  REQUIRE(indicators(notice) == counted(28));
  REQUIRE(notice.rows[4].name.str() == "智能照明设施");
  REQUIRE(notice.rows[4].claim.str() == "达标");
  REQUIRE(notice.rows[4].requirement.str() == "智能照明设施安装率达到80%");
}

TEST_CASE("a table without a header is understood by what its cells hold") {
  Rows rows = whole_table("基础型", "社区共有120户，全部接入");
  rows.erase(rows.begin());
  const Notice notice = only({paragraph("云杉社区基础型智慧社区建设情况公示"), table(rows)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[0].definition.str() == test::standard().find("基础型")->find(1)->definition);
  REQUIRE(notice.rows[0].claim.str() == "社区共有120户，全部接入");
  REQUIRE(notice.community == "云杉社区");
}

TEST_CASE("no column of definitions, number and name in one cell") {
  Rows rows;
  for (const auto& row : whole_table("基础型")) rows.push_back({row[1] + "." + row[2], row[4], row[5]});
  rows[0] = {"二级指标", "标准要求", "建设情况"};
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(rows)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[0].name.str() == "有线宽带网络");
  REQUIRE(notice.rows[0].number.str() == "1.");
  REQUIRE(notice.rows[0].no_printed);
  REQUIRE(notice.rows[0].definition.empty());
  REQUIRE(notice.rows[0].definition.places.empty());
}

TEST_CASE("the tier is taken from the texts where nothing names it") {
  REQUIRE(only({paragraph("云杉社区建设情况"), table(whole_table("成长型"))}).tier == "成长型");
  REQUIRE(only({paragraph("云杉社区建设情况"), table(whole_table("标杆型"))}).tier == "标杆型");
  REQUIRE(only({table(whole_table("基础型"))}).tier == "基础型");
}

TEST_CASE("the edition is the one whose text fits") {
  Rows rows = {{"一级指标", "序号", "二级指标", "指标释义", "标准要求", "本社区完成情况"}};
  for (const Indicator& indicator : test::standard().find("标杆型", "b")->indicators)
    rows.push_back({indicator.category, std::to_string(indicator.no), indicator.name, indicator.definition,
                    indicator.requirement, "达标"});
  REQUIRE(only({paragraph("标杆型智慧社区（云杉社区）"), table(rows)}).edition == "b");
  REQUIRE(only({paragraph("标杆型智慧社区（云杉社区）"), table(whole_table("标杆型"))}).edition == "a");
}

TEST_CASE("pieces with a repeated header, cut by hand, are one table") {
  const Rows rows = whole_table("基础型");
  Rows second = slice(rows, 7, 14), third = slice(rows, 14, rows.size());
  for (Rows* piece : {&second, &third}) piece->insert(piece->begin(), rows[0]);
  second[1][0] = "社区服务";
  third[1][0] = "社区安全";
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(slice(rows, 0, 7)), table(second, 1),
                              paragraph("续表"), table(third, 2)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[21].claim.places.front().table == 2);
}

TEST_CASE("a header whose 一级指标 recognition read as 二级指标 gives the columns their parts") {
  const auto recognised = [](Block block) {
    for (Cell& cell : block.table.cells)
      for (Paragraph& line : cell.paragraphs)
        line.text.spans = {{{0, static_cast<std::uint32_t>(line.text.utf8.size())}, cell.place, 0.9F, {}, {}}};
    return block;
  };
  const Rows rows = whole_table("基础型");
  Rows first = slice(rows, 0, 9), second = slice(rows, 9, rows.size());
  second.insert(second.begin(), rows[0]);
  // On the first page, where nothing was before it, or on the next, where a row goes on with empty cells.
  const bool at_first = GENERATE(true, false);
  (at_first ? first : second)[0][0] = "二级指标";
  const std::string claim = first[8][5];
  second.insert(second.begin() + 1, {"", "", "", "", "", "，并已验收"});
  const Notice notice = only(
      {paragraph("基础型智慧社区（云杉社区）"), recognised(page_table(1, first)), recognised(page_table(2, second))});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(indicators(notice) == counted(22));
  CHECK(notice.rows[7].claim.str() == claim + "，并已验收");
  for (const IndicatorRecord& row : notice.rows)
    CHECK(row.name.str() == test::standard().find("基础型")->find(row.no)->name);
}

TEST_CASE("a category that spans rows over a page is filled down") {
  Rows rows = whole_table("基础型");
  Rows second = slice(rows, 10, rows.size());
  second.insert(second.begin(), rows[0]);
  second[1][0] = "";  // the cell goes on without words
  const Notice notice =
      only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, slice(rows, 0, 10)), page_table(2, second)});
  for (const IndicatorRecord& row : notice.rows)
    REQUIRE(row.category == test::standard().find("基础型")->find(row.no)->category);
}

TEST_CASE("a category whose words a page break divides is whole again") {
  Rows rows = whole_table("基础型");
  Rows first = slice(rows, 0, 9), second = slice(rows, 9, rows.size());
  first[7][0] = "社区";
  second.insert(second.begin(), rows[0]);
  second[1][0] = "服务";
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, first), page_table(2, second)});
  for (int i = 6; i < 10; ++i) REQUIRE(notice.rows[static_cast<std::size_t>(i)].category == "社区服务");
}

TEST_CASE("lost, doubled and misprinted numbers lose no row and invent none") {
  Rows rows = whole_table("基础型");
  SECTION("one is lost") {
    rows[9][1] = "";
    const Notice notice = only({table(rows)});
    REQUIRE(numbers(notice) == counted(22));
    REQUIRE_FALSE(notice.rows[8].no_printed);
    REQUIRE(notice.rows[9].no_printed);
  }
  SECTION("all are lost") {
    for (auto& row : rows) row[1] = "";
    const Notice notice = only({table(rows)});
    REQUIRE(numbers(notice) == counted(22));
    REQUIRE(indicators(notice) == counted(22));
  }
  SECTION("one stands twice") {
    rows[9][1] = "8";
    const Notice notice = only({table(rows)});
    REQUIRE(numbers(notice) == counted(22));
    REQUIRE(indicators(notice) == counted(22));
  }
}

TEST_CASE("a row that the notice lacks keeps the other rows' numbers and indicators") {
  Rows rows = whole_table("基础型");
  SECTION("numbered as in the standard") {
    rows.erase(rows.begin() + 5);
    const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(rows)});
    REQUIRE(notice.rows.size() == 21);
    REQUIRE(notice.rows[4].no == 6);
    REQUIRE(notice.rows[4].indicator == 6);
  }
  SECTION("numbered on its own") {
    rows.erase(rows.begin() + 5);
    for (std::size_t i = 1; i < rows.size(); ++i) rows[i][1] = std::to_string(i);
    const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(rows)});
    REQUIRE(numbers(notice) == counted(21));
    REQUIRE(notice.rows[4].indicator == 6);
  }
}

TEST_CASE("an indicator that stands twice, and a row of another standard") {
  Rows rows = whole_table("基础型");
  rows.push_back({"其他", "23", "宣传普及", rows[20][3], rows[20][4], "达标"});
  rows.push_back({"其他", "24", "自选亮点", "社区自行申报的特色做法", "形成一篇经验材料", "已形成"});
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(rows)});
  REQUIRE(notice.rows.size() == 24);
  REQUIRE(notice.rows[22].indicator == notice.rows[19].indicator);
  REQUIRE_FALSE(notice.rows[23].indicator.has_value());
}

TEST_CASE("a last row with nothing but a claim is a row") {
  Rows rows = whole_table("成长型");
  rows.back() = {"^", "", "", "", "", "通过调查问卷等方式评价居民对智慧社区建设效果的切身感受，居民满意度达到100%"};
  const Notice notice = only({paragraph("成长型智慧社区（云杉社区）"), table(rows)});
  REQUIRE(numbers(notice) == counted(28));
  REQUIRE_FALSE(notice.rows.back().no_printed);
  REQUIRE(notice.rows.back().indicator == 28);
}

TEST_CASE("the rest of a claim over a page is no row, though it restates another indicator") {
  Rows rows = whole_table("基础型");
  const std::string restated = rows[8][4];
  Rows first = slice(rows, 0, 13), second = slice(rows, 13, rows.size());
  second.insert(second.begin(), rows[0]);
  const auto rest_of = [&](const std::string& begin, const std::string& rest) {
    first.back()[5] = begin;
    second.insert(second.begin() + 1, {"", "", "", "", "", rest});
    const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, first), page_table(2, second)});
    REQUIRE(numbers(notice) == counted(22));
    CHECK(notice.rows[11].claim.places.size() == 2);
  };
  SECTION("the sentence goes on") { rest_of("本社区按要求建设，其中", restated); }
  SECTION("the list goes on") { rest_of("1.已完成。", "2." + restated); }
  SECTION("the numbers leave no room") { rest_of("已完成。", restated); }
}

TEST_CASE("the number of a cut row stands with either piece, or is cut itself") {
  Rows rows = whole_table("基础型");
  Rows first = slice(rows, 0, 13), second = slice(rows, 13, rows.size());
  second.insert(second.begin(), rows[0]);
  const std::vector<std::string> whole = first.back();
  SECTION("with the second piece") {
    second.insert(second.begin() + 1, {"", whole[1], whole[2], "", "", "的终端"});
    first.back()[1] = first.back()[2] = "";
    first.back()[5] = "安装了可以识别";
  }
  SECTION("cut") {
    first.back()[1] = "1";
    first.back()[5] = "安装了可以识别";
    second.insert(second.begin() + 1, {"", "2", "", "", "", "的终端"});
  }
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, first), page_table(2, second)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[11].name.str() == whole[2]);
  REQUIRE(notice.rows[11].claim.places.size() == 2);
}

TEST_CASE("a number that a page break parts is one, though the number above was not understood") {
  Rows rows = whole_table("基础型");
  Rows first = slice(rows, 0, 22), second = slice(rows, 22, rows.size());
  first[20][1] = "No";  // a 20 that recognition spoiled
  first[21][1] = "2";
  first[21][5] = "安装了可以识别";
  second.insert(second.begin(), {"", "1", "", "", "", "的终端"});
  second.insert(second.begin(), rows[0]);
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, first), page_table(2, second)});
  REQUIRE(numbers(notice) == counted(22));
  REQUIRE(notice.rows[20].claim.str() == "安装了可以识别的终端");
}

TEST_CASE("a heading that recognition spoiled on a later page costs no column") {
  const Rows rows = whole_table("基础型");
  Rows first = slice(rows, 0, 13), second = slice(rows, 13, rows.size());
  second.insert(second.begin(), rows[0]);
  second[1][0] = "";
  second[0][4] = "标淮训求";
  if (GENERATE(false, true)) first[0][3] = "指柜科义";  // on the first page it is known by what stands below it
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), page_table(1, first), page_table(2, second)});
  REQUIRE(numbers(notice) == counted(22));
  for (std::size_t i = 0; i < 22; ++i) {
    CHECK(notice.rows[i].definition.str() == rows[i + 1][3]);
    CHECK(notice.rows[i].requirement.str() == rows[i + 1][4]);
  }
}

TEST_CASE("the standard's text is offered beside a near match that recognition read, never in its place") {
  Rows rows = whole_table("基础型");
  const std::string meant = rows[1][4];
  std::string read = meant;
  REQUIRE(read.find("千兆") != read.npos);
  read.replace(read.find("千兆"), std::string("千").size(), "干");
  std::string other_figure = read;
  REQUIRE(other_figure.find("70") != read.npos);
  other_figure.replace(other_figure.find("70"), 2, "90");
  const auto requirement = [&](const std::string& text, float confidence) {
    rows[1][4] = text;
    Block block = table(rows);
    for (Cell& cell : block.table.cells)
      for (Paragraph& line : cell.paragraphs)
        line.text.spans = {{{0, static_cast<std::uint32_t>(line.text.utf8.size())}, cell.place, confidence, {}, {}}};
    return only({paragraph("基础型智慧社区（云杉社区）"), block}).rows[0].requirement;
  };
  const RecordCell recognised = requirement(read, 0.8F);
  CHECK(recognised.str() == read);
  CHECK(recognised.suggested == meant);
  CHECK_FALSE(recognised.from_standard);
  CHECK(requirement(read, 1.0F).suggested.empty());          // printed so
  CHECK(requirement(meant, 0.8F).suggested.empty());         // nothing to mend
  CHECK(requirement(other_figure, 0.8F).suggested.empty());  // a figure is never touched
  CHECK(requirement("别的内容", 0.8F).suggested.empty());
}

TEST_CASE("many notices in one file, each with its own lines") {
  const NoticeFile file = build(
      {paragraph("根据要求，经一致认定，云杉社区已满足“基础型智慧社区”的建设要求。相关内容公示如下："),
       paragraph("基础型智慧社区"), table(whole_table("基础型")),
       paragraph("公示期5天（自11月6日始-11月10日止）。如有异议，请在公示期内反馈。"), paragraph("联系电话: 5550101"),
       paragraph("根据要求，经一致认定，红柳社区已满足“成长型智慧社区”的建设要求。相关内容公示如下："),
       paragraph("成长型智慧社区"), table(whole_table("成长型"), 1), paragraph("成长型智慧社区（白桦社区）"),
       table(whole_table("成长型"), 2)});
  REQUIRE(file.notices.size() == 3);
  REQUIRE(file.notices[0].community == "云杉社区");
  REQUIRE(file.notices[0].footer.utf8.ends_with("5550101"));
  REQUIRE(file.notices[1].community == "红柳社区");
  REQUIRE(file.notices[1].tier == "成长型");
  REQUIRE(file.notices[1].preamble.utf8.find("红柳社区") != std::string::npos);
  REQUIRE(file.notices[1].footer.utf8.empty());
  REQUIRE(file.notices[2].table_title.utf8 == "成长型智慧社区（白桦社区）");
  REQUIRE(file.notices[2].preamble.utf8.empty());
  REQUIRE(file.notices[2].community == "白桦社区");
}

TEST_CASE("one column per community gives a notice each") {
  Rows rows;
  for (const auto& row : whole_table("基础型"))
    rows.push_back({row[1], row[2], row[4], "云杉社区：" + row[2], "红柳社区：" + row[2]});
  SECTION("named by whole headings") {
    rows[0] = {"序号", "二级指标", "标准要求", "云杉社区完成情况", "红柳社区完成情况"};
  }
  SECTION("named below a common heading") {
    rows[0] = {"序号", "二级指标", "标准要求", "完成情况", "<"};
    rows.insert(rows.begin() + 1, {"^", "^", "^", "云杉社区", "红柳社区"});
  }
  const NoticeFile file = build({paragraph("基础型智慧社区建设验收结果公示"), table(rows)});
  REQUIRE(file.notices.size() == 2);
  REQUIRE(file.notices[0].community == "云杉社区");
  REQUIRE(file.notices[1].community == "红柳社区");
  REQUIRE(file.notices[1].rows.size() == 22);
  REQUIRE(file.notices[1].rows[3].claim.str() == "红柳社区：视频监控设施");
}

TEST_CASE("a column of communities gives a notice each") {
  Rows rows = {{"序号", "二级指标", "标准要求", "社区名称", "入围社区完成情况"}};
  const Rows whole = whole_table("基础型");
  SECTION("communities below each indicator") {
    for (std::size_t i = 1; i < whole.size(); ++i) {
      rows.push_back({whole[i][1], whole[i][2], whole[i][4], "云杉社区", "甲" + whole[i][2]});
      rows.push_back({"^", "^", "^", "红柳社区", "乙" + whole[i][2]});
    }
  }
  SECTION("one community after the other") {
    for (const std::string& name : {std::string("云杉社区"), std::string("红柳社区")})
      for (std::size_t i = 1; i < whole.size(); ++i)
        rows.push_back({whole[i][1], whole[i][2], whole[i][4], i == 1 ? name : "^",
                        (name == "云杉社区" ? "甲" : "乙") + whole[i][2]});
  }
  const NoticeFile file = build({paragraph("基础型智慧社区建设验收结果公示"), table(rows)});
  REQUIRE(file.notices.size() == 2);
  REQUIRE(file.notices[0].community == "云杉社区");
  REQUIRE(numbers(file.notices[0]) == counted(22));
  REQUIRE(file.notices[1].community == "红柳社区");
  REQUIRE(numbers(file.notices[1]) == counted(22));
  REQUIRE(file.notices[1].rows[2].claim.str() == "乙广播电视");
}

TEST_CASE("titles, sections and remarks inside the table are no rows") {
  Rows rows = whole_table("基础型");
  rows.insert(rows.begin(), {"基础型智慧社区（云杉社区）", "<", "<", "<", "<", "<"});
  rows.push_back({"公示期5天，如有异议请反馈。", "<", "<", "<", "<", "<"});
  const Notice notice = only({table(rows)});
  REQUIRE(notice.rows.size() == 22);
  REQUIRE(notice.table_title.utf8 == "基础型智慧社区（云杉社区）");
  REQUIRE(notice.footer.utf8 == "公示期5天，如有异议请反馈。");
}

TEST_CASE("an indicator with a grid row per item of its requirement is one row") {
  Rows rows = whole_table("基础型");
  rows.insert(rows.begin() + 5, {"^", "^", "^", "^", "3.补充要求", "补充说明"});
  const Notice notice = only({paragraph("基础型智慧社区（云杉社区）"), table(rows)});
  REQUIRE(notice.rows.size() == 22);
  REQUIRE(notice.rows[3].requirement.str().ends_with("3.补充要求"));
  REQUIRE(notice.rows[3].claim.str() == "达标\n补充说明");
}

TEST_CASE("a web site's own lines are no part of the notice") {
  const Notice notice =
      only({paragraph("当前位置：首页 > 通知公告"), paragraph("云杉社区建设验收结果公示"),
            paragraph("发布时间：2024-11-07 浏览次数：12"), table(whole_table("基础型")), paragraph("公示期5天。"),
            paragraph("上一篇：关于放假的通知"), paragraph("版权所有：某市大数据局")});
  REQUIRE(notice.title.utf8 == "云杉社区建设验收结果公示");
  REQUIRE(notice.footer.utf8 == "公示期5天。");
}

TEST_CASE("halves side by side are one table") {
  const Rows whole = whole_table("基础型");
  const std::size_t count = whole.size() - 1, half = (count + 1) / 2;
  const std::size_t width = whole[0].size();
  for (const bool across : {false, true}) {
    for (const bool gap : {false, true}) {
      Rows rows;
      const auto join = [&](std::vector<std::string> left, const std::vector<std::string>& right) {
        if (gap) left.emplace_back("");
        left.insert(left.end(), right.begin(), right.end());
        rows.push_back(std::move(left));
      };
      join(whole[0], whole[0]);
      const std::vector<std::string> blank(width, "");
      for (std::size_t i = 0; i < half; ++i) {
        const std::size_t left = across ? 2 * i + 1 : i + 1, right = across ? 2 * i + 2 : half + i + 1;
        join(whole[left], right <= count ? whole[right] : blank);
      }
      for (std::vector<std::string>& row : rows)
        for (std::string& cell : row)
          if (cell == "^" || cell == "<") cell = "";
      const Notice notice = only({paragraph("山东省智慧社区建设指标（基础型）"), table(rows)});
      CHECK(numbers(notice) == counted(static_cast<int>(count)));
      CHECK(indicators(notice) == counted(static_cast<int>(count)));
      for (const IndicatorRecord& row : notice.rows) CHECK(row.claim.str() == "达标");
    }
  }
}

TEST_CASE("a claim in a row below its indicator is that indicator's") {
  const Rows whole = whole_table("基础型");
  const auto below = [&](const std::vector<std::string>& claim) {
    Rows rows;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      rows.emplace_back(whole[i].begin(), whole[i].end() - 1);
      if (i > 0) rows.push_back(claim);
    }
    return rows;
  };
  for (const auto& claim : {std::vector<std::string>{"完成情况：共建成3处。", "<", "<", "<", "<"},
                            std::vector<std::string>{"【本社区完成情况】共建成3处。", "<", "<", "<", "<"},
                            std::vector<std::string>{"^", "完成情况", "共建成3处。", "<", "<"},
                            std::vector<std::string>{"共建成3处。", "<", "<", "<", "<"}}) {
    const Notice notice = only({paragraph("山东省智慧社区建设指标（基础型）"), table(below(claim))});
    CHECK(numbers(notice) == counted(static_cast<int>(whole.size()) - 1));
    for (const IndicatorRecord& row : notice.rows) CHECK(row.claim.str() == "共建成3处。");
  }
}

TEST_CASE("a claim below its indicator is that indicator's over a page break too") {
  const Rows whole = whole_table("基础型");
  std::vector<Block> blocks = {paragraph("山东省智慧社区建设指标（基础型）")};
  Rows rows = {{whole[0].begin(), whole[0].end() - 1}};
  for (std::size_t i = 1; i < whole.size(); ++i) {
    rows.emplace_back(whole[i].begin(), whole[i].end() - 1);
    if (i == 5 || i + 1 == whole.size()) {  // The page ends between the two.
      blocks.push_back(table(rows));
      rows.clear();
    }
    rows.push_back(rows.empty() && i + 1 == whole.size()
                       ? std::vector<std::string>{"完成情况：共建成3处。"}
                       : std::vector<std::string>{"完成情况：共建成3处。", "<", "<", "<", "<"});
  }
  blocks.push_back(table(rows));
  blocks.push_back(paragraph("联系电话：0500-5550100"));
  const Notice notice = only(blocks);
  CHECK(numbers(notice) == counted(static_cast<int>(whole.size()) - 1));
  for (const IndicatorRecord& row : notice.rows) CHECK(row.claim.str() == "共建成3处。");
  CHECK(notice.footer.utf8 == "联系电话：0500-5550100");
}

TEST_CASE("rows of sums and signatures are no indicators") {
  Rows rows = whole_table("基础型");
  const auto count = static_cast<int>(rows.size()) - 1;
  rows.insert(rows.begin() + 4, {"小计", "<", "3项", "<", "", "全部达标"});
  rows.insert(rows.begin() + 9, {"基础设施类指标小计", "<", "<", "<", "<", "应达标7项，实际达标7项"});
  rows.push_back({"合计", "", "", "", "", "达标"});
  rows.push_back({"填表人：", "<", "<", "联系方式：", "<", "填表日期：2024年9月1日"});
  rows.push_back({"验收组签字", "<", "", "", "社区（盖章）", ""});
  rows.push_back({"年  月  日", "<", "<", "<", "<", "<"});
  const Notice notice = only({table(rows), paragraph("联系电话：0500-5550100")});
  CHECK(numbers(notice) == counted(count));
  CHECK(notice.footer.utf8 == "联系电话：0500-5550100");
  for (const IndicatorRecord& row : notice.rows) CHECK(row.claim.str() == "达标");
}

TEST_CASE("a title in the page header, and contacts in the page footer, are the notice's where it has no other") {
  const auto margin = [](const std::string& text) {
    Block block = paragraph(text);
    block.paragraph.furniture = true;
    return block;
  };
  const std::vector<Block> bare = {
      margin("智慧社区建设验收结果公示"),
      paragraph("根据实施意见，柳岸社区已满足“基础型智慧社区”的建设要求。相关内容公示如下："),
      table(whole_table("基础型")), margin("联系电话：0500-5550100")};
  Notice notice = only(bare);
  CHECK(notice.title.utf8 == "智慧社区建设验收结果公示");
  CHECK(notice.footer.utf8 == "联系电话：0500-5550100");
  std::vector<Block> titled = bare;
  titled.insert(titled.begin() + 1, paragraph("柳岸社区智慧社区公示"));
  titled.push_back(paragraph("公示期5天"));
  notice = only(titled);
  CHECK(notice.title.utf8 == "柳岸社区智慧社区公示");
  // The notice's own footer says no telephone: the page footer's is printed on it all the same.
  CHECK(notice.footer.utf8 == "公示期5天\n联系电话：0500-5550100");
  titled.push_back(paragraph("电话：0500-5550199"));
  notice = only(titled);
  CHECK(notice.footer.utf8 == "公示期5天\n电话：0500-5550199");
}

TEST_CASE("rows and lines that name a category stand for the column of categories") {
  const Rows whole = whole_table("基础型");
  const auto& indicators_of = test::standard().find("基础型")->indicators;
  const auto named = [&](const auto& row_of) {
    Rows rows;
    std::string last;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const std::string category = i == 0 ? std::string() : indicators_of[i - 1].category;
      if (category != last) rows.push_back(row_of(category));
      last = category;
      rows.emplace_back(whole[i].begin() + 1, whole[i].end());
    }
    return rows;
  };
  using Row = std::vector<std::string>;
  const auto check = [&](const std::vector<Block>& blocks) {
    const Notice notice = only(blocks);
    CHECK(numbers(notice) == counted(static_cast<int>(whole.size()) - 1));
    CHECK(notice.table_title.utf8 == "山东省智慧社区建设指标（基础型）");
    for (const IndicatorRecord& row : notice.rows)
      CHECK(row.category == indicators_of[static_cast<std::size_t>(row.no) - 1].category);
  };
  const Block title = paragraph("山东省智慧社区建设指标（基础型）");
  check({title, table(named([](const std::string& name) { return Row{"一、" + name, "<", "<", "<", "<"}; }))});
  check({title, table(named([](const std::string& name) { return Row{"一级指标：" + name, "<", "<", "<", "<"}; }))});
  check({title, table(named([](const std::string& name) { return Row{name, "", "", "", ""}; }))});
  check({title, table(named([](const std::string& name) { return Row{"（一）", name, "<", "<", "<"}; }))});
  // A table for each category below a line of its own.
  std::vector<Block> blocks = {title};
  for (std::size_t i = 1; i < whole.size();) {
    Rows rows = {Row(whole[0].begin() + 1, whole[0].end())};
    const std::string category = indicators_of[i - 1].category;
    for (; i < whole.size() && indicators_of[i - 1].category == category; ++i)
      rows.emplace_back(whole[i].begin() + 1, whole[i].end());
    blocks.push_back(paragraph("（一）" + category));
    blocks.push_back(table(rows));
  }
  check(blocks);
}

TEST_CASE("a sentence above the title, such as where to find the notice, is none of it") {
  CHECK(only({paragraph("公示内容见附件（双击打开）。"), paragraph("智慧社区建设验收结果公示"),
              paragraph("根据实施意见，公示如下："), table(whole_table("基础型"))})
            .title.utf8 == "智慧社区建设验收结果公示");
}

TEST_CASE("a cover with the title of the document on it is no part of the title") {
  const Notice notice =
      only({paragraph("智慧社区建设验收结果公示"), paragraph("详见附件："), paragraph("智慧社区建设验收结果公示"),
            paragraph("根据实施意见，公示如下："), table(whole_table("基础型"))});
  CHECK(notice.title.utf8 == "智慧社区建设验收结果公示");
}

TEST_CASE("what looks like a notice is not passed over as none") {
  const auto code_of = [](const NoticeFile& file) { return file.problems.back().code; };
  const Rows strange = {{"序号", "建设内容", "标准要求", "完成情况"},
                        {"1", "甲", "有甲", "达标"},
                        {"2", "乙", "有乙", "达标"},
                        {"3", "丙", "有丙", "达标"}};
  CHECK(code_of(build({paragraph("柳岸智慧社区建设验收结果公示"), table(strange)})) == "notice-unrecognised");
  CHECK(code_of(build({paragraph("关于食堂的通知"), table(strange)})) == "not-a-notice");
  CHECK(code_of(build({paragraph("柳岸智慧社区建设验收结果公示"), paragraph("见附件")})) == "not-a-notice");
}

TEST_CASE("two general columns of claims belong to one notice, whose claims have both") {
  Rows rows = whole_table("基础型");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].back() = i == 0 ? "创建情况" : "已建成3处，运行正常。";
    rows[i].push_back(i == 0 ? "自评结果" : "达标");
  }
  const Notice notice = only({paragraph("柳岸社区智慧社区建设验收结果公示"), table(rows)});
  CHECK(notice.community == "柳岸社区");
  REQUIRE_FALSE(notice.rows.empty());
  CHECK(notice.rows.front().claim.str() == "已建成3处，运行正常。\n达标");
}
