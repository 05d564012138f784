// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

Notice notice_with(const std::string& footer, const std::string& claim) {
  Notice notice = test::make_notice("标杆型", "青杨社区");
  notice.preamble.utf8 = "某市大数据中心于2024年8月1日—31日组织开展智慧社区建设验收工作。";
  notice.footer.utf8 = footer;
  test::set_claim(notice, 30, claim);
  return notice;
}

}  // namespace

TEST_CASE("date-order fires on publicity before the acceptance has ended") {
  CHECK(test::findings_of(notice_with("公示期5天（自8月20日始-8月24日止）。", "达标"), "date-order").size() == 1);
  CHECK(test::findings_of(notice_with("公示期5天（自9月2日始-9月6日止）。", "达标"), "date-order").empty());
}

TEST_CASE("date-order fires on evidence from after the acceptance") {
  CHECK(test::rows_with(notice_with("", "截止9月底，系统共发出预警信息200余条"), "date-order").count(30) == 1);
  CHECK(test::rows_with(notice_with("", "2024年10月组织了1次活动"), "date-order").count(30) == 1);
  CHECK(test::rows_with(notice_with("", "截至7月底，系统共发出预警信息200余条"), "date-order").empty());
  CHECK(test::rows_with(notice_with("", "计划2024年12月推广到全省"), "date-order").empty());
  CHECK(test::rows_with(notice_with("", "2024年组织了5次活动"), "date-order").empty());
}
