// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("conclusion-provisional fires on provisional words around the table") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.preamble.utf8 = "经过本级初验，初步确定达到相关建设标准。";
  CHECK(test::findings_of(notice, "conclusion-provisional").size() == 1);
  notice.preamble.utf8 = "经工作组成员一致认定，青杨社区已满足建设要求。";
  CHECK(test::findings_of(notice, "conclusion-provisional").empty());
}
