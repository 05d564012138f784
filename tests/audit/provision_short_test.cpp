// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("provision-short fires where fewer are equipped than live alone") {
  gongshi::test::check_cases(
      "provision-short",
      {
          {"fewer devices", "成长型", "养老服务", "60岁及以上常住独居老人42人，配备紧急呼叫装置37台，10分钟内响应",
           true},
          {"as many", "成长型", "养老服务", "60岁及以上常住独居老人42人，配备紧急呼叫装置42台，10分钟内响应", false},
          {"more", "成长型", "养老服务", "独居老人42人，智能手环45个，10分钟内响应", false},
          {"two kinds together", "成长型", "养老服务", "独居老人42人，呼叫器30个、智能手环12个，10分钟内响应", false},
          {"households", "成长型", "养老服务", "独居老人42人共37户，配备紧急呼叫装置37台，10分钟内响应", false},
          {"one for each", "成长型", "养老服务", "为42名独居老人每人配备智能手环1个，共42个，10分钟内响应", false},
          {"about so many", "成长型", "养老服务", "独居老人40余人，配备紧急呼叫装置37台，10分钟内响应", false},
          {"one for each, without a number", "成长型", "养老服务", "独居老人31人，各配呼叫器1个，10分钟内响应", false},
          {"several kinds", "成长型", "养老服务", "独居老人45人，手环30只、智能床垫15张，人均1件，10分钟内响应", false},
      });
}
