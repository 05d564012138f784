// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/font_forms.h"

#include <catch2/catch.hpp>

using gongshi::extract::fold_font_form;

TEST_CASE("forms that only fonts bring become the plain characters") {
  CHECK(fold_font_form(U'⽤') == U"用");
  CHECK(fold_font_form(U'⻚') == U"页");
  CHECK(fold_font_form(0xF9F4) == U"林");  // a compatibility ideograph
  CHECK(fold_font_form(U'５') == U"5");
  CHECK(fold_font_form(U'Ａ') == U"A");
  CHECK(fold_font_form(0xFB01) == U"fi");
  CHECK(fold_font_form(0xFE35) == U"（");  // vertical form
  CHECK(fold_font_form(0x3000) == U" ");
  CHECK(fold_font_form(0x00A0) == U" ");
  CHECK(fold_font_form(0x200B).empty());
  CHECK(fold_font_form(0x00AD).empty());
}

TEST_CASE("printed characters stay as they are") {
  for (const char32_t code : std::u32string(U"社区5G%，。；：！？（）％①…“”《》〔〕～·—×㎡²"))
    CHECK(fold_font_form(code) == std::u32string(1, code));
}
