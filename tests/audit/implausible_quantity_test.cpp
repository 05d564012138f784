// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("implausible-quantity goes by limits in data") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  test::set_claim(notice, 1, "社区总户数2508户，具备千兆光纤接入能力家庭2508户，覆盖率为100%");
  test::set_claim(notice, 2, "社区总面积450平方米，5G网络覆盖450平方米，覆盖率100%");
  CHECK(test::rows_with(notice, "implausible-quantity") == std::multiset<std::optional<int>>{2});
  test::set_claim(notice, 2, "社区总面积0.45平方公里，5G网络覆盖0.45平方公里，覆盖率100%");
  CHECK(test::rows_with(notice, "implausible-quantity").empty());
  test::set_claim(notice, 8, "社区常住人口2508人");
  CHECK(test::rows_with(notice, "implausible-quantity") == std::multiset<std::optional<int>>{8});
  test::set_claim(notice, 8, "社区常住人口6500人");
  CHECK(test::rows_with(notice, "implausible-quantity").empty());
  test::set_claim(notice, 1, "社区总户数0户");
  CHECK(test::rows_with(notice, "implausible-quantity").count(1) == 1);
}
