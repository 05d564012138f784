// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/page_order.h"

#include <catch2/catch.hpp>
#include <string>

using namespace gongshi;
using namespace gongshi::extract;

namespace {

/// A page with a table of two columns: numbers from `first` to `last`, and a word.
PageContent page_with(int first, int last) {
  PageContent page;
  page.page.width = 400, page.page.height = 600;
  const double top = 100, height = 30;
  const int rows = last - first + 1;
  for (int row = 0; row <= rows; ++row) page.rules.push_back({50, top + row * height, 350, top + row * height, 1});
  for (const double x : {50.0, 100.0, 350.0}) page.rules.push_back({x, top, x, top + rows * height, 1});
  const auto write = [&](double x, double y, const std::string& text) {
    for (const char c : text) {
      Glyph glyph;
      glyph.code = static_cast<char32_t>(c);
      glyph.box = {x, y, x + 6, y + 12};
      glyph.size = 12;
      page.glyphs.push_back(glyph);
      x += 6;
    }
  };
  for (int row = 0; row < rows; ++row) {
    write(60, top + row * height + 8, std::to_string(first + row));
    write(120, top + row * height + 8, "done");
  }
  return page;
}

using Order = std::vector<std::size_t>;

}  // namespace

TEST_CASE("pages follow the numbers of their rows") {
  CHECK(order_by_rows({page_with(1, 4), page_with(5, 9), page_with(10, 12)}) == Order{0, 1, 2});
  CHECK(order_by_rows({page_with(10, 12), page_with(5, 9), page_with(1, 4)}) == Order{2, 1, 0});
  CHECK(order_by_rows({page_with(5, 9), page_with(10, 12), page_with(1, 4)}) == Order{2, 0, 1});
}

TEST_CASE("pages stay where the numbers do not tell") {
  CHECK(order_by_rows({}).empty());
  CHECK(order_by_rows({page_with(5, 9), PageContent(), page_with(1, 4)}) == Order{0, 1, 2});  // one without rows
  CHECK(order_by_rows({page_with(1, 5), page_with(1, 4)}) == Order{0, 1});                    // two notices
  CHECK(order_by_rows({page_with(9, 12), page_with(5, 8)}) == Order{0, 1});  // the first page is not there
}
