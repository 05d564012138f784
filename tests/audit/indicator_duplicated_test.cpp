// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("indicator-duplicated stands on the later row") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  CHECK(test::rows_with(notice, "indicator-duplicated").empty());
  notice.rows.push_back(notice.rows[2]);
  notice.rows.back().no = 29;
  CHECK(test::rows_with(notice, "indicator-duplicated") == std::multiset<std::optional<int>>{29});
}

TEST_CASE("indicator-duplicated leaves rows alone that match no indicator") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  for (int i = 0; i < 2; ++i) {
    notice.rows.push_back(notice.rows[2]);
    notice.rows.back().no = 29 + i;
    notice.rows.back().indicator.reset();
  }
  CHECK(test::rows_with(notice, "indicator-duplicated").empty());
}
