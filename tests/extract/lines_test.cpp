// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/lines.h"

#include <catch2/catch.hpp>
#include <deque>
#include <string>

#include "schema/utf8.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr double kSize = 10, kRight = 100;

// Lines of text in a cell from 0 to 100 points: ideographs and their signs are 10 wide, other characters 5; a space
// takes 2.5.
class Sample {
 public:
  explicit Sample(const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) add(lines[i], static_cast<double>(i) * 14);
  }

  [[nodiscard]] std::string paragraphs() const {
    std::vector<const Glyph*> glyphs;
    for (const Glyph& glyph : glyphs_) glyphs.push_back(&glyph);
    std::string text;
    for (const Paragraph& paragraph : make_paragraphs(make_lines(glyphs), {0, kRight, 1, false}))
      text += (text.empty() ? "" : "|") + paragraph.text.utf8;
    return text;
  }

 private:
  void add(const std::string& line, double top) {
    double x = 0;
    bool space = false;
    for (std::size_t offset = 0; offset < line.size();) {
      const char32_t code = utf8::next(line, offset);
      if (code == U' ') {
        space = true;
        x += 2.5;
        continue;
      }
      const double width = code < 0x2E80 ? kSize / 2 : kSize;
      glyphs_.push_back({code, {x, top, x + width, top + kSize}, static_cast<float>(kSize), 1.0F, false, space});
      space = false;
      x += width;
    }
  }

  std::deque<Glyph> glyphs_;
};

std::string joined(const std::vector<std::string>& lines) { return Sample(lines).paragraphs(); }

}  // namespace

TEST_CASE("a line ends its paragraph where the next one's first word would have fitted") {
  CHECK(joined({"甲乙丙丁戊己庚辛壬癸", "甲乙"}) == "甲乙丙丁戊己庚辛壬癸甲乙");
  CHECK(joined({"甲乙丙丁戊", "甲乙"}) == "甲乙丙丁戊|甲乙");
  // A number is one word.
  CHECK(joined({"甲乙丙丁戊己庚", "123456户"}) == "甲乙丙丁戊己庚123456户");
  CHECK(joined({"甲乙丙丁戊己庚", "12户"}) == "甲乙丙丁戊己庚|12户");
}

TEST_CASE("a closing sign keeps the number behind it on its line") {
  // Room for 里， but not for 里，5G: the unit 平方公里 must not fall apart.
  CHECK(joined({"面积0.6平方公", "里，5G网络覆盖。"}) == "面积0.6平方公里，5G网络覆盖。");
  CHECK(joined({"甲乙丙丁戊己庚辛", "理 。"}) == "甲乙丙丁戊己庚辛理 。");
  CHECK(joined({"甲乙丙丁戊己庚辛", "量/社区"}) == "甲乙丙丁戊己庚辛量/社区");
  // With an ideograph behind the sign the line may end there.
  CHECK(joined({"甲乙丙丁戊己庚", "理。甲"}) == "甲乙丙丁戊己庚|理。甲");
}

TEST_CASE("items begin paragraphs") {
  CHECK(joined({"1.甲乙丙丁戊己庚辛；", "2.甲乙"}) == "1.甲乙丙丁戊己庚辛；|2.甲乙");
  CHECK(joined({"甲乙丙丁戊己庚辛壬占", "2.5倍"}) == "甲乙丙丁戊己庚辛壬占2.5倍");
}
