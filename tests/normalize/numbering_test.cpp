// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/numbering.h"

#include <catch2/catch.hpp>

using namespace gongshi::normalize;

namespace {

std::vector<int> numbers(const std::vector<int>& printed, bool recognised = false,
                         const std::vector<int>& indicators = {}) {
  std::vector<NumberedRow> rows;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    NumberedRow row;
    if (printed[i] > 0) row.printed = printed[i];
    if (i < indicators.size() && indicators[i] > 0) row.indicator = indicators[i];
    row.recognised = recognised;
    rows.push_back(row);
  }
  return number_rows(rows);
}

using Numbers = std::vector<int>;

}  // namespace

TEST_CASE("cells of 序号 are read in the forms people write") {
  CHECK(parse_row_number("7", false) == 7);
  CHECK(parse_row_number(" 1\n0 ", false) == 10);
  CHECK(parse_row_number("１２", false) == 12);
  CHECK(parse_row_number("（3）", false) == 3);
  CHECK(parse_row_number("⑫", false) == 12);
  CHECK(parse_row_number("4、", false) == 4);
  CHECK_FALSE(parse_row_number("", false));
  CHECK_FALSE(parse_row_number("0", false));
  CHECK_FALSE(parse_row_number("1234", false));
  CHECK_FALSE(parse_row_number("一级", false));
  CHECK_FALSE(parse_row_number("l2", false));
  CHECK(parse_row_number("l2", true) == 12);
  CHECK(parse_row_number("2O", true) == 20);
}

TEST_CASE("a number in front of a name is split off, a name's own is not") {
  CHECK(split_leading_number("3.广播电视").number == 3);
  CHECK(split_leading_number("3 广播电视").offset == 2);
  CHECK(split_leading_number("（3）广播电视").number == 3);
  CHECK(split_leading_number("12、出入管理").number == 12);
  CHECK_FALSE(split_leading_number("5G网络").number);
  CHECK_FALSE(split_leading_number("广播电视").number);
  CHECK_FALSE(split_leading_number("").number);
}

TEST_CASE("printed numbers are the rows' numbers") {
  CHECK(numbers({1, 2, 3, 5, 6}) == Numbers{1, 2, 3, 5, 6});
  CHECK(numbers({1, 2, 9, 4, 5}) == Numbers{1, 2, 9, 4, 5});
}

TEST_CASE("lost and doubled numbers are the rows' places") {
  CHECK(numbers({1, 0, 3, 0, 5}) == Numbers{1, 2, 3, 4, 5});
  CHECK(numbers({0, 0, 0}) == Numbers{1, 2, 3});
  CHECK(numbers({22, 0, 24, 0, 0}) == Numbers{22, 23, 24, 25, 26});
  CHECK(numbers({0, 0, 3}) == Numbers{1, 2, 3});
  CHECK(numbers({1, 2, 2, 4}) == Numbers{1, 2, 3, 4});
  CHECK(numbers({1, 2, 2, 3}) == Numbers{1, 4, 2, 3});  // no place is left: a number that no row has
}

TEST_CASE("recognised numbers must fit the others") {
  CHECK(numbers({1, 7, 3, 4}, true, {1, 2, 3, 4}) == Numbers{1, 2, 3, 4});
  CHECK(numbers({1, 2, 33, 4}, true, {1, 2, 3, 4}) == Numbers{1, 2, 3, 4});
  CHECK(numbers({1, 2, 3, 33}, true, {1, 2, 3, 4}) == Numbers{1, 2, 3, 4});
}

TEST_CASE("rows that recognition lost leave a gap") {
  CHECK(numbers({1, 2, 0, 5}, true, {1, 2, 4, 5}) == Numbers{1, 2, 4, 5});
  CHECK(numbers({0, 0, 4}, true, {1, 3, 4}) == Numbers{1, 3, 4});
  // The notice's own numbering is one behind the standard's.
  CHECK(numbers({5, 6, 0, 9}, true, {6, 7, 9, 10}) == Numbers{5, 6, 8, 9});
}
