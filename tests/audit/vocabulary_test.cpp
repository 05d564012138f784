// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/vocabulary.h"

#include <catch2/catch.hpp>
#include <string>

namespace {

using gongshi::audit::find_word;
using gongshi::audit::WordHit;
using gongshi::audit::WordList;

TEST_CASE("the word that stands first is found, the longest of those that start there") {
  const WordList words = {"建设中", "正在建设", "正在", "，"};
  const std::string text = "门禁，正在建设中";
  REQUIRE(find_word(text, words).word == "，");
  const WordHit second = find_word(text, words, std::string("门禁，").size());
  REQUIRE(second.word == "正在建设");
  REQUIRE(text.substr(second.at, second.length) == "正在建设");
  REQUIRE(find_word(text, words, second.at + second.length).at == std::string::npos);
}

TEST_CASE("blanks within a word belong to it, blanks before it do not") {
  const WordList words = {"正在建设", "暂无"};
  const std::string text = "门 禁 正 在 建设。";
  const WordHit hit = find_word(text, words);
  REQUIRE(hit.word == "正在建设");
  REQUIRE(text.substr(hit.at, hit.length) == "正 在 建设");
}

TEST_CASE("texts that end within a word, empty texts and malformed ones have no word") {
  const WordList words = {"尚未完成"};
  for (const std::string text : {"", "尚未", "尚 未 ", "\xE5", "\xE5\xB0", "\xFF\xFF\x80尚"})
    REQUIRE(find_word(text, words).at == std::string::npos);
  REQUIRE(find_word("尚未完成", WordList()).at == std::string::npos);
  REQUIRE(find_word("\x80尚未完成", words).at == 1);
}

}  // namespace
