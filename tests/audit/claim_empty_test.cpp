// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("claim-empty fires on an empty cell and on nothing else") {
  gongshi::test::check_cases("claim-empty", {
                                                {"nothing", "基础型", "养老服务", "", true},
                                                {"white space", "基础型", "养老服务", " \n　", true},
                                                {"a conclusion", "基础型", "养老服务", "达标", false},
                                                {"text", "基础型", "养老服务", "提供助餐、助医2种服务", false},
                                            });
}
