// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/sign_shapes.h"

#include <catch2/catch.hpp>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr int kEm = 30;

/// A line of squares of 26 pixels, one for each character, without the last one: what a sign's place looks like.
struct Signed {
  GreyImage image{kEm * 6, kEm + 10};
  LineText text;

  explicit Signed(std::string_view read, float confidence = 0.9F) : text(test::line_of(read, kEm, confidence)) {
    for (int i = 0; i + 1 < static_cast<int>(text.characters.size()); ++i)
      test::fill(image, i * kEm + 2, 6, i * kEm + kEm - 2, 34);
  }
  /// Left edge of the sign's place.
  [[nodiscard]] int x() const { return static_cast<int>(text.characters.size() - 1) * kEm; }
  [[nodiscard]] std::string settled() const { return test::text_of(with_settled_signs(text, image)); }
};

void dot(Signed& line, int x, int y) { test::fill(line.image, line.x() + x, y, line.x() + x + 4, y + 4); }

}  // namespace

TEST_CASE("a tail makes a colon a semicolon, whatever was read") {
  const std::string read = GENERATE("动态更新：", "动态更新；");
  Signed colon(read), semicolon(read);
  dot(colon, 12, 14), dot(colon, 12, 26);
  dot(semicolon, 12, 14), dot(semicolon, 12, 26);
  test::fill(semicolon.image, semicolon.x() + 13, 30, semicolon.x() + 15, 34);
  CHECK(colon.settled() == "动态更新：");
  CHECK(semicolon.settled() == "动态更新；");
}

TEST_CASE("a colon that cannot be told from its surroundings stays as read") {
  Signed line("动态更新：");
  dot(line, 12, 14);
  CHECK(line.settled() == "动态更新：");
  Signed narrow("动态更新:");
  dot(narrow, 12, 14), dot(narrow, 12, 26);
  test::fill(narrow.image, narrow.x() + 13, 30, narrow.x() + 15, 34);
  CHECK(narrow.settled() == "动态更新;");
}

TEST_CASE("a stroke, a ring and a dot in the middle are told apart") {
  const std::string read = GENERATE("火灾报警·", "火灾报警~");
  Signed stroke(read), ring(read), full(read);
  for (int i = 0; i < 9; ++i) test::fill(stroke.image, stroke.x() + 10 + i, 16 + i, stroke.x() + 13 + i, 18 + i);
  test::fill(ring.image, ring.x() + 10, 16, ring.x() + 19, 25);
  test::fill(ring.image, ring.x() + 13, 19, ring.x() + 16, 22, 255);
  test::fill(full.image, full.x() + 12, 18, full.x() + 17, 23);
  CHECK(stroke.settled() == "火灾报警、");
  CHECK(ring.settled() == "火灾报警。");
  CHECK(full.settled() == read);
}

TEST_CASE("a faint sign at a line's end needs ink of its own") {
  Signed invented("智能充电、", 0.2F), seen("智能充电、", 0.2F);
  dot(seen, 8, 26);
  CHECK(invented.settled() == "智能充电");
  CHECK(seen.settled() == "智能充电、");
  CHECK(Signed("智能充电、").settled() == "智能充电、");
  CHECK(with_settled_signs({}, GreyImage(10, 10)).characters.empty());
}
