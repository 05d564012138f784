// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/drawn_text.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "schema/utf8.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

const std::uint32_t kBlack = ink_of(0, 0, 0, 1), kRed = ink_of(0.9, 0, 0, 1), kPale = ink_of(0.8, 0.8, 0.8, 1);

void write(DrawnText& text, const std::string& line, double x, double y, double size, std::uint32_t color,
           bool slanted = false) {
  for (const char32_t code : utf8::decode(line)) {
    text.add({std::u32string(1, code), {x, y, x + size, y + size}, size, false, 0, slanted, color, -1});
    x += size;
  }
}

std::string shown(DrawnText& text) {
  PageCanvas canvas({0, 0, 600, 800});
  text.put_on(canvas);
  std::string plain;
  for (const Glyph& glyph : canvas.finish().content.glyphs) utf8::append(plain, glyph.code);
  return plain;
}

std::string bytes_as_text(const std::string& bytes) {
  DrawnText text;
  double x = 10;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.add({std::u32string(1, byte), {x, 10, x + 5, 20}, 10, false, 0, false, kBlack, byte});
    x += 5;
  }
  return shown(text);
}

}  // namespace

TEST_CASE("a seal that is drawn as text is none of it") {
  DrawnText text;
  write(text, "社区住宅楼36栋，公共区域均装有火灾自动报警系统", 50, 100, 10, kBlack);
  write(text, "某市数据", 60, 60, 14, kRed, true);
  write(text, "中心", 100, 95, 14, kRed);
  CHECK(shown(text) == "社区住宅楼36栋，公共区域均装有火灾自动报警系统");
}

TEST_CASE("a watermark over text is none of it, coloured text beside it is") {
  DrawnText text;
  write(text, "达标，共三十六栋", 50, 100, 10, kBlack);
  write(text, "仅供公示", 50, 95, 30, kPale);
  write(text, "红色的一句", 50, 300, 10, kRed);
  CHECK(shown(text) == "达标，共三十六栋红色的一句");
  // A heading in red above black text.
  write(text, "某市大数据局文件", 50, 50, 30, kRed);
  write(text, "正文", 50, 120, 10, kBlack);
  CHECK(shown(text) == "某市大数据局文件正文");
}

TEST_CASE("a watermark is told on a page that has little else, or nothing") {
  for (const bool some : {true, false}) {
    DrawnText text;
    if (some) write(text, "联系电话：0500-5550100", 50, 100, 10, kBlack);
    for (int row = 0; row < 6; ++row)
      for (int column = 0; column < 2; ++column)
        write(text, "某市大数据局仅供公示", 50 + 250 * column, 150 + 60 * row, row % 2 == 0 ? 10 : 20, kPale);
    CHECK(shown(text) == (some ? "联系电话：0500-5550100" : ""));
  }
  DrawnText grey;  // A page that is printed in grey is text.
  write(grey, "公示期五天，如有异议请反馈。", 50, 100, 10, kPale);
  CHECK(shown(grey) == "公示期五天，如有异议请反馈。");
}

TEST_CASE("the upright characters of a black seal go with the slanted ones") {
  DrawnText text;
  write(text, "甲乙丙丁戊己庚辛", 50, 300, 10, kBlack);
  write(text, "某", 60, 60, 14, kBlack, true);
  write(text, "市", 80, 60, 14, kBlack);
  write(text, "局", 100, 60, 14, kBlack, true);
  CHECK(shown(text) == "甲乙丙丁戊己庚辛");
}

TEST_CASE("what stands in the middle of a black seal goes with its ring") {
  const auto ring = [](DrawnText& text) {
    const std::string signs = "某市大数据中心";
    std::size_t i = 0;
    for (const char32_t code : utf8::decode(signs)) {
      const double x = 300 + 50 * std::cos(2.6 + 0.7 * static_cast<double>(i)),
                   y = 300 + 50 * std::sin(2.6 + 0.7 * static_cast<double>(i));
      text.add({std::u32string(1, code), {x, y, x + 12, y + 12}, 12, false, 0, true, kBlack, -1});
      ++i;
    }
  };
  DrawnText text;
  write(text, "甲乙丙丁戊己庚辛", 50, 500, 10, kBlack);
  ring(text);
  write(text, "★", 298, 298, 16, kBlack);
  write(text, "专用章", 290, 325, 10, kBlack);
  CHECK(shown(text) == "甲乙丙丁戊己庚辛");
  // A line that begins inside and goes on is text under the seal.
  DrawnText over;
  ring(over);
  write(over, "二〇二四年九月", 270, 300, 12, kBlack);
  CHECK(shown(over) == "二〇二四年九月");
}

TEST_CASE("bytes of GBK in a Latin font are Chinese") {
  // 家庭千兆光纤网络覆盖率达到70%，共1850户
  CHECK(bytes_as_text("\xbc\xd2\xcd\xa5\xc7\xa7\xd5\xd7\xb9\xe2\xcf\xcb\xcd\xf8\xc2\xe7\xb8\xb2\xb8\xc7\xc2\xca\xb4\xef"
                      "\xb5\xbd"
                      "70%"
                      "\xa3\xac\xb9\xb2"
                      "1850"
                      "\xbb\xa7") == "家庭千兆光纤网络覆盖率达到70%，共1850户");
  // French stays French.
  const std::string french =
      "D\xe9j\xe0 vu: \xe9t\xe9, \xe0 No\xebl, gar\xe7on, o\xf9, \xe2ge, h\xf4te, na\xefve, \xe9, \xe8, \xe0";
  CHECK(bytes_as_text(french).find("Dé") == 0);
}
