// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/grey.h"

#include <catch2/catch.hpp>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::fill;
using test::Sheet;

struct Pixel {
  PagePicture& picture;

  void set(int x, int y, std::uint8_t red, std::uint8_t green, std::uint8_t blue) const {
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
    std::uint8_t* at =
        picture.pixels.data() +
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)) * 3;
    // Ink on ink stays dark.
    if (at[0] < 100) return;
    at[0] = red, at[1] = green, at[2] = blue;
  }
};

/// A round seal of `mm` around (x, y): a ring and a full star's worth of red in its middle.
void stamp(PagePicture& picture, int x, int y, double mm) {
  const double radius = mm / 2 / 25.4 * picture.dpi;
  for (int v = -static_cast<int>(radius); v <= static_cast<int>(radius); ++v) {
    for (int u = -static_cast<int>(radius); u <= static_cast<int>(radius); ++u) {
      const double away = std::hypot(u, v) / radius;
      if (away < 1 && (away > 0.92 || away < 0.3)) Pixel{picture}.set(x + u, y + v, 214, 60, 66);
    }
  }
}

int darkest(const GreyImage& image, int x0, int y0, int x1, int y1) {
  int value = 255;
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) value = std::min<int>(value, image.at(x, y));
  return value;
}

}  // namespace

TEST_CASE("a red seal goes, the black text under it stays") {
  GreyImage text(660, 930);
  test::draw_line(text, 260, 443, 10, 14);
  PagePicture picture = test::in_colour(test::picture_of(text, 100));
  stamp(picture, 330, 450, 42);
  const GreyImage grey = grey_without_seals(picture, 100);
  CHECK(darkest(grey, 250, 380, 420, 430) > 200);
  CHECK(darkest(grey, 255, 440, 440, 460) < 40);
  // The seal is there as long as nobody takes it out.
  GreyOptions keep;
  keep.seal_least_mm = 100;
  keep.seal_most_mm = 101;
  CHECK(darkest(grey_without_seals(picture, 100, keep), 250, 380, 420, 430) < 140);
}

TEST_CASE("red that is no seal stays dark: a title") {
  PagePicture picture = test::in_colour(test::picture_of(GreyImage(660, 930), 100));
  for (int x = 100; x < 560; x += 24)
    for (int v = 0; v < 16; ++v)
      for (int u = 0; u < 16; ++u) Pixel{picture}.set(x + u, 60 + v, 200, 20, 30);
  CHECK(darkest(grey_without_seals(picture, 100), 100, 60, 560, 76) < 140);
}

TEST_CASE("shadows are levelled: paper becomes white, ink stays dark everywhere") {
  GreyImage image = Sheet(8).image;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      image.row(y)[x] = static_cast<std::uint8_t>(image.at(x, y) * (90 + 150 * x / image.width) / 255);
  const GreyImage level = levelled(image, Sheet::kDpi);
  for (const int x : {Sheet::x(0) + 40, Sheet::x(1) + 40, Sheet::x(2) + 40}) {
    CHECK(level.at(x, Sheet::y(1) + 10) > 235);
    CHECK(darkest(level, x, Sheet::y(1) - 2, x + 5, Sheet::y(1) + 4) < 60);
  }
}

TEST_CASE("what lies around the sheet, and behind a torn corner, becomes white") {
  GreyImage image(700, 970, 70);
  const Sheet sheet(6);
  for (int y = 0; y < sheet.image.height; ++y)
    for (int x = 0; x < sheet.image.width; ++x)
      if (x + y > 180) image.row(y + 20)[x + 20] = sheet.image.at(x, y);
  const GreyImage level = levelled(image, Sheet::kDpi);
  CHECK(level.at(3, 500) == 255);
  CHECK(level.at(60, 60) == 255);
  CHECK(darkest(level, Sheet::x(1) + 20, Sheet::y(1) + 18, Sheet::x(1) + 30, Sheet::y(1) + 24) < 60);
}

TEST_CASE("a sheet's dim end stays where its edge is nearly level, and the ground beyond goes") {
  // Light falls off by half from top to bottom; the sheet's lower edge climbs by one pixel in eighty, blurred.
  GreyImage image(700, 970, 0);
  const auto lit = [&](int y, int value) { return static_cast<double>(value) * (230 - 130.0 * y / 970) / 255; };
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const double below = y - (930 - x / 80.0), beside = std::max(26 - x, x - 674), above = 22 - y;
      const double out = std::clamp(std::max({below, beside + 0.0, above}) / 3 + 0.5, 0.0, 1.0);
      image.row(y)[x] = static_cast<std::uint8_t>(lit(y, 250) * (1 - out) + lit(y, 95) * out);
    }
  }
  for (int y = 60; y < 900; y += 30) {
    for (int i = 0; i < 20; ++i) {
      const auto ink = static_cast<std::uint8_t>(lit(y, 40));
      fill(image, 60 + i * 28, y, 62 + i * 28, y + 14, ink);
      fill(image, 60 + i * 28, y + 12, 76 + i * 28, y + 14, ink);
    }
  }
  const GreyImage level = levelled(image, Sheet::kDpi);
  for (int y = 60; y < 900; y += 30)
    for (int i = 0; i < 20; ++i) CHECK(level.at(64 + i * 28, y + 13) < 90);
  for (const int x : {6, 350, 690}) {
    CHECK(level.at(x, 6) == 255);
    CHECK(level.at(x, 960) == 255);
  }
}

TEST_CASE("binarization finds ink and leaves an empty page empty") {
  const InkImage none = binarized(GreyImage(300, 300, 250), 100);
  CHECK(std::all_of(none.pixels.begin(), none.pixels.end(), [](std::uint8_t it) { return it == 0; }));
  GreyImage one(300, 300, 250);
  fill(one, 100, 100, 140, 104, 60);
  CHECK(binarized(one, 100).at(120, 102) == 1);
}

TEST_CASE("a noisy page is softened, a clean one and a fax stay as they are") {
  const test::Sheet sheet(6);
  GreyImage clean = sheet.image, noisy = sheet.image, screen = sheet.image;
  for (std::uint8_t& value : clean.pixels) value = static_cast<std::uint8_t>(20 + value * 9 / 10);
  std::uint32_t state = 7;
  for (std::size_t i = 0; i < noisy.pixels.size(); ++i) {
    state = state * 1664525 + 1013904223;
    noisy.pixels[i] = static_cast<std::uint8_t>(std::clamp(noisy.pixels[i] - static_cast<int>(state >> 26), 0, 255));
    const std::size_t x = i % static_cast<std::size_t>(screen.width);
    screen.pixels[i] = static_cast<std::uint8_t>(screen.pixels[i] * (x % 3 == 0 ? 6 : 10) / 10);
  }
  CHECK(paper_noise(clean) < 5);
  const GreyImage before = clean;
  CHECK_FALSE(soften_noise(clean));
  CHECK(clean.pixels == before.pixels);
  GreyImage fax = sheet.image;
  for (std::size_t i = 0; i < fax.pixels.size(); i += 17) fax.pixels[i] = 0;
  CHECK_FALSE(soften_noise(fax));
  for (GreyImage* page : {&noisy, &screen}) {
    const int noise = paper_noise(*page);
    CHECK(soften_noise(*page));
    CHECK(paper_noise(*page) < noise / 2);
  }
}

TEST_CASE("a watermark goes, the text under it stays") {
  test::Sheet sheet(8);
  CHECK_FALSE(remove_watermark(sheet.image, test::Sheet::kDpi));
  const GreyImage clean = sheet.image;
  for (int stroke = 0; stroke < 5; ++stroke) {
    for (int x = 100; x < 560; ++x) {
      for (int y = 200 + 70 * stroke; y < 205 + 70 * stroke; ++y)
        sheet.image.row(y)[x] = std::min<std::uint8_t>(sheet.image.at(x, y), 168);
    }
  }
  REQUIRE(remove_watermark(sheet.image, test::Sheet::kDpi));
  int left = 0;  // Slivers thinner than three pixels, between it and strokes of text.
  for (std::size_t i = 0; i < clean.pixels.size(); ++i) {
    if (clean.pixels[i] == 0) REQUIRE(sheet.image.pixels[i] == 0);
    left += clean.pixels[i] == 255 && sheet.image.pixels[i] != 255;
  }
  CHECK(left < 5 * 460 * 5 / 5);
}

TEST_CASE("strokes in pieces grow together, and paper stays paper") {
  GreyImage image(60, 40);
  for (int x = 10; x < 50; x += 3) fill(image, x, 20, x + 2, 22);  // A stroke that lacks every third column.
  const GreyImage joined = with_joined_strokes(image);
  for (int x = 14; x < 46; ++x) CHECK(joined.at(x, 20) < 150);
  CHECK(joined.at(30, 10) == 255);
  CHECK(joined.at(30, 30) == 255);
}
