// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/page_clock.h"

#include <catch2/catch.hpp>

using gongshi::cli::PageClock;
using std::chrono::seconds;

namespace {

const PageClock::Time kStart{};

}  // namespace

TEST_CASE("the pages left take what those before them took") {
  PageClock clock;
  CHECK_FALSE(clock.pages_done("scan.pdf", 1, 5, kStart));
  CHECK(clock.pages_done("scan.pdf", 2, 5, kStart + seconds(2)) == 6.0);
  CHECK(clock.pages_done("scan.pdf", 4, 5, kStart + seconds(9)) == 3.0);
  CHECK(clock.pages_done("scan.pdf", 5, 5, kStart + seconds(12)) == 0.0);
}

TEST_CASE("each file has its own pages") {
  PageClock clock;
  CHECK_FALSE(clock.pages_done("a.pdf", 2, 4, kStart));
  CHECK_FALSE(clock.pages_done("b.pdf", 1, 9, kStart + seconds(5)));
  CHECK(clock.pages_done("a.pdf", 3, 4, kStart + seconds(7)) == 7.0);
  clock.file_done("a.pdf");
  CHECK_FALSE(clock.pages_done("a.pdf", 3, 4, kStart + seconds(8)));
}

TEST_CASE("pages that begin again under one name are another file of its archive") {
  PageClock clock;
  CHECK_FALSE(clock.pages_done("scans.zip", 3, 3, kStart));
  CHECK_FALSE(clock.pages_done("scans.zip", 1, 3, kStart + seconds(4)));
  CHECK(clock.pages_done("scans.zip", 2, 3, kStart + seconds(6)) == 2.0);
}
