// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/masking.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

namespace gongshi {

TEST_CASE("names keep their first character, numbers their first three digits, and lengths stay") {
  struct Case {
    const char* text;
    const char* shown;
  };
  const Case cases[] = {
      {"联系人：王小明 13812345678", "联系人：王＊＊ 138********"},
      {"联系人:王明，电话0632-5512345", "联系人:王＊，电话0632-5512345"},
      {"联系人及电话：欧阳小明0632-5512345", "联系人及电话：欧＊＊＊0632-5512345"},
      {"手机 138-1234-5678。", "手机 138-****-****。"},
      {"电话：0632-5512345 13812345678", "电话：0632-5512345 138********"},
      {"１３８１２３４５６７８", "１３８＊＊＊＊＊＊＊＊"},
      {"身份证号370402199001011234", "身份证号370***************"},
      {"身份证号37040219900101123X", "身份证号370***************"},
      {"联系人：联系电话：0632-5512345", "联系人：联系电话：0632-5512345"},
      {"总户数3790户，覆盖率100%", "总户数3790户，覆盖率100%"},
      {"拨打12345热线，编号20241107001", "拨打12345热线，编号20241107001"},
      {"联系人：滕州市大数据中心", "联系人：滕州市大数据中心"},
      {"", ""},
  };
  for (const Case& c : cases) {
    INFO(c.text);
    CHECK(masked_text(c.text) == c.shown);
    CHECK(masked_text(c.text).size() == std::string(c.text).size());
  }
  CHECK(masked_text("网格员李大力已上门", {"李大力"}) == "网格员李＊＊已上门");
}

TEST_CASE("a masked notice hides the contact everywhere and keeps the community's name") {
  Notice notice = test::make_notice("成长型", "云溪社区", "由王小明负责，电话13812345678。");
  notice.title.utf8 = "云溪社区公示";
  notice.footer.utf8 = "联系单位：云溪街道办事处，联系人：王小明，电话：0632-5512345";
  notice.contact = {"云溪街道办事处", {"王小明"}, {"0632-5512345", "13812345678"}};
  const Notice shown = masked(notice);
  CHECK(shown.rows[0].claim.str() == "由王＊＊负责，电话138********。");
  CHECK(shown.footer.utf8 == "联系单位：云溪街道办事处，联系人：王＊＊，电话：0632-5512345");
  CHECK(shown.contact.persons.at(0) == "王＊＊");
  CHECK(shown.contact.telephones.at(0) == "0632-5512345");
  CHECK(shown.contact.telephones.at(1) == "138********");
  CHECK(shown.title.utf8 == notice.title.utf8);

  Finding finding;
  finding.quote = "由王小明负责";
  finding.message = "“由王小明负责”缺少依据";
  CHECK(masked(finding, notice).quote == "由王＊＊负责");
  CHECK(masked(finding, notice).message == "“由王＊＊负责”缺少依据");
}

TEST_CASE("the areas to be painted over are those of the characters") {
  Notice notice;
  notice.footer.utf8 = "电话13812345678";
  TextSpan span;
  span.range = {0, 17};
  span.place = {3, {0, 0, 130, 10}, -1, -1, -1, -1};
  for (int i = 0; i <= 13; ++i) span.edges.push_back(static_cast<float>(i * 10));
  notice.footer.spans.push_back(span);
  const auto areas = personal_areas(notice);
  REQUIRE(areas.count(3) == 1);
  REQUIRE(areas.at(3).size() == 1);
  CHECK(areas.at(3)[0].x0 == Approx(20));
  CHECK(areas.at(3)[0].x1 == Approx(130));
}

}  // namespace gongshi
