// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn on a page → paragraphs and tables. Used for PDF text layers, OFD and recognised pictures alike.
//
// Tables with rules: rules → edges (joined, snapped) → intersections → cells → grids of cells that touch. Tables
// without full rules are found for the document as a whole, since their columns are the gaps of all
// pages together.
#pragma once

#include <vector>

#include "extract/options.h"
#include "extract/page_content.h"
#include "schema/document.h"

namespace gongshi::extract {

/// Distances of the layout, in points unless said otherwise. Chosen on the corpus forms pdf, pdf-web, pdf-open and
/// pdf-bare, and on scans.
struct LayoutOptions {
  double snap = 2.0;      ///< Rules closer than this are one edge (double rules: up to 3.0 between their centres).
  double join_gap = 4.0;  ///< Pieces of one edge with a gap of at most this are joined (dashes, cell-by-cell borders).
  double reach = 4.0;     ///< An edge that ends this short of another still meets it.
  double min_edge = 8.0;  ///< Shorter edges are no rules (underlines of a character, strokes of drawn letters).
  double touch = 1.5;     ///< Text may lie this far over the rule of its cell.
};

/// One cell of a grid, found from rules alone.
struct GridCell {
  int row = 0, col = 0, row_span = 1, col_span = 1;
  Box box;  ///< To the middle of its rules.
};

/// A grid of cells found from rules alone: what a table is before it has text.
struct Grid {
  std::vector<double> x;        ///< cols + 1 column edges, ascending.
  std::vector<double> y;        ///< rows + 1 row edges, ascending.
  std::vector<GridCell> cells;  ///< Row-major; every grid place is covered by at most one cell.
  bool open_top = false,
       open_bottom = false;  ///< No rule closes the first (last) row; y.front() (back()) is where its side rules end.
  Box box;

  [[nodiscard]] int rows() const { return static_cast<int>(y.size()) - 1; }
  [[nodiscard]] int cols() const { return static_cast<int>(x.size()) - 1; }
};

/// Grids with at least two cells, top to bottom. OCR calls this before it recognises the cells one by one.
[[nodiscard]] std::vector<Grid> find_grids(const std::vector<Rule>& rules, const LayoutOptions& options = {});

/// Grids of one row, open at the top and below, from vertical rules alone that begin and end together: a row that goes
/// on over a whole page has no cross rules there. Whether they are a table only its other pages can tell.
[[nodiscard]] std::vector<Grid> find_strips(const std::vector<Rule>& rules, const LayoutOptions& options = {});

/// Paragraphs and tables of one page in reading order; every TextSpan has page, box and glyph edges. Never fails: a
/// page without text gives no blocks. Tables that lack vertical rules come out as well as one page alone allows; prefer
/// layout_pages for a whole document.
[[nodiscard]] std::vector<Block> layout_page(const PageContent& page, const Options& options = {},
                                             const LayoutOptions& layout = {});

/// The same for the pages of one document, which share what only shows in all of them: page furniture, columns of
/// tables without rules. Blocks stand page by page, in the order of `pages`.
[[nodiscard]] std::vector<Block> layout_pages(const std::vector<PageContent>& pages, const Options& options = {},
                                              const LayoutOptions& layout = {});

}  // namespace gongshi::extract
