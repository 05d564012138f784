// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/csv.h"

#include <catch2/catch.hpp>

using gongshi::csv_line;

TEST_CASE("fields are quoted where they must be") {
  CHECK(csv_line({"柳岸社区", "1,203户", "写“达标”", "a\"b", "上\n下", ""}) ==
        "柳岸社区,\"1,203户\",写“达标”,\"a\"\"b\",\"上\n下\",\r\n");
  CHECK(csv_line({}) == "\r\n");
}
