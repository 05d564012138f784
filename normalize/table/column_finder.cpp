// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/column_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "normalize/table/numbering.h"
#include "normalize/table/table_shapes.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// What a column's sampled cells look like, each 0–1 over the cells that have text.
struct ColumnContents {
  int filled = 0;
  double numbers = 0, numbered_names = 0, categories = 0, communities = 0;
  std::array<double, kStandardFields> likeness{};
};

ColumnContents look_at(const Grid& grid, int col, int first_row, int most, const StandardIndex& index,
                       const CommunityWords& communities) {
  ColumnContents found;
  for (int row = first_row; row < grid.rows() && found.filled < most; ++row) {
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || cell->row != row || cell->col != col || cell->col_span >= grid.cols()) continue;
    const std::string text = cell->text().trimmed().utf8;
    if (text.empty()) continue;
    ++found.filled;
    found.numbers += parse_row_number(text, false).has_value();
    found.categories += index.is_category(text);
    found.communities += text.size() < 60 && !ending_of(utf8::decode(text), communities).empty();
    const NumberedText split = split_leading_number(text);
    found.numbered_names +=
        split.number.has_value() && index.best(StandardField::kName, text.substr(split.offset)) >= 0.8;
    for (StandardField field : kAllStandardFields)
      found.likeness[static_cast<std::size_t>(field)] += index.best(field, text);
  }
  if (found.filled == 0) return found;
  const double count = found.filled;
  for (double* share : {&found.numbers, &found.numbered_names, &found.categories, &found.communities}) *share /= count;
  for (double& share : found.likeness) share /= count;
  return found;
}

ColumnRole role_of(StandardField field) {
  switch (field) {
    case StandardField::kName:
      return ColumnRole::kName;
    case StandardField::kDefinition:
      return ColumnRole::kDefinition;
    case StandardField::kRequirement:
      break;
  }
  return ColumnRole::kRequirement;
}

bool is_row_text(ColumnRole role) {
  return role == ColumnRole::kName || role == ColumnRole::kNumberAndName || role == ColumnRole::kDefinition ||
         role == ColumnRole::kRequirement;
}

// Does another column have the role as well?
bool has_twin(const ColumnLayout& layout, std::size_t col) {
  for (std::size_t other = 0; other < layout.columns.size(); ++other)
    if (other != col && layout.columns[other].role == layout.columns[col].role) return true;
  return false;
}

// A header that repeats the one of the piece before, but for headings that were not understood, or were taken for the
// one beside them (recognition spoiled a character: 一级指标 read as 二级指标): those columns are what they were.
void repeat_roles(const ColumnLayout& previous, ColumnLayout& layout) {
  if (previous.columns.size() != layout.columns.size()) return;
  std::vector<std::size_t> spoiled;
  for (std::size_t col = 0; col < layout.columns.size(); ++col) {
    const ColumnRole role = layout.columns[col].role;
    const bool same = role == previous.columns[col].role;
    if (!same && role != ColumnRole::kOther && !has_twin(layout, col)) return;
    if (!same) spoiled.push_back(col);
  }
  for (const std::size_t col : spoiled) layout.columns[col] = previous.columns[col];
}

// Two recognised headings that say 二级指标: the left one is 一级指标, whose first character was misread.
/// 项目 | 评定内容: of two columns of names with headings of their own the one whose cells hold several rows groups
/// them.
void tell_grouping_name(const Grid& grid, int row, ColumnLayout& layout) {
  if (layout.has(ColumnRole::kCategory)) return;
  int first = -1, names = 0;
  for (int col = 0; col < grid.cols(); ++col)
    if (layout.columns[static_cast<std::size_t>(col)].role == ColumnRole::kName && ++names == 1) first = col;
  if (names != 2) return;
  const auto groups = [&](int col) {
    const Cell* above = nullptr;
    for (int below = row + 1; below < grid.rows(); ++below) {
      const Cell* cell = grid.at(below, col);
      if (cell == nullptr || cell->row <= row) continue;
      const bool repeated =
          above != nullptr && above != cell && !cell->text().empty() && above->text().utf8 == cell->text().utf8;
      if (cell->row_span > 1 || repeated) return true;
      above = cell;
    }
    return false;
  };
  if (groups(first)) layout.columns[static_cast<std::size_t>(first)].role = ColumnRole::kCategory;
}

void tell_name_twins(const Grid& grid, int row, ColumnLayout& layout) {
  tell_grouping_name(grid, row, layout);
  int first = -1;
  for (int col = 0; col < grid.cols(); ++col) {
    if (layout.columns[static_cast<std::size_t>(col)].role != ColumnRole::kName) continue;
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || cell->col != col || cell->text().confidence() >= 1) return;
    if (first >= 0 && !layout.has(ColumnRole::kCategory))
      layout.columns[static_cast<std::size_t>(first)].role = ColumnRole::kCategory;
    first = col;
  }
}

}  // namespace

Grid::Grid(const Table& table) : table_(&table), cols_(std::max(table.cols, 0)) {
  if (cols_ == 0) return;
  const std::size_t most = kMostPlaces / static_cast<std::size_t>(cols_);
  rows_ = static_cast<int>(std::min(static_cast<std::size_t>(std::max(table.rows, 0)), most));
  places_.resize(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(cols_));
  for (const Cell& cell : table.cells)
    for (int row = std::max(cell.row, 0); row < std::min(cell.row + cell.row_span, rows_); ++row)
      for (int col = std::max(cell.col, 0); col < std::min(cell.col + cell.col_span, cols_); ++col)
        places_[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols_) + static_cast<std::size_t>(col)] =
            &cell;
}

const Cell* Grid::full_width(int row) const {
  if (cols_ < 3) return nullptr;
  const Cell* first = at(row, 0);
  return first != nullptr && first->row == row && first->col == 0 && first->col_span >= cols_ ? first : nullptr;
}

bool ColumnLayout::has(ColumnRole role) const {
  return std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return column.role == role; });
}

bool ColumnFinder::has_headings(const Grid& grid, int row) const {
  std::set<ColumnRole> roles;
  int filled = 0, headings = 0;
  for (int col = 0; col < grid.cols(); ++col) {
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || cell->col != col || cell->row != row) continue;
    const std::string text = cell->text().utf8;
    if (likeness_key(text).empty()) continue;
    ++filled;
    if (text.size() > 90) continue;
    bool known = false;
    const ColumnRole role = vocabulary_.role_of(text, &known);
    if (!known) continue;
    ++headings;
    roles.insert(role);
  }
  return static_cast<int>(roles.size()) >= options_.least_headings && 2 * headings >= filled;
}

int ColumnFinder::header_rows(const Grid& grid, int row) const {
  if (!has_headings(grid, row)) return 0;
  int end = row + 1;
  for (int col = 0; col < grid.cols(); ++col)
    if (const Cell* cell = grid.at(row, col); cell != nullptr && cell->row == row)
      end = std::max(end, std::min(cell->row + cell->row_span, row + options_.most_header_rows));
  end = std::min(end, grid.rows());
  while (end < grid.rows() && end < row + options_.most_header_rows && has_headings(grid, end)) ++end;
  return end - row;
}

ColumnLayout ColumnFinder::from_header(const Grid& grid, int row) const {
  ColumnLayout layout;
  layout.edges = grid.table().col_x;
  const int end = row + header_rows(grid, row);
  for (int col = 0; col < grid.cols(); ++col) {
    Column column;
    for (int line = row; line < end; ++line) {
      const Cell* cell = grid.at(line, col);
      if (cell == nullptr || cell->row != line || (line == row && cell->col != col && cell->row_span > 1)) continue;
      const std::string heading = cell->text().trimmed().utf8;
      if (heading.empty()) continue;
      bool known = false;
      const ColumnRole role = vocabulary_.role_of(heading, &known);
      // The name of a community heads its own column of claims.
      if (known)
        column = {role, heading};
      else if (!ending_of(utf8::decode(heading), vocabulary_.communities).empty())
        column = {ColumnRole::kClaim, heading};
      else
        column.heading = heading;
    }
    layout.columns.push_back(std::move(column));
  }
  return layout;
}

void ColumnFinder::complete_from_contents(const Grid& grid, int first_row, ColumnLayout& layout) const {
  // Columns with a heading are what it says; looking at contents costs comparisons with the whole standard. A heading
  // that nobody knows may be a misread one where a column of the standard's texts is missing.
  const bool misread = !layout.has(ColumnRole::kDefinition) || !layout.has(ColumnRole::kRequirement);
  std::vector<ColumnContents> contents(static_cast<std::size_t>(grid.cols()));
  for (int col = 0; col < grid.cols(); ++col)
    if (const Column& column = layout.columns[static_cast<std::size_t>(col)];
        column.role == ColumnRole::kOther && (misread || column.heading.empty()))
      contents[static_cast<std::size_t>(col)] =
          look_at(grid, col, first_row, options_.sampled_rows, index_, vocabulary_.communities);
  const auto unnamed = [&](int col) {
    const Column& column = layout.columns[static_cast<std::size_t>(col)];
    return column.role == ColumnRole::kOther && column.heading.empty() &&
           contents[static_cast<std::size_t>(col)].filled > 0;
  };
  const auto unknown = [&](int col) {
    return layout.columns[static_cast<std::size_t>(col)].role == ColumnRole::kOther &&
           contents[static_cast<std::size_t>(col)].filled > 0;
  };
  const auto take = [&](ColumnRole role, auto&& score, double least) {
    if (layout.has(role)) return;
    int best = -1;
    for (int col = 0; col < grid.cols(); ++col) {
      if (is_row_text(role) && role != ColumnRole::kNumberAndName ? !unknown(col) : !unnamed(col)) continue;
      const double value = score(contents[static_cast<std::size_t>(col)]);
      if (value >= least && (best < 0 || value > score(contents[static_cast<std::size_t>(best)]))) best = col;
    }
    if (best >= 0) layout.columns[static_cast<std::size_t>(best)].role = role;
  };
  if (!layout.has(ColumnRole::kName))
    take(
        ColumnRole::kNumberAndName, [](const ColumnContents& c) { return c.numbered_names; }, 0.6);
  if (!layout.has(ColumnRole::kNumberAndName)) {
    take(
        ColumnRole::kNumber, [](const ColumnContents& c) { return c.numbers; }, 0.6);
    take(
        ColumnRole::kName, [](const ColumnContents& c) { return c.likeness[0]; }, options_.least_likeness);
  }
  for (StandardField field : {StandardField::kDefinition, StandardField::kRequirement})
    take(
        role_of(field), [&](const ColumnContents& c) { return c.likeness[static_cast<std::size_t>(field)]; },
        options_.least_likeness);
  take(
      ColumnRole::kCategory, [](const ColumnContents& c) { return c.categories; }, 0.5);
  // What is left and holds text is what the community says: the rightmost such column.
  if (options_.needs_claims && !layout.has(ColumnRole::kClaim))
    for (int col = grid.cols() - 1; col >= 0; --col)
      if (unnamed(col)) {
        layout.columns[static_cast<std::size_t>(col)].role = ColumnRole::kClaim;
        break;
      }
}

std::optional<ColumnLayout> ColumnFinder::continued(const Grid& grid, const ColumnLayout& previous) const {
  ColumnLayout layout;
  layout.edges = grid.table().col_x;
  const bool placed = previous.edges.size() == previous.columns.size() + 1 &&
                      layout.edges.size() == static_cast<std::size_t>(grid.cols()) + 1;
  if (static_cast<std::size_t>(grid.cols()) == previous.columns.size()) {
    layout.columns = previous.columns;
    return layout;
  }
  if (!placed) return std::nullopt;
  for (std::size_t col = 0; col + 1 < layout.edges.size(); ++col) {
    const double middle = (layout.edges[col] + layout.edges[col + 1]) / 2;
    const auto right = std::upper_bound(previous.edges.begin(), previous.edges.end(), middle);
    if (right == previous.edges.begin() || right == previous.edges.end()) return std::nullopt;
    layout.columns.push_back(previous.columns[static_cast<std::size_t>(right - previous.edges.begin()) - 1]);
  }
  return layout;
}

std::optional<ColumnLayout> ColumnFinder::find(const Grid& grid, const ColumnLayout* previous) const {
  if (grid.rows() == 0 || grid.cols() < 2) return std::nullopt;
  for (int row = 0; row < grid.rows(); ++row) {
    const int header = header_rows(grid, row);
    if (header == 0) continue;
    ColumnLayout layout = from_header(grid, row);
    if (previous != nullptr) repeat_roles(*previous, layout);
    tell_name_twins(grid, row, layout);
    complete_from_contents(grid, row + header, layout);
    if (std::any_of(layout.columns.begin(), layout.columns.end(),
                    [](const Column& c) { return is_row_text(c.role); }) &&
        (layout.has(ColumnRole::kClaim) || !options_.needs_claims || claim_rows(grid, layout, vocabulary_)))
      return layout;
  }
  if (previous != nullptr)
    if (auto layout = continued(grid, *previous)) return layout;
  ColumnLayout layout;
  layout.edges = grid.table().col_x;
  layout.columns.resize(static_cast<std::size_t>(grid.cols()));
  complete_from_contents(grid, 0, layout);
  int texts = 0;
  for (const Column& column : layout.columns) texts += is_row_text(column.role);
  if (texts >= 2 || (texts == 1 && layout.has(ColumnRole::kNumber))) return layout;
  return std::nullopt;
}

}  // namespace gongshi::normalize
