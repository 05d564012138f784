// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/layout.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "schema/utf8.h"
#include "tests/extract/document_text.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

PageContent page_of(int number) {
  PageContent content;
  content.page.number = number;
  content.page.width = 595;
  content.page.height = 842;
  return content;
}

void write(PageContent& page, double x, double y, const std::string& text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t code = utf8::next(text, offset);
    const double width = code < 0x2E80 ? 5 : 10;
    page.glyphs.push_back({code, {x, y, x + width, y + 10}, 10.0F, 1.0F, false, false});
    x += width;
  }
}

std::string read(const std::vector<PageContent>& pages) {
  Document document;
  document.blocks = layout_pages(pages);
  return test::document_text(document);
}

}  // namespace

TEST_CASE("running lines are furniture, whatever the number of their pages") {
  std::vector<PageContent> pages;
  for (int number = 9; number <= 11; ++number) {
    pages.push_back(page_of(number));
    write(pages.back(), 50, 820, "file:///a.html " + std::to_string(number) + "/12");
    write(pages.back(), 50, 400, "page " + std::to_string(number));
  }
  CHECK(read(pages) == "page 9|f:file:///a.html 9/12|page 10|f:file:///a.html 10/12|page 11|f:file:///a.html 11/12");
}

TEST_CASE("on two pages a running line counts them") {
  std::vector<PageContent> pages = {page_of(1), page_of(2)};
  for (PageContent& page : pages) {
    write(page, 50, 400, "text");
    write(page, 50, 800, "a.html " + std::to_string(page.page.number) + "/2");
    write(page, 50, 820, "same");
  }
  CHECK(read(pages) == "text|f:a.html 1/2|same|text|f:a.html 2/2|same");
}

TEST_CASE("a page that one row fills belongs to the table before it") {
  std::vector<PageContent> pages = {page_of(1), page_of(2)};
  for (const double x : {50.0, 150.0, 400.0}) {
    pages[0].rules.push_back({x, 100, x, 800, 0.5});
    pages[1].rules.push_back({x, 40, x, 800, 0.5});
  }
  for (const double y : {100.0, 130.0}) pages[0].rules.push_back({50, y, 400, y, 0.5});
  write(pages[0], 60, 110, "a");
  write(pages[0], 160, 110, "b");
  write(pages[0], 60, 140, "c");
  write(pages[1], 160, 400, "d");
  CHECK(read(pages) == "[2x2 a;b;c;]|[1x2 ;d]");
  for (Rule& rule : pages[1].rules) rule.x0 += 40, rule.x1 += 40;  // Of no table.
  CHECK(read(pages) == "[2x2 a;b;c;]|d");
}

TEST_CASE("a table beside running text takes none of it into its cells") {
  PageContent page = page_of(1);
  write(page, 50, 100, "公示期间如有异议请向本局");
  write(page, 50, 116, "反映，联系方式附在文末。");
  write(page, 50, 132, "附件另行发布。");
  for (const double x : {300.0, 340.0, 500.0}) page.rules.push_back({x, 96, x, 156, 0.5});
  for (const double y : {96.0, 116.0, 136.0, 156.0}) page.rules.push_back({300, y, 500, y, 0.5});
  const std::vector<std::pair<std::string, std::string>> rows = {{"序号", "名称"}, {"1", "甲"}, {"2", "乙"}};
  double y = 100;
  for (const auto& [number, name] : rows) {
    write(page, 305, y, number);
    write(page, 345, y, name);
    y += 20;
  }
  CHECK(read({page}) == "[3x2 序号;名称;1;甲;2;乙]|公示期间如有异议请向本局|反映，联系方式附在文末。|附件另行发布。");
}

TEST_CASE("text is read where it stands, in whatever order the file has it") {
  PageContent page = page_of(1);
  write(page, 50, 100, "公示期间如有异议");
  write(page, 50, 116, "请向本局反映。");
  PageContent shuffled = page;
  std::reverse(shuffled.glyphs.begin(), shuffled.glyphs.end());
  std::swap(shuffled.glyphs[0], shuffled.glyphs[5]);
  CHECK(read({shuffled}) == read({page}));
}

TEST_CASE("two pages on one sheet are read one after the other") {
  const auto rule_table = [](PageContent& page, double left, double top, const std::string& name) {
    for (int i = 0; i <= 3; ++i) {
      page.rules.push_back({left, top + 30 * i, left + 300, top + 30 * i, 0.5});
      page.rules.push_back({left + 100 * i, top, left + 100 * i, top + 90, 0.5});
    }
    for (int row = 0; row < 3; ++row)
      for (int col = 0; col < 3; ++col)
        write(page, left + 100 * col + 5, top + 30 * row + 8, name + std::to_string(row) + std::to_string(col));
  };
  PageContent sheet = page_of(1);
  sheet.page.width = 1190;
  write(sheet, 60, 60, "左边一页的文字，有一行");
  rule_table(sheet, 60, 100, "a");
  rule_table(sheet, 700, 60, "b");
  write(sheet, 700, 300, "右边一页的文字，有一行");
  CHECK(read({sheet}) ==
        "左边一页的文字，有一行|[3x3 a00;a01;a02;a10;a11;a12;a20;a21;a22]|[3x3 b00;b01;b02;b10;b11;b12;b20;b21;b22]|"
        "右边一页的文字，有一行");
  // A line over the fold makes it one page.
  write(sheet, 400, 30, "一行横跨两边的文字，说明这是一个横着的页面，不是两个页面，所以照常读它");
  CHECK(read({sheet}).find("a00;a01;a02;a10") != std::string::npos);
}
