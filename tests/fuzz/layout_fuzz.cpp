// SPDX-License-Identifier: GPL-3.0-or-later
// Characters and rules anywhere on two pages, as a PDF draws them, through the finding of tables and lines. Eight bytes
// are one object: what it is, its place and extent, and its character.
#include <algorithm>
#include <cstdint>

#include "extract/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::extract;
  static constexpr std::u32string_view kSigns =
      U"序号一二三级指标名称完成情况要求1234567890、.%（）达社区覆率为，。户 ";
  std::vector<PageContent> pages(2);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    pages[i].page.number = static_cast<int>(i) + 1;
    pages[i].page.width = 595;
    pages[i].page.height = 842;
  }
  for (; size >= 8; data += 8, size -= 8) {
    PageContent& page = pages[data[0] >> 7];
    const double x = data[1] * 2.4 + data[0] % 3, y = data[2] * 3.3, more = data[3] * 2.4;
    switch (data[0] & 3) {
      case 0: {
        // A run of characters, as most are.
        const double em = 6 + data[4] % 16;
        for (int i = 0; i < 1 + data[5] % 12; ++i) {
          Glyph glyph;
          glyph.code = kSigns[(data[6] + static_cast<std::size_t>(i) * (data[7] % 5)) % kSigns.size()];
          glyph.box = {x + i * em, y, x + (i + 1) * em, y + em};
          glyph.size = static_cast<float>(em);
          page.glyphs.push_back(glyph);
        }
        break;
      }
      case 1:
        page.rules.push_back({x, y, x + more, y, data[4] / 64.0});
        break;
      case 2:
        page.rules.push_back({x, y, x, y + more, data[4] / 64.0});
        break;
      default:
        // A grid: what tables are made of.
        for (int i = 0; i <= 1 + data[4] % 5; ++i) page.rules.push_back({x, y + i * 20, x + more, y + i * 20, 0.5});
        for (int i = 0; i <= 1 + data[5] % 5; ++i)
          page.rules.push_back({x + i * 40, y, x + i * 40, y + 20 + data[6] % 90, 0.5});
    }
  }
  static_cast<void>(layout_pages(pages));
  return 0;
}
