// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/date_text.h"

#include <catch2/catch.hpp>

using gongshi::date_text;

TEST_CASE("a date is printed with the parts that it has") {
  CHECK(date_text({2024, 11, 7}) == "2024年11月7日");
  CHECK(date_text({0, 11, 7}) == "11月7日");
  CHECK(date_text({2024, 11, 0}) == "2024年11月");
  CHECK(date_text({0, 0, 30}) == "30日");
  CHECK(date_text({}).empty());
}
