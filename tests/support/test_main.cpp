// SPDX-License-Identifier: GPL-3.0-or-later
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/support/postgresql.h"

int main(int argc, char** argv) {
  constexpr int kSkipped = 77;
  if (gongshi::test::stores_on_server() && !gongshi::test::has_postgresql()) {
    std::puts("SKIPPED: PostgreSQL is not installed (apt-get install postgresql)");
    return kSkipped;
  }
  return Catch::Session().run(argc, argv);
}
