// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/flatten.h"

#include <catch2/catch.hpp>

#include "extract/layout.h"
#include "extract/ocr/grey.h"
#include "extract/ocr/page_analysis.h"
#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

std::optional<FlatPage> flat_page(const GreyImage& image) {
  const InkImage ink = binarized(image, Sheet::kDpi);
  return flattened(image, ink, trace_curves(ink, Sheet::kDpi), Sheet::kDpi);
}

std::vector<Grid> grids_of(const GreyImage& image) { return find_grids(analyse_page(image, 0, Sheet::kDpi).rules); }

}  // namespace

TEST_CASE("flat pages stay as they are") {
  CHECK_FALSE(flat_page(Sheet(8).image));
  CHECK_FALSE(flat_page(GreyImage(660, 930)));
  const Sheet sheet(8);
  CHECK_FALSE(flat_page(test::warped(sheet.image, test::turn_by(sheet.image, 1.5))));
}

TEST_CASE("the table of a bent page has all its cells once it is flat, and its points lead back") {
  const Sheet sheet(9);
  const double depth = GENERATE(8.0, 16.0, 25.0);
  const GreyImage bent = test::bent(sheet.image, depth);
  const auto flat = flat_page(bent);
  REQUIRE(flat);
  const auto grids = grids_of(flat->grey);
  REQUIRE(grids.size() == 1);
  CHECK(grids.front().rows() == 9);
  CHECK(grids.front().cols() == 3);
  CHECK(analyse_page(flat->grey, 0, Sheet::kDpi).lines.size() == 28);
  // The corner of a cell leads to where it stands on the bent page.
  const GridCell& cell = grids.front().cells.at(13);
  const auto seen = flat->to_source.apply(cell.box.x0 / 72 * Sheet::kDpi, cell.box.y0 / 72 * Sheet::kDpi);
  const int x = static_cast<int>(seen.x), y = static_cast<int>(seen.y);
  int darkest = 255;
  for (int v = y - 3; v <= y + 3; ++v)
    for (int u = x - 3; u <= x + 3; ++u) darkest = std::min<int>(darkest, bent.at(u, v));
  CHECK(darkest < 60);
}

TEST_CASE("a page askew as a whole is straight afterwards") {
  const Sheet sheet(9);
  const GreyImage askew = test::warped(sheet.image, test::turn_by(sheet.image, 7));
  const auto flat = flat_page(askew);
  REQUIRE(flat);
  REQUIRE(grids_of(flat->grey).size() == 1);
  CHECK(grids_of(flat->grey).front().cells.size() == 27);
}
