// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/lost_ink.h"

#include <catch2/catch.hpp>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr int kSize = 20;

/// A line with characters in the places of `printed` that are no spaces: frames with a stroke through them.
GreyImage line_with(std::string_view printed) {
  GreyImage line(static_cast<int>(printed.size()) * kSize, 24);
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] == ' ') continue;
    const int left = static_cast<int>(i) * kSize + 2;
    for (int k = 0; k < 16; ++k) {
      for (const int y : {3, 11, 19}) line.row(y)[left + k] = 0;
      line.row(3 + k)[left] = line.row(3 + k)[left + 8] = line.row(3 + k)[left + 15] = 0;
    }
  }
  return line;
}

/// What an engine read, a character for a sign of `read` that is no space.
LineText reading(std::string_view read) {
  LineText text;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (read[i] == ' ') continue;
    const auto left = static_cast<float>(i * kSize);
    text.characters.push_back({static_cast<char32_t>(0x4E00 + read[i]), left, left + kSize, 0.99F, false});
  }
  return text;
}

std::string marks(const LineText& text) {
  std::string result;
  for (const LineCharacter& character : text.characters) result += character.uncertain ? '!' : '.';
  return result;
}

std::string marks_of(std::string_view printed, std::string_view read) {
  LineText text = reading(read);
  mark_lost_ink(line_with(printed), kSize, text);
  return marks(text);
}

LineText digits(const std::vector<float>& middles) {
  LineText text;
  for (const float middle : middles) text.characters.push_back({U'1', middle - 4, middle + 4, 0.99F, false});
  return text;
}

}  // namespace

TEST_CASE("ink that no character was read from marks its neighbours") {
  CHECK(marks_of("abcdef", "abcdef") == "......");
  CHECK(marks_of("abcdef", "ab   f") == ".!!");
  CHECK(marks_of("abcdef", "abc   ") == "..!");
  CHECK(marks_of("abcdef", "   def") == "!..");
  CHECK(marks_of("ab  ef", "ab  ef") == "....");
}

TEST_CASE("a line of which nothing was read becomes the sign for it where it has ink like characters'") {
  LineText text;
  mark_lost_ink(line_with(" ab "), kSize, text);
  REQUIRE(text.characters.size() == 1);
  CHECK(text.characters[0].code == kIllegible);
  CHECK(text.characters[0].uncertain);

  LineText empty;
  mark_lost_ink(line_with("    "), kSize, empty);
  GreyImage rule(200, 24);
  for (int x = 0; x < 200; ++x) rule.row(12)[x] = rule.row(13)[x] = 0;
  mark_lost_ink(rule, kSize, empty);
  CHECK(empty.characters.empty());
}

TEST_CASE("a digit lost among others shows by their distance") {
  const GreyImage paper(400, 24);
  LineText whole = digits({10, 20, 30, 40, 50}), lost = digits({10, 20, 40, 50}), wide = digits({10, 30, 50, 70});
  for (LineText* text : {&whole, &lost, &wide}) mark_lost_ink(paper, kSize, *text);
  CHECK(marks(whole) == ".....");
  CHECK(marks(lost) == ".!!.");
  CHECK(marks(wide) == "....");  // Full-width digits.
}
