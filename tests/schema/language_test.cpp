// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/language.h"

#include <catch2/catch.hpp>

using namespace gongshi;

TEST_CASE("languages are known by their codes") {
  CHECK(parse_language("zh_CN.UTF-8") == Language::kChinese);
  CHECK(parse_language("en") == Language::kEnglish);
  CHECK_FALSE(parse_language("C").has_value());
}

TEST_CASE("messages are looked up in the catalogue, and stand as they are where it lacks them") {
  set_language(Language::kChinese);
  CHECK(tr("Files and folders") == "文件和文件夹");
  CHECK(tr("no message of the program") == "no message of the program");
  CHECK(say("{} is missing.", {"--db"}) == "缺少 --db。");
  set_language(Language::kEnglish);
  CHECK(tr("Files and folders") == "Files and folders");
}

TEST_CASE("values go into a message by their order or their number") {
  CHECK(say("{} of {}", {"3", "5"}) == "3 of 5");
  CHECK(say("{2}: {1}", {"first", "second"}) == "second: first");
  CHECK(say("{} {} {9} {", {"one"}) == "one {} {9} {");
}
