// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard.h"

#include <catch2/catch.hpp>

using namespace gongshi;

TEST_CASE("the built-in standard has three tiers, the highest in two editions") {
  const auto standard = load_standard();
  if (!standard) FAIL(standard.error().message);
  REQUIRE(standard->find("基础型")->indicators.size() == 22);
  REQUIRE(standard->find("成长型")->indicators.size() == 28);
  REQUIRE(standard->find("标杆型")->indicators.size() == 32);
  REQUIRE(standard->editions("标杆型").size() == 2);
  REQUIRE(standard->find("标杆型", "b")->find(18)->definition != standard->find("标杆型", "a")->find(18)->definition);
  REQUIRE(standard->find("普通型") == nullptr);
}
