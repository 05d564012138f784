// SPDX-License-Identifier: GPL-3.0-or-later
// backup, restore and doctor as people run them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::run_program;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("backup and restore by hand") {
  test::TemporaryFolder folder;
  folder.write("in/1.docx", test::to_docx(test::fictional_notice(0, test::standard())));
  const std::string db = folder.path() + "/a.db", copy = folder.path() + "/copy.db";
  REQUIRE(run_program({"ingest", folder.path() + "/in", "--db", db, "--ocr", "none"}).status == 0);

  const auto made = run_program({"backup", "--db", db, "-o", copy});
  CHECK(made.status == 0);
  CHECK(contains(made.out, copy + ": 1 files, 1 notices, 0 decisions"));
  CHECK(run_program({"backup", "--db", db, "-o", copy}).status == 2);
  CHECK(run_program({"backup", "--db", db, "-o", copy, "--force"}).status == 0);
  const auto dated = run_program({"backup", "--db", db});
  CHECK(dated.status == 0);
  CHECK(contains(dated.out, db + ".backup.20"));
  CHECK(run_program({"backup", "--db", folder.path() + "/none.db"}).status == 2);

  const auto refused = run_program({"restore", copy, "--db", db});
  CHECK(refused.status == 2);
  CHECK(contains(refused.errors, "--force"));
  const auto restored = run_program({"restore", copy, "--db", db, "--force"});
  CHECK(restored.status == 0);
  CHECK(contains(restored.errors, "before-restore"));
  CHECK(run_program({"search", "--db", db, "社区"}).status == 0);
  CHECK(run_program({"restore", folder.write("x.db", std::string(5000, 'x')), "--db", db, "--force"}).status == 3);
}

TEST_CASE("the doctor looks at everything, says what to do, and is heard by scripts") {
  test::TemporaryFolder folder;
  folder.write("in/1.docx", test::to_docx(test::fictional_notice(0, test::standard())));
  const std::string db = folder.path() + "/a.db";
  REQUIRE(run_program({"ingest", folder.path() + "/in", "--db", db, "--ocr", "none"}).status == 0);
  const auto sound = run_program({"doctor", "--db", db, "--lang", "en"});
  for (const char* subject :
       {"cage of the readers: ", "data and programmes: ", "recognition of scans: ", "office converter: ",
        "Chinese in PDF: ", "Chinese fonts: ", "locale: ", "temporary files: ", "disk: ", "store: "})
    CHECK(contains(sound.out, subject));
  CHECK(contains(sound.out, "[ok] store: " + db + ": sound; version "));
  CHECK(contains(run_program({"doctor", "--lang", "zh"}).out, "文字识别"));

  const auto broken = run_program({"doctor", "--db", folder.write("x.db", std::string(5000, 'x')), "--lang", "en"});
  CHECK(broken.status == 3);
  CHECK(contains(broken.out, "[wrong] store: "));
  CHECK(contains(broken.out, "gongshi restore"));
  const auto missing = run_program({"doctor", "--ocr", "none", "--lang", "en"});
  CHECK(missing.status == 3);
  CHECK(contains(missing.out, "tesseract-ocr-chi-sim"));
}
