// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/presentable.h"

#include <catch2/catch.hpp>

#include "schema/csv.h"

namespace gongshi {

TEST_CASE("what is not seen but acts is left out") {
  CHECK(presentable("柳岸社区\n\t100%") == "柳岸社区\n\t100%");
  CHECK(presentable(std::string("a\0b\x1b[2Jc\x7f\xc2\x9b", 11)) == "ab[2Jc");
  CHECK(presentable("a\u202Egnp.exe\u2066b\u200E") == "agnp.exeb");
  CHECK(presentable("a\xEF\xBF\xBE") == "a");
  // A lone surrogate and a cut character.
  CHECK(presentable("a\xED\xA0\x80z") == "a\uFFFD\uFFFD\uFFFDz");
  CHECK(presentable("a\xE7\xA4") == "a\uFFFD\uFFFD");
  CHECK(presentable_line("a\nb\tc") == "a b c");
}

TEST_CASE("parts of file names are taken by every system") {
  CHECK(file_name_part("柳岸社区") == "柳岸社区");
  CHECK(file_name_part("a<b>:\"/\\|?*c") == "a_b________c");
  CHECK(file_name_part(" .柳岸社区. . ") == "柳岸社区");
  CHECK(file_name_part("..").empty());
  CHECK(file_name_part("甲\n乙\u202E") == "甲 乙");
  std::string long_name;
  for (int i = 0; i < 100; ++i) long_name += "社";
  CHECK(file_name_part(long_name, 100).size() == 99);
}

TEST_CASE("signs that act stand in JSON as escapes, and read back they are the same") {
  CHECK(inert_json("{\"a\": \"\xE2\x80\xAE社区\x7F\"}") == "{\"a\": \"\\u202e社区\\u007f\"}");
  CHECK(inert_json("[\"\xF0\x9F\xBF\xBE\"]") == "[\"\\ud83f\\udffe\"]");
  const std::string plain = "{\"社区\": [1, \"柳岸\", \"\\u001b\"]}\n";
  CHECK(inert_json(plain) == plain);
}

TEST_CASE("no field of CSV is a formula") {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r"}) {
    const std::string line = csv_line({start + "1+1", "b"});
    INFO(line);
    CHECK((line[0] == '\'' || line.substr(0, 2) == "\"'"));
  }
  CHECK(csv_line({"\x01=1+1"}) == "'=1+1\r\n");
  CHECK(csv_line({"100%", "约5户"}) == "100%,约5户\r\n");
}

}  // namespace gongshi
