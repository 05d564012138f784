// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/page_order.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "extract/layout.h"

namespace gongshi::extract {
namespace {

struct Range {
  int first = 0, last = 0;
};

/// The number that a cell consists of; 0 where it is none that a row could have.
int number_of(const Cell& cell) {
  std::string text;
  for (const Paragraph& paragraph : cell.paragraphs) text += paragraph.text.utf8;
  if (text.empty() || text.size() > 3 ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return 0;
  return std::stoi(text);
}

/// The numbers of a page's rows: of the column that has most of them, if they ascend.
std::optional<Range> rows_of(const PageContent& page) {
  std::vector<int> best;
  for (const Block& block : layout_page(page)) {
    for (int column = 0; column < block.table.cols; ++column) {
      std::vector<int> numbers;
      for (const Cell& cell : block.table.cells) {
        if (cell.col != column) continue;
        if (const int number = number_of(cell); number > 0) numbers.push_back(number);
      }
      if (numbers.size() > best.size()) best = std::move(numbers);
    }
  }
  if (best.empty() || !std::is_sorted(best.begin(), best.end(), std::less_equal<>())) return std::nullopt;
  return Range{best.front(), best.back()};
}

}  // namespace

std::vector<std::size_t> order_by_rows(const std::vector<PageContent>& pages) {
  std::vector<std::size_t> own(pages.size());
  std::iota(own.begin(), own.end(), std::size_t{0});
  std::vector<Range> ranges;
  for (const PageContent& page : pages) {
    const auto range = rows_of(page);
    if (!range) return own;
    ranges.push_back(*range);
  }
  std::vector<std::size_t> order = own;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return ranges[a].first < ranges[b].first; });
  for (std::size_t i = 1; i < order.size(); ++i)
    if (ranges[order[i]].first <= ranges[order[i - 1]].last) return own;
  if (order.empty() || ranges[order.front()].first != 1) return own;
  return order;
}

}  // namespace gongshi::extract
