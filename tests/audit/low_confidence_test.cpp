// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("low-confidence marks cells whose figures were not read for certain") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  test::set_claim(notice, 1, "社区总户数3011户，具备千兆光纤接入能力家庭2900户，覆盖率为90%。");
  CHECK(test::findings_of(notice, "low-confidence").empty());
  notice.rows[0].claim.uncertain = true;
  REQUIRE(test::findings_of(notice, "low-confidence").size() == 1);
  const auto held = test::findings_of(notice, "ratio-mismatch");
  REQUIRE(held.size() == 1);
  CHECK(held[0].verdict == Verdict::kInconclusive);
  notice.rows[0].claim.uncertain = false;
  notice.rows[0].claim.confidence = 0.3;
  CHECK(test::findings_of(notice, "low-confidence").size() == 1);
  test::set_claim(notice, 1, "达标");
  CHECK(test::findings_of(notice, "low-confidence").empty());
}
