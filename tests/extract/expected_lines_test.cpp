// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/expected_lines.h"

#include <catch2/catch.hpp>

#include "schema/utf8.h"
#include "tests/extract/ocr_sample.h"
#include "tests/support/records.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr int kHeight = 20;

/// Lines of the standard: the first definitions, `length` characters each, the rests of texts left out.
std::vector<std::string> standard_lines(std::size_t length, std::size_t count) {
  std::vector<std::string> lines;
  for (const Indicator& indicator : test::standard().tiers[0].indicators) {
    const std::u32string text = utf8::decode(indicator.definition);
    for (std::size_t at = 0; at + length < text.size() && lines.size() < count; at += length) {
      const std::u32string line = text.substr(at, length);
      if (line.find_first_of(U"\n ") == std::u32string::npos) lines.push_back(utf8::encode(line));
    }
  }
  REQUIRE(lines.size() == count);
  return lines;
}

/// A line of a column's cell whose characters fill their ink.
TextLine place(const std::string& text, int cell, int column) {
  const int width = kHeight * static_cast<int>(utf8::decode(text).size());
  return {{100, 0, 100 + width, kHeight}, {98, 0, 102 + width, kHeight}, kHeight, cell, column};
}

/// Gives the texts that it is told, and counts how it was asked.
class Reader final : public Recognizer {
 public:
  std::string text, squeezed;
  bool has_squeezed = true;
  int read = 0, read_squeezed = 0;

  [[nodiscard]] LineText read_line(const GreyImage&) override {
    ++read;
    return test::line_of(text, kHeight);
  }
  [[nodiscard]] std::optional<LineText> read_expected(const GreyImage&) override {
    if (!has_squeezed) return std::nullopt;
    ++read_squeezed;
    return test::line_of(squeezed, kHeight);
  }
  [[nodiscard]] std::string name() const override { return "test 1"; }
};

struct ReadPage {
  KnownTexts known{&test::standard()};
  ExpectedLines expected{known};
  Reader engine;

  std::string read(const std::string& text, const std::string& squeezed, int cell, int column = 3) {
    engine.text = text;
    engine.squeezed = squeezed;
    const TextLine line = place(text, cell, column);
    return test::text_of(expected.read(line, GreyImage(line.crop.width(), kHeight), engine));
  }
  std::string read(const std::string& text, int cell, int column = 3) { return read(text, text, cell, column); }
};

}  // namespace

TEST_CASE("in a column that repeats the standard the next lines are read squeezed") {
  ReadPage page;
  const auto lines = standard_lines(10, 6);
  for (int i = 0; i < 6; ++i)
    CHECK(page.read(lines[static_cast<std::size_t>(i)], i) == lines[static_cast<std::size_t>(i)]);
  CHECK(page.engine.read == 2);
  CHECK(page.engine.read_squeezed == 4);
  CHECK(page.read(lines[0], 9, 4) == lines[0]);  // Another column.
  CHECK(page.engine.read == 3);
}

TEST_CASE("a squeezed reading that is not the standard's does not count, and nothing comes from the standard") {
  ReadPage page;
  const auto lines = standard_lines(10, 4);
  for (int i = 0; i < 3; ++i)
    CHECK(page.read(lines[static_cast<std::size_t>(i)], i) == lines[static_cast<std::size_t>(i)]);
  std::u32string other = utf8::decode(lines[3]);
  other[4] = U'九';
  // The page shows another text than the standard: its reading stays, however near the two are.
  CHECK(page.read(utf8::encode(other), 3) == utf8::encode(other));
  CHECK(page.engine.read == 3);
  // The squeezed reading is wrong: the line is read again.
  CHECK(page.read(lines[3], utf8::encode(other), 4) == lines[3]);
  CHECK(page.engine.read == 4);
}

TEST_CASE("a column with other lines is not expected to repeat the standard") {
  ReadPage page;
  const auto lines = standard_lines(10, 4);
  for (int i = 0; i < 4; ++i) {
    page.read(lines[static_cast<std::size_t>(i)], i);
    page.read("达标社区共有住户一千三百户", i);
  }
  CHECK(page.engine.read_squeezed == 0);
}

TEST_CASE("short lines are known after the line before them in their cell only") {
  ReadPage page;
  const auto lines = standard_lines(10, 2);
  for (int i = 0; i < 2; ++i) page.read(lines[static_cast<std::size_t>(i)], i);
  const std::u32string text = utf8::decode(test::standard().tiers[0].indicators[0].definition);
  const std::string start = utf8::encode(text.substr(0, 10)), rest = utf8::encode(text.substr(10, 3));
  page.read(start, 5);
  const int before = page.engine.read;
  CHECK(page.read(rest, 5) == rest);
  CHECK(page.engine.read == before);
  CHECK(page.read(rest, 6) == rest);
  CHECK(page.engine.read == before + 1);
}

TEST_CASE("a sign that the squeezed reading lost at the line's end is read") {
  // A stretch of the standard that a sign follows.
  std::string shorter, longer;
  for (const Indicator& indicator : test::standard().tiers[0].indicators) {
    const std::u32string text = utf8::decode(indicator.definition);
    const std::size_t at = text.find(U'，');
    if (at == std::u32string::npos || at < 10 || text.substr(at - 10, 10).find_first_of(U"\n ") != std::u32string::npos)
      continue;
    shorter = utf8::encode(text.substr(at - 10, 10));
    longer = shorter + "，";
    break;
  }
  REQUIRE_FALSE(longer.empty());
  ReadPage page;
  const auto lines = standard_lines(10, 2);
  for (int i = 0; i < 2; ++i) page.read(lines[static_cast<std::size_t>(i)], i);
  CHECK(page.read(longer, shorter, 5) == longer);
  CHECK(page.read(shorter, shorter, 6) == shorter);  // Here the ink ends with the stretch.
  CHECK(page.engine.read == 3);
}

TEST_CASE("an engine that saves nothing by squeezing reads every line once") {
  ReadPage page;
  page.engine.has_squeezed = false;
  const auto lines = standard_lines(10, 5);
  for (int i = 0; i < 5; ++i)
    CHECK(page.read(lines[static_cast<std::size_t>(i)], i) == lines[static_cast<std::size_t>(i)]);
  CHECK(page.engine.read == 5);
}

TEST_CASE("lines that were read before the page's turn count for their column") {
  ReadPage page;
  const auto lines = standard_lines(10, 3);
  for (int i = 0; i < 2; ++i)
    page.expected.add(place(lines[static_cast<std::size_t>(i)], i, 3),
                      test::line_of(lines[static_cast<std::size_t>(i)], kHeight));
  CHECK(page.read(lines[2], 2) == lines[2]);
  CHECK(page.engine.read_squeezed == 1);
  CHECK(page.engine.read == 0);
}
