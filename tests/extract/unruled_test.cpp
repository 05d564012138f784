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
    bool space = false;
    for (std::size_t offset = 0; offset < utf8.size();) {
      const char32_t code = utf8::next(utf8, offset);
      const double width = code < 0x2E80 ? size_ / 2 : size_;
      if (code != U' ')
        content_.glyphs.push_back({code, {x, y, x + width, y + size_}, static_cast<float>(size_), 1.0F, false, space});
      space = code == U' ';
      x += width;
    }
  }
  void centered(double x, double y, const std::string& utf8) {
    double width = 0;
    for (std::size_t offset = 0; offset < utf8.size();) width += utf8::next(utf8, offset) < 0x2E80 ? size_ / 2 : size_;
    text(x - width / 2, y, utf8);
  }

  void rule(double x0, double y0, double x1, double y1) { content_.rules.push_back({x0, y0, x1, y1, 0.5}); }

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

TEST_CASE("a table with columns but no rows, or a background on every other row") {
  const double edges[] = {50, 100, 140, 220, 400};
  const auto notice = [&](double size) {
    Sheet sheet(size);
    const std::vector<std::vector<std::string>> rows = {{"类别", "序号", "名称", "完成情况"},
                                                        {"甲", "1", "乙", "一二三四五六七八九十一二三四五"},
                                                        {"", "", "", "六"},
                                                        {"", "2", "丙", "完成"},
                                                        {"", "3", "丁", "完成率100%"},
                                                        {"", "4", "戊", "无"}};
    double y = 100;
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) sheet.text(edges[i] + 5, y, row[i]);
      y += 20;
    }
    return sheet;
  };
  const std::string expected =
      "[5x4 "
      "类别;序号;名称;完成情况;(1,0,4x1)甲;1;乙;一二三四五六七八九十一二三四五六;2;丙;完成;3;丁;完成率100%;4;戊;无]";
  Sheet columns = notice(10);
  for (const double x : edges) columns.rule(x, 95, x, 215);
  for (const double y : {95.0, 115.0, 215.0}) columns.rule(50, y, 400, y);
  CHECK(columns.read() == expected);
  // The same without a rule below the header: one row holds the heading and the numbers.
  Sheet one = notice(10);
  for (const double x : edges) one.rule(x, 95, x, 215);
  for (const double y : {95.0, 215.0}) one.rule(50, y, 400, y);
  CHECK(one.read() == expected);
  // A frame far from the text is no column.
  Sheet framed = notice(10);
  for (const double x : {20.0, 460.0}) framed.rule(x, 95, x, 215);
  for (const double y : {95.0, 215.0}) framed.rule(20, y, 460, y);
  CHECK(framed.read() == expected);
  Sheet open = notice(10);
  for (const double x : {20.0, 460.0}) open.rule(x, 95, x, 215);
  open.rule(20, 95, 460, 95);
  CHECK(open.read() == expected);
  // The header, the second and the fourth row are filled, cell by cell.
  Sheet filled = notice(10);
  for (const auto& [top, bottom] : {std::pair(95.0, 115.0), {155.0, 175.0}, {195.0, 215.0}}) {
    for (const double x : edges) filled.rule(x, top, x, bottom);
    for (const double y : {top, bottom}) filled.rule(50, y, 400, y);
  }
  CHECK(filled.read() ==
        "[5x4 类别;序号;名称;完成情况;甲;1;乙;一二三四五六七八九十一二三四五六;;2;丙;完成;;3;丁;完成率100%;;4;戊;无]");
}

TEST_CASE("a sentence whose spaces stand where columns part is below the table, not in it") {
  Sheet sheet(10);
  const double x[] = {50, 85, 100, 156};
  const std::vector<std::vector<std::string>> rows = {{"类别", "序号", "名称", "完成情况"},
                                                      {"甲乙丙", "1", "甲乙丙丁戊", "甲乙丙丁戊己庚辛壬癸甲乙"},
                                                      {"", "2", "丙", "已完成"}};
  sheet.text(x[0], 100, "类别");
  sheet.text(82, 100, "序");
  sheet.text(82, 112, "号");
  sheet.text(x[2], 100, "名称");
  sheet.text(x[3], 100, "完成情况");
  double y = 130;
  for (std::size_t row = 1; row < rows.size(); ++row, y += 16)
    for (std::size_t i = 0; i < 4; ++i) sheet.text(x[i], y, rows[row][i]);
  sheet.text(x[0], y, "公示期 5 天(自 11 月 6 日起)，如有异议请反映");
  CHECK(sheet.read() ==
        "[3x4 类别;序号;名称;完成情况;(1,0,2x1)甲乙丙;1;甲乙丙丁戊;甲乙丙丁戊己庚辛壬癸甲乙;2;丙;已完成]"
        "|公示期 5 天(自 11 月 6 日起)，如有异议请反映");
}
