// SPDX-License-Identifier: GPL-3.0-or-later
// Tables without full rules: what is not drawn is inferred from where the text stands.
//
// A table is found by the words of its header row (extract/data/header_words.txt). Its columns are the gaps that its
// text leaves on all its pages together. Its rows are parted by cross rules where there are any, else they begin where
// a number stands in the number column, or a name of the standard in the name column. The result is rules, as if they
// had been drawn, so that grids and cells are made in one way.
#pragma once

#include <string_view>
#include <vector>

#include "extract/lines.h"
#include "extract/options.h"
#include "extract/page_content.h"

namespace gongshi::extract {

/// What a page holds outside of its grids.
struct LooseText {
  const PageContent* page = nullptr;
  std::vector<Line> lines;  ///< Top to bottom, without furniture.
};

/// Which of the lines, top to bottom, belong to a header row.
[[nodiscard]] std::vector<bool> header_lines(const std::vector<Line>& lines);

/// Is this the heading of the column of row numbers?
[[nodiscard]] bool is_number_heading(std::u32string_view text);

/// For every page the rules that its unruled tables lack (none where there is no such table): every column edge, and
/// every row edge between rows that no drawn rule parts. A table that goes on over a page's end has no rule there, so
/// that it comes out open.
[[nodiscard]] std::vector<std::vector<Rule>> infer_rules(const std::vector<LooseText>& pages, const Options& options);

}  // namespace gongshi::extract
