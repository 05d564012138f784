// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "extract/word/word97_file.h"

namespace gongshi::extract {

/// A row as Word 97 stores it: cells between edges in twips, without a grid that the rows share.
struct Word97Row {
  struct Shape {
    bool merged_first = false, merged = false;  ///< Horizontally.
    bool vertical_first = false, vertical = false;
  };

  std::vector<std::string> cells;  ///< Their content, as XML.
  std::vector<int> edges;          ///< One more than shapes.
  std::vector<Shape> shapes;

  /// Takes the row's shape from the changes of the paragraph that ends it.
  void apply(const std::vector<Sprm>& changes);
};

/// The rows as w:tbl on a grid of all their edges.
[[nodiscard]] std::string word97_table(std::vector<Word97Row>& rows);

}  // namespace gongshi::extract
