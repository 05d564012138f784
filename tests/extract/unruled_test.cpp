// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/unruled.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/layout.h"
#include "schema/utf8.h"
#include "tests/extract/document_text.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

// A page of text without rules; ideographs are `size` wide, other characters half of it.
class Sheet {
 public:
  explicit Sheet(double size) : size_(size) {
    content_.page.number = 1;
    content_.page.width = 595;
    content_.page.height = 842;
  }

  void text(double x, double y, const std::string& utf8) {
    for (std::size_t offset = 0; offset < utf8.size();) {
      const char32_t code = utf8::next(utf8, offset);
      const double width = code < 0x2E80 ? size_ / 2 : size_;
      content_.glyphs.push_back({code, {x, y, x + width, y + size_}, static_cast<float>(size_), 1.0F, false, false});
      x += width;
    }
  }
  void centered(double x, double y, const std::string& utf8) {
    double width = 0;
    for (std::size_t offset = 0; offset < utf8.size();) width += utf8::next(utf8, offset) < 0x2E80 ? size_ / 2 : size_;
    text(x - width / 2, y, utf8);
  }

  [[nodiscard]] std::string read() const {
    Document document;
    document.blocks = layout_page(content_);
    return test::document_text(document);
  }

 private:
  double size_;
  PageContent content_;
};

}  // namespace

TEST_CASE("large type leaves narrow gaps between columns") {
  Sheet sheet(14);
  // Columns of 4, 2, 6 and 10 ideographs with 5 points between them.
  const double x[] = {50, 111, 144, 233};
  sheet.text(x[0], 100, "一级指标");
  sheet.text(x[1], 100, "序号");
  sheet.text(x[2], 100, "二级指标");
  sheet.text(x[3], 100, "完成情况");
  sheet.text(x[0], 130, "基础设施");
  sheet.text(x[1], 130, "1");
  sheet.text(x[2], 130, "甲乙丙丁戊己");
  sheet.text(x[3], 130, "甲乙丙丁戊己庚辛壬癸");
  sheet.text(x[3], 150, "甲乙");
  sheet.text(x[1], 180, "2");
  sheet.text(x[2], 180, "甲乙丙丁戊己");
  sheet.text(x[3], 180, "已完成");
  sheet.text(50, 230, "公示期为五天，自发布之日起计算，如有异议请在公示期内反映。");
  CHECK(
      sheet.read() ==
      "[3x4 "
      "一级指标;序号;二级指标;完成情况;(1,0,2x1)基础设施;1;甲乙丙丁戊己;甲乙丙丁戊己庚辛壬癸甲乙;2;甲乙丙丁戊己;已完成]"
      "|公示期为五天，自发布之日起计算，如有异议请在公示期内反映。");
}

TEST_CASE("columns whose lines are centred are columns") {
  Sheet sheet(10);
  const double middle[] = {80, 150, 220, 350};
  const std::vector<std::vector<std::string>> rows = {{"一级指标", "序号", "二级指标", "完成情况"},
                                                      {"基础设施", "1", "甲", "甲乙丙丁戊己庚辛壬癸甲乙"},
                                                      {"", "", "", "甲乙"},
                                                      {"", "2", "甲乙丙", "已完成"},
                                                      {"", "3", "甲乙", "完成率100%"}};
  double y = 100;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) sheet.centered(middle[i], y, row[i]);
    y += 16;
  }
  CHECK(sheet.read() ==
        "[4x4 "
        "一级指标;序号;二级指标;完成情况;(1,0,3x1)基础设施;1;甲;甲乙丙丁戊己庚辛壬癸甲乙"
        "甲乙;2;甲乙丙;已完成;3;甲乙;完成率100%]");
}
