// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/characters.h"

#include <catch2/catch.hpp>

using namespace gongshi;

TEST_CASE("digits, Chinese characters and spaces are told apart") {
  for (const char32_t code : {U'0', U'9'}) CHECK(is_digit(code));
  for (const char32_t code : {U'０', U'一', U'/', U':'}) CHECK_FALSE(is_digit(code));
  for (const char32_t code : {U'一', U'鿿', U'㐀', U'〇', U'𠀀', char32_t{0xF900}}) CHECK(is_han(code));
  for (const char32_t code : {U'，', U'。', U'Ａ', U'a', U'①', char32_t{0x4DC0}}) CHECK_FALSE(is_han(code));
  for (const char32_t code : {U' ', U'\t', U'\n', U'\r', char32_t{0x3000}, char32_t{0xA0}}) CHECK(is_space(code));
  for (const char32_t code : {U'a', U'一', char32_t{0x200B}, char32_t{0xFEFF}}) CHECK_FALSE(is_space(code));
  CHECK(is_blank(U' '));
  CHECK_FALSE(is_blank(U'\n'));
}
