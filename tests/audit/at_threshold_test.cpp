// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("at-threshold fires where every percentage is exactly what is asked for") {
  Notice notice = test::make_notice("成长型", "青禾里社区");
  test::set_claim(notice, 1, "家庭千兆光纤网络覆盖率80%");
  test::set_claim(notice, 2, "5G网络覆盖率90%");
  test::set_claim(notice, 3, "广播电视覆盖率80%");
  test::set_claim(notice, 5, "智能照明设施安装率80%");
  CHECK(test::rows_with(notice, "at-threshold").empty());
  test::set_claim(notice, 28, "居民满意度70%");
  CHECK(test::rows_with(notice, "at-threshold") == std::multiset<std::optional<int>>{std::nullopt});
  test::set_claim(notice, 28, "居民满意度96%");
  CHECK(test::rows_with(notice, "at-threshold").empty());
}
