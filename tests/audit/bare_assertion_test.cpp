// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "tests/support/rule_cases.h"

TEST_CASE("bare-assertion fires on conclusions alone and on words that nothing can be checked by") {
  gongshi::test::check_cases(
      "bare-assertion",
      {
          {"conclusion alone", "成长型", "社区警务", "达标", true},
          {"conclusion with full stop", "成长型", "社区警务", "已达标。", true},
          {"two conclusions", "成长型", "社区警务", "达标，已完成", true},
          {"counts", "成长型", "智能照明设施", "达标。智能照明设备120台，公共照明设备总数120台，安装率100%", false},
          {"a named system", "成长型", "社区警务", "达标。通过“青杨一家亲”小程序发布警情", false},
          {"empty is another rule's", "成长型", "社区警务", "", false},
      });
}
