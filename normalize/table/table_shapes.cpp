// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/table_shapes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "normalize/table/numbering.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kLeastPart = 3;                            // columns of a part
constexpr std::size_t kLongestLabel = 16;                        // characters of "完成情况" before its colon
constexpr int kLeastClaimRows = 2;                               // labelled ones that show where claims stand
constexpr double kUnlabelledShare = 0.6;                         // of the numbered rows, where there is no label
constexpr std::size_t kLongestSum = 24, kLongestSignature = 80;  // characters of such a row
constexpr int kMostUncovered = 1;  // columns that a cell over nearly the whole width leaves out

std::vector<const Cell*> own_cells(const Grid& grid, int row) {
  std::vector<const Cell*> cells;
  for (int col = 0; col < grid.cols(); ++col)
    if (const Cell* cell = grid.at(row, col);
        cell != nullptr && cell->row == row && (cells.empty() || cells.back() != cell))
      cells.push_back(cell);
  return cells;
}

std::string text_of(const Cell& cell) { return cell.text().trimmed().utf8; }

// Columns of the row that no cell from above covers.
int free_columns(const Grid& grid, int row) {
  int free = 0;
  for (int col = 0; col < grid.cols(); ++col)
    if (const Cell* cell = grid.at(row, col); cell == nullptr || cell->row == row) ++free;
  return free;
}

bool is_claim_heading(std::string_view text, const Vocabulary& vocabulary) {
  bool known = false;
  return !text.empty() && utf8::count(text) <= kLongestLabel &&
         vocabulary.role_of(text, &known) == ColumnRole::kClaim && known;
}

// Byte behind "完成情况：" at the text's start; 0 without one.
std::size_t behind_label(const std::string& text, const Vocabulary& vocabulary) {
  for (const std::string_view colon : {"：", ":", "\n"}) {
    const std::size_t at = text.find(colon);
    if (at == std::string::npos || at == 0) continue;
    std::string_view label = std::string_view(text).substr(0, at);
    for (const std::string_view bracket : {"【", "[", "（", "("})
      if (label.starts_with(bracket)) label.remove_prefix(bracket.size());
    for (const std::string_view bracket : {"】", "]", "）", ")"})
      if (label.ends_with(bracket)) label.remove_suffix(bracket.size());
    if (is_claim_heading(label, vocabulary)) return at + colon.size();
  }
  // 【完成情况】 without a colon.
  for (const std::pair<std::string_view, std::string_view>& brackets :
       {std::pair<std::string_view, std::string_view>{"【", "】"}, {"[", "]"}}) {
    const std::size_t close = text.find(brackets.second);
    if (text.starts_with(brackets.first) && close != std::string::npos &&
        is_claim_heading(std::string_view(text).substr(brackets.first.size(), close - brackets.first.size()),
                         vocabulary))
      return close + brackets.second.size();
  }
  return 0;
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.starts_with(word); });
}

bool holds_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

bool ends_with_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.ends_with(word); });
}

std::string without_spaces(const std::string& text) {
  std::string plain;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    const char32_t code = utf8::next(text, offset);
    if (code != U' ' && code != U'\n' && code != U'\t' && code != 0x3000 && code != 0xA0)
      plain.append(text, begin, offset - begin);
  }
  return plain;
}

// The numbers of a part, top to bottom.
std::vector<int> numbers_in(const Grid& grid, const ColumnRange& part, const ColumnLayout& layout) {
  std::vector<int> numbers;
  for (int col = part.begin; col < part.end; ++col) {
    const ColumnRole role = layout.columns[static_cast<std::size_t>(col)].role;
    if (role != ColumnRole::kNumber && role != ColumnRole::kNumberAndName) continue;
    for (int row = 0; row < grid.rows(); ++row) {
      const Cell* cell = grid.at(row, col);
      if (cell == nullptr || cell->row != row) continue;
      const std::string text = text_of(*cell);
      const auto number =
          role == ColumnRole::kNumber ? parse_row_number(text, false) : split_leading_number(text).number;
      if (number) numbers.push_back(*number);
    }
    break;
  }
  return numbers;
}

// Do the numbers of the parts run on from row to row rather than from part to part?
bool runs_across(const Grid& grid, const std::vector<ColumnRange>& parts, const ColumnLayout& layout) {
  const std::vector<int> left = numbers_in(grid, parts[0], layout), right = numbers_in(grid, parts[1], layout);
  return left.size() >= 2 && !right.empty() && right.front() == left[0] + 1 &&
         left[1] == left[0] + static_cast<int>(parts.size());
}

Table part_of(const Grid& grid, const ColumnRange& range) {
  const Table& whole = grid.table();
  Table part;
  part.rows = grid.rows();
  part.cols = range.end - range.begin;
  part.place = whole.place;
  part.ruled = whole.ruled;
  part.open_top = whole.open_top;
  part.open_bottom = whole.open_bottom;
  if (whole.col_x.size() > static_cast<std::size_t>(range.end))
    part.col_x.assign(whole.col_x.begin() + range.begin, whole.col_x.begin() + range.end + 1);
  for (const Cell& cell : whole.cells) {
    // A cell over several parts is the first one's.
    if (cell.row >= grid.rows() || cell.col < range.begin || cell.col >= range.end) continue;
    Cell own = cell;
    own.col -= range.begin;
    own.col_span = std::min(own.col_span, part.cols - own.col);
    part.cells.push_back(std::move(own));
  }
  return part;
}

}  // namespace

std::vector<ColumnRange> side_by_side(const ColumnLayout& layout) {
  const std::vector<Column>& columns = layout.columns;
  const auto count = columns.size();
  const auto empty = [&](std::size_t col) {
    return columns[col].role == ColumnRole::kOther && columns[col].heading.empty();
  };
  std::size_t first = 0;
  while (first < count && empty(first)) ++first;
  for (std::size_t second = first + kLeastPart; second < count; ++second) {
    if (columns[second].role != columns[first].role) continue;
    std::size_t length = second - first;
    while (length > 0 && empty(first + length - 1)) --length;  // a blank column between the parts
    if (length < kLeastPart) continue;
    std::vector<ColumnRange> parts;
    bool named = false, claimed = false;
    for (std::size_t start = first; start + length <= count; start += second - first) {
      bool same = true;
      for (std::size_t i = 0; i < length && same; ++i) same = columns[start + i].role == columns[first + i].role;
      if (!same) break;
      parts.push_back({static_cast<int>(start), static_cast<int>(start + length)});
    }
    for (std::size_t i = first; i < first + length; ++i) {
      const ColumnRole role = columns[i].role;
      named = named || role == ColumnRole::kName || role == ColumnRole::kNumberAndName;
      claimed = claimed || role == ColumnRole::kClaim || role == ColumnRole::kRequirement;
    }
    // All that is left over must be blank.
    bool rest = false;
    if (!parts.empty())
      for (auto col = static_cast<std::size_t>(parts.back().end); col < count; ++col) rest = rest || !empty(col);
    if (parts.size() >= 2 && named && claimed && !rest) return parts;
  }
  return {};
}

std::vector<Table> parted(const Grid& grid, const std::vector<ColumnRange>& parts, const ColumnLayout& layout) {
  std::vector<Table> tables;
  for (const ColumnRange& range : parts) tables.push_back(part_of(grid, range));
  if (!runs_across(grid, parts, layout)) return tables;
  // One table, its rows in turn from each part. Cells over several rows would reach into the other part's.
  Table merged = tables.front();
  const int turns = static_cast<int>(tables.size());
  merged.rows *= turns;
  merged.cells.clear();
  for (int row = 0; row < grid.rows(); ++row)
    for (int turn = 0; turn < turns; ++turn)
      for (const Cell& cell : tables[static_cast<std::size_t>(turn)].cells) {
        if (cell.row != row) continue;
        Cell own = cell;
        own.row = row * turns + turn;
        own.row_span = 1;
        merged.cells.push_back(std::move(own));
      }
  return {std::move(merged)};
}

std::optional<Table> with_shifted_rows(const Grid& grid, const ColumnLayout& layout) {
  if (grid.cols() < static_cast<int>(kLeastPart) || layout.columns.size() < kLeastPart ||
      layout.columns[0].role != ColumnRole::kCategory || layout.columns[1].role != ColumnRole::kNumber)
    return std::nullopt;
  const auto text_at = [&](int row, int col) {
    const Cell* cell = grid.at(row, col);
    return cell != nullptr && cell->row == row && cell->col == col ? text_of(*cell) : std::string();
  };
  std::vector<bool> shifted(static_cast<std::size_t>(grid.rows()), false);
  bool any = false;
  for (int row = 0; row < grid.rows(); ++row) {
    const Cell* last = grid.at(row, grid.cols() - 1);
    const bool room = last == nullptr || (last->row == row && last->col == grid.cols() - 1 && text_of(*last).empty());
    if (!room || !parse_row_number(text_at(row, 0), false) || parse_row_number(text_at(row, 1), false) ||
        text_at(row, 1).empty())
      continue;
    shifted[static_cast<std::size_t>(row)] = any = true;
  }
  if (!any) return std::nullopt;
  Table table = grid.table();
  std::erase_if(table.cells, [&](const Cell& cell) {
    return cell.row >= 0 && cell.row < grid.rows() && shifted[static_cast<std::size_t>(cell.row)] &&
           cell.col + cell.col_span >= grid.cols() && text_of(cell).empty();
  });
  for (Cell& cell : table.cells)
    if (cell.row >= 0 && cell.row < grid.rows() && shifted[static_cast<std::size_t>(cell.row)]) ++cell.col;
  return table;
}

std::optional<ClaimRow> claim_row(const Grid& grid, int row, const Vocabulary& vocabulary, bool unlabelled) {
  const std::vector<const Cell*> cells = own_cells(grid, row);
  const int free = free_columns(grid, row);
  std::vector<const Cell*> filled;
  for (const Cell* cell : cells)
    if (!text_of(*cell).empty()) filled.push_back(cell);
  if (filled.size() == 2 && is_claim_heading(text_of(*filled[0]), vocabulary) &&
      filled[0]->col_span + filled[1]->col_span + kMostUncovered >= free)
    return ClaimRow{filled[1], 0};
  if (filled.size() != 1) return std::nullopt;
  const Cell* cell = filled.front();
  const std::string text = text_of(*cell);
  const std::size_t offset = behind_label(text, vocabulary);
  // A label tells the row wherever it stands; without one the cell must take nearly all of the width.
  if (offset > 0 && (cell->col_span > 1 || grid.cols() == 1)) return ClaimRow{cell, offset};
  if (unlabelled && grid.cols() > 2 && cell->col_span >= 2 && cell->col_span + kMostUncovered >= free)
    return ClaimRow{cell, 0};
  return std::nullopt;
}

std::optional<ClaimRows> claim_rows(const Grid& grid, const ColumnLayout& layout, const Vocabulary& vocabulary) {
  int labelled = 0, unlabelled = 0, numbered = 0;
  bool after_number = false;
  for (int row = 0; row < grid.rows(); ++row) {
    if (claim_row(grid, row, vocabulary, false)) {
      ++labelled;
    } else if (claim_row(grid, row, vocabulary, true)) {
      unlabelled += after_number;
      after_number = false;
      continue;
    }
    after_number = false;
    for (int col = 0; col < grid.cols(); ++col) {
      const ColumnRole role = layout.columns[static_cast<std::size_t>(col)].role;
      const Cell* cell = grid.at(row, col);
      if (cell == nullptr || cell->row != row) continue;
      if ((role == ColumnRole::kNumber && parse_row_number(text_of(*cell), false)) ||
          (role == ColumnRole::kNumberAndName && split_leading_number(text_of(*cell)).number))
        after_number = true;
    }
    numbered += after_number;
  }
  if (labelled >= kLeastClaimRows) return ClaimRows::kLabelled;
  if (numbered >= kLeastClaimRows && unlabelled >= kLeastClaimRows && unlabelled >= kUnlabelledShare * numbered)
    return ClaimRows::kUnlabelled;
  return std::nullopt;
}

bool is_sum_or_signature(const Grid& grid, int row, const CueWords& cues) {
  std::string all;
  bool sum = false;
  for (const Cell* cell : own_cells(grid, row)) {
    const std::string text = without_spaces(text_of(*cell));
    if (text.empty()) continue;
    // A numbered row is an indicator, whatever it says.
    if (all.empty() && parse_row_number(text, false)) return false;
    if ((starts_with_any(text, cues.sums) || (all.empty() && ends_with_any(text, cues.sums))) &&
        utf8::count(text) <= kLongestSum)
      sum = true;
    if (!sum && !all.empty() && parse_row_number(text, false)) return false;
    all += text;
  }
  if (sum) return true;
  if (all.empty() || utf8::count(all) > kLongestSignature) return false;
  static const std::string kBlankDate = std::string(signs::kYear).append(signs::kMonth).append(signs::kDay);
  if (all == kBlankDate || starts_with_any(all, cues.form_start)) return true;
  return holds_any(all, cues.signature) && !holds_any(all, cues.footer);
}

}  // namespace gongshi::normalize
