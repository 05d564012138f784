// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/table_rows.h"

#include <catch2/catch.hpp>
#include <string>

#include "schema/utf8.h"
#include "tests/support/records.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr double kSize = 10, kPitch = 14;

// Lines of ten points, `pitch` apart, from `top` down.
std::vector<CellLine> lines(double top, const std::vector<std::string>& texts) {
  std::vector<CellLine> found;
  for (const std::string& text : texts) {
    found.push_back({top, top + kSize, kSize, utf8::decode(text)});
    top += kPitch;
  }
  return found;
}

void append(std::vector<CellLine>& to, const std::vector<CellLine>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// Columns: number, name, definition. The name is the last role that matters.
constexpr ColumnRoles kRoles = {0, 1, -1};

std::vector<long> starts(RowFinder& finder, const Columns& columns, PartEnds part) {
  if (part.begins) finder.look_at(columns, part);
  std::vector<long> heights;
  for (const RowStart& row : finder.next_part(columns, part)) heights.push_back(std::lround(row.y));
  return heights;
}

Options with_standard() {
  Options options;
  options.standard = &test::standard();
  return options;
}

}  // namespace

TEST_CASE("rows at the top of their cells begin at their number") {
  Columns columns(3);
  append(columns[0], lines(100, {"1"}));
  append(columns[0], lines(142, {"2"}));
  append(columns[1], lines(100, {"甲"}));
  append(columns[1], lines(142, {"乙"}));
  append(columns[2], lines(100, {"一", "二", "三"}));
  append(columns[2], lines(142, {"四"}));
  RowFinder finder(kRoles, {});
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{142});
}

TEST_CASE("a number on two lines is one") {
  Columns columns(2);
  append(columns[0], lines(100, {"9"}));
  append(columns[0], lines(142, {"1", "0"}));
  append(columns[1], lines(100, {"甲", "乙"}));
  append(columns[1], lines(142, {"丙", "丁"}));
  RowFinder finder({0, -1, -1}, {});
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{142});
  columns[0].back().y0 += 8;  // Lines one and a half apart.
  columns[0].back().y1 += 8;
  RowFinder wide({0, -1, -1}, {});
  CHECK(starts(wide, columns, {true, true}) == std::vector<long>{142});
}

TEST_CASE("rows at the bottom of their cells end with their number") {
  // Rows of 3 and of 2 lines.
  Columns columns(4);
  append(columns[0], lines(128, {"1"}));
  append(columns[0], lines(156, {"2"}));
  append(columns[1], lines(128, {"甲"}));
  append(columns[1], lines(156, {"乙"}));
  append(columns[2], lines(100, {"一", "二", "三", "四", "五"}));
  SECTION("categories span rows") {
    columns[3] = lines(156, {"类"});
    RowFinder finder({0, 1, 3}, {});
    finder.look_at(columns, {true, true});
    const std::vector<RowStart> rows = finder.next_part(columns, {true, true});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].y == Approx(140));
    CHECK_FALSE(rows[0].category);
  }
  SECTION("a category in each row") {
    columns[3] = lines(128, {"类"});
    append(columns[3], lines(156, {"别"}));
    RowFinder finder({0, 1, 3}, {});
    finder.look_at(columns, {true, true});
    const std::vector<RowStart> rows = finder.next_part(columns, {true, true});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].category);
  }
}

TEST_CASE("the rest of a row from the page before is none of the next row's text") {
  const Indicator& one = test::standard().tiers.front().indicators[0];
  const Indicator& two = test::standard().tiers.front().indicators[1];
  Columns first(3);
  append(first[0], lines(114, {"1"}));
  append(first[1], lines(114, {one.name}));
  append(first[2], lines(100, {"一", one.requirement}));
  SECTION("above a text of the standard") {
    RowFinder finder(kRoles, with_standard());
    finder.look_at(first, {true, false});
    (void)finder.next_part(first, {true, false});
    Columns second(3);
    append(second[2], lines(30, {"二", two.requirement}));
    append(second[0], lines(44, {"2"}));
    append(second[1], lines(44, {two.name}));
    CHECK(starts(finder, second, {false, true}) == std::vector<long>{42});
  }
  SECTION("a little apart from the next row's text") {
    RowFinder finder(kRoles, {});
    finder.look_at(first, {true, false});
    (void)finder.next_part(first, {true, false});
    Columns second(3);
    append(second[2], lines(30, {"二", "三"}));
    append(second[2], lines(62, {"四", "五"}));
    append(second[0], lines(76, {"2"}));
    append(second[1], lines(76, {"乙"}));
    CHECK(starts(finder, second, {false, true}) == std::vector<long>{58});
  }
}

TEST_CASE("a category that stands across the edge of two rows does not hold them together") {
  Columns columns(4);
  append(columns[0], lines(107, {"1"}));
  append(columns[0], lines(135, {"2"}));
  append(columns[1], lines(107, {"甲"}));
  append(columns[1], lines(135, {"乙"}));
  append(columns[2], lines(100, {"一", "二", "三", "四"}));
  append(columns[3], lines(121, {"类"}));
  RowFinder finder({0, 1, 3}, {});
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{126});
}

TEST_CASE("numbers that a narrow column breaks do not say how cells are aligned") {
  // All cells begin at the top; of the broken numbers the second digits stand beside other lines.
  Columns columns(3);
  append(columns[0], lines(100, {"9"}));
  append(columns[1], lines(100, {"甲"}));
  append(columns[2], lines(100, {"一", "二", "三"}));
  std::vector<long> expected;
  for (int i = 0; i < 6; ++i) {
    const double top = 142 + 28 * i;
    append(columns[0], lines(top, {"1", std::to_string(i)}));
    append(columns[1], lines(top, {"乙"}));
    append(columns[2], lines(top, {"四"}));
    expected.push_back(std::lround(top - 0.5));
  }
  RowFinder finder(kRoles, {});
  CHECK(starts(finder, columns, {true, true}) == expected);
}

TEST_CASE("rows of centred cells have one middle") {
  // Cells of 1 and 2 lines, then of 1 and 4: only the middles tell where the second row begins.
  Columns columns(3);
  append(columns[0], lines(107, {"1"}));
  append(columns[0], lines(149, {"2"}));
  append(columns[1], lines(107, {"甲"}));
  append(columns[1], lines(149, {"乙"}));
  append(columns[2], lines(100, {"一", "二", "三", "四", "五", "六"}));
  RowFinder finder(kRoles, {});
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{126});
}

TEST_CASE("a row that the page's end cuts is not centred, and its number may stand on another page") {
  Columns first(3);
  append(first[0], lines(107, {"1"}));
  append(first[1], lines(107, {"甲"}));
  append(first[2], lines(100, {"一", "二"}));
  append(first[0], lines(142, {"2"}));
  append(first[1], lines(142, {"乙"}));
  append(first[2], lines(142, {"四", "五", "六", "七", "八"}));
  RowFinder finder(kRoles, {});
  CHECK(starts(finder, first, {true, false}) == std::vector<long>{133});
  Columns second(3);
  append(second[2], lines(30, {"九", "十", "百", "千", "万", "亿"}));
  append(second[2], lines(114, {"东", "南", "西"}));
  append(second[0], lines(128, {"3"}));
  append(second[1], lines(128, {"丙"}));
  CHECK(starts(finder, second, {false, true}) == std::vector<long>{112});
}

TEST_CASE("the standard's own texts are not cut, and stand alone") {
  const Indicator& one = test::standard().tiers.front().indicators[0];
  const Indicator& two = test::standard().tiers.front().indicators[1];
  // The cells' middles say nothing here: only the names tell where the second row begins.
  Columns columns(3);
  append(columns[0], lines(114, {"1"}));
  append(columns[0], lines(142, {"2"}));
  append(columns[1], lines(114, {one.name, two.name}));
  append(columns[2], lines(100, {"一", "二", "三", "四", "五"}));
  RowFinder finder(kRoles, with_standard());
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{126});
}

TEST_CASE("a name that stands apart begins a row whose number is lost, though hardly a cell is filled") {
  const std::string& name = test::standard().tiers.front().indicators[1].name;
  Columns columns(3);
  append(columns[0], lines(100, {"1"}));
  append(columns[1], lines(100, {test::standard().tiers.front().indicators[0].name}));
  append(columns[1], lines(142, {name}));
  append(columns[2], lines(100, {"一", "二", "三", "四"}));
  RowFinder finder(kRoles, with_standard());
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{142});
  // Right below the name above it may be that name's own words.
  Columns close(3);
  append(close[0], lines(100, {"1"}));
  append(close[1], lines(100, {"甲", name}));
  append(close[2], lines(100, {"一", "二"}));
  RowFinder other(kRoles, with_standard());
  CHECK(starts(other, close, {true, true}).empty());
}

TEST_CASE("known texts are found over line wraps, whatever the width of their signs") {
  const KnownTexts texts(&test::standard());
  const Indicator& indicator = test::standard().tiers.front().indicators[2];
  const std::u32string name = utf8::decode(indicator.name);
  const std::u32string first = name.substr(0, 2), second = name.substr(2), other = U"其他";
  const auto cells = texts.find({other, first, second, other});
  REQUIRE(cells.size() == 1);
  CHECK(cells[0].begin == 1);
  CHECK(cells[0].end == 3);
  CHECK(texts.find({first, other, second}).empty());
  CHECK(KnownTexts(nullptr).find({name}).empty());
  std::u32string definition;
  for (const char32_t code : utf8::decode(indicator.definition))
    if (code != U'\n' && code != U' ') definition += code == U'（' ? U'(' : code == U'）' ? U')' : code;
  CHECK(texts.find({definition}).size() == 1);
}

TEST_CASE("a line that repeats a stretch of the standard is known, any other is not") {
  const KnownTexts texts(&test::standard());
  const std::u32string definition = utf8::decode(test::standard().tiers[0].indicators[0].definition);
  REQUIRE(definition.size() > 12);
  std::u32string line = definition.substr(1, 10);
  CHECK(texts.hold(line));
  line[5] = U'0';
  CHECK_FALSE(texts.hold(line));
  CHECK_FALSE(texts.hold(std::u32string_view(definition).substr(1, KnownTexts::kLeastLine - 1)));
  CHECK_FALSE(texts.hold(utf8::decode(test::standard().tiers[0].indicators[0].name) +
                         utf8::decode(test::standard().tiers[0].indicators[1].name)));
  CHECK_FALSE(KnownTexts(nullptr).hold(definition));
}

TEST_CASE("numbers of another font stand a little higher, and cells still begin at the top") {
  Columns columns(3);
  append(columns[0], lines(97, {"1"}));
  append(columns[0], lines(139, {"2"}));
  append(columns[0], lines(167, {"3"}));
  append(columns[1], lines(100, {"甲"}));
  append(columns[1], lines(142, {"乙"}));
  append(columns[1], lines(170, {"丙"}));
  append(columns[2], lines(100, {"一", "二", "三"}));
  append(columns[2], lines(142, {"四", "五"}));
  append(columns[2], lines(170, {"六"}));
  RowFinder finder(kRoles, {});
  CHECK(starts(finder, columns, {true, true}) == std::vector<long>{139, 167});
}
