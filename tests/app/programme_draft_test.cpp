// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes drafted from their annexes alone and tried at once, without a line edited, on notices that their authors
// labelled without knowing the program.
#include <catch2/catch.hpp>

#include "tests/support/labelled_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;

TEST_CASE("a programme drafted from its annex asserts no false error, and finds what was planted") {
  for (const char* name :
       {"lanyue-school-2023", "lanjiang-stars-2024", "draft-library", "draft-museum", "draft-canteen"}) {
    const test::TemporaryFolder temporary;
    const std::string draft = temporary.path() + "/drafted";
    const auto drafted =
        test::run_program({"programme", "draft", test::labelled_folder(name) + "/annex.html", "-o", draft});
    INFO(drafted.errors);
    REQUIRE(drafted.status == 0);
    const test::LabelledScore got = test::score_labelled(name, draft);
    for (const std::string& missed : got.missed) UNSCOPED_INFO("missed: " << missed);
    INFO(name << ": " << got.found << " of " << got.expected);
    CHECK(got.misread.empty());
    CHECK(got.false_errors == std::vector<std::string>());
    CHECK(got.found >= 0.95 * got.expected);
  }
}
