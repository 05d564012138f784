// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

Notice with_row(const std::string& name) {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.rows.push_back(notice.rows[2]);
  notice.rows.back().no = 23;
  notice.rows.back().indicator.reset();
  notice.rows.back().name.text.utf8 = name;
  return notice;
}

}  // namespace

TEST_CASE("indicator-unknown fires on rows that are no indicator of the tier") {
  CHECK(test::rows_with(with_row("智慧停车"), "indicator-unknown") == std::multiset<std::optional<int>>{23});
  const auto found = test::findings_of(with_row("居民体验调查"), "indicator-unknown");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("成长型") != std::string::npos);
}

TEST_CASE("indicator-unknown passes rows without a name and names of the tier itself") {
  CHECK(test::findings_of(with_row(""), "indicator-unknown").empty());
  CHECK(test::findings_of(with_row("物业(公共事业) 服务"), "indicator-unknown").empty());
  CHECK(test::findings_of(test::make_notice("基础型", "青杨社区"), "indicator-unknown").empty());
}
