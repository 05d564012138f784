// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("indicator-missing names each indicator of the tier that has no row") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  CHECK(test::rows_with(notice, "indicator-missing").empty());
  notice.rows.erase(notice.rows.begin() + 4);
  const auto found = test::findings_of(notice, "indicator-missing");
  REQUIRE(found.size() == 1);
  CHECK(found[0].no == 5);
  CHECK(found[0].verdict == Verdict::kViolation);
  CHECK(found[0].severity == Severity::kError);
}

TEST_CASE("indicator-missing asserts nothing where a row was not matched or the file was read in part") {
  Notice notice = test::make_notice("成长型", "青杨社区");
  notice.rows[4].indicator.reset();
  REQUIRE(test::findings_of(notice, "indicator-missing").size() == 1);
  CHECK(test::findings_of(notice, "indicator-missing")[0].verdict == Verdict::kInconclusive);
  notice.tier = "";
  CHECK(test::findings_of(notice, "indicator-missing").empty());
}
