// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/tier_columns.h"

#include <algorithm>

#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr int kMostHeaderRows = 3;
constexpr std::size_t kMostBesideName = 6;  // characters of 三星级评定要求 beside the tier's name

struct TierColumn {
  std::string tier;
  int col = 0;
};

/// The columns of a row whose headings name a tier each; none where they are fewer than two, or name one twice.
std::vector<TierColumn> tier_columns(const Table& table, int row, const DraftingWords& words,
                                     const std::vector<std::string>& declared) {
  std::vector<TierColumn> found;
  int others = 0;
  for (const Cell& cell : table.cells) {
    if (cell.row != row && !(cell.row < row && cell.row + cell.row_span > row)) continue;
    const std::string heading = cell.text().trimmed().utf8;
    std::vector<std::string> names;
    for (const std::string& name : declared)
      if (heading.find(name) != std::string::npos) names.push_back(name);
    if (names.empty()) names = words.tier_names(heading);
    const bool tier = names.size() == 1 && cell.row == row && cell.col_span == 1 &&
                      utf8::count(heading) <= utf8::count(names.front()) + kMostBesideName;
    if (!tier) {
      others += heading.empty() ? 0 : 1;
      continue;
    }
    if (std::any_of(found.begin(), found.end(), [&](const TierColumn& one) { return one.tier == names.front(); }))
      return {};
    found.push_back({names.front(), cell.col});
  }
  return found.size() >= 2 && others >= 2 ? found : std::vector<TierColumn>();
}

/// The table from its heading's row on (or, of a piece that goes on, from its first) with one of the tiers' columns.
Table of_tier(const Table& table, int header, bool goes_on, const std::vector<TierColumn>& tiers,
              const TierColumn& tier, const DraftingWords& words) {
  const auto others_before = [&](int col) {
    return static_cast<int>(std::count_if(
        tiers.begin(), tiers.end(), [&](const TierColumn& other) { return other.col != tier.col && other.col < col; }));
  };
  std::vector<int> new_row(static_cast<std::size_t>(table.rows), -1);
  int rows = 0;
  for (int row = header; row < table.rows; ++row) {
    const Cell* asked = table.at(row, tier.col);
    const bool first = row == header;  // a heading, or the rest of a row that a page break cut
    if (first || (asked != nullptr && !words.asks_nothing(asked->text().trimmed().utf8)))
      new_row[static_cast<std::size_t>(row)] = rows++;
  }
  Table result = table;
  result.rows = rows;
  result.cols = table.cols - static_cast<int>(tiers.size()) + 1;
  result.cells.clear();
  result.col_x.clear();
  for (const Cell& cell : table.cells) {
    // What stands in front of the heading's row belongs to it where it reaches down to it.
    int first = -1, last = -1;
    for (int row = std::max(cell.row, header); row < std::min(cell.row + cell.row_span, table.rows); ++row)
      if (const int kept = new_row[static_cast<std::size_t>(row)]; kept >= 0) {
        if (first < 0) first = kept;
        last = kept;
      }
    const int end = cell.col + cell.col_span;
    const bool of_another = std::any_of(tiers.begin(), tiers.end(), [&](const TierColumn& other) {
      return other.col != tier.col && cell.col == other.col && cell.col_span == 1;
    });
    if (first < 0 || of_another) continue;
    Cell kept = cell;
    kept.row = first;
    kept.row_span = last - first + 1;
    kept.col = cell.col - others_before(cell.col);
    kept.col_span = end - others_before(end) - kept.col;
    if (kept.col_span < 1) continue;
    if (!goes_on && first == 0 && cell.col <= tier.col && end > tier.col) {
      Paragraph heading;
      heading.text.utf8 = words.requirement_heading();
      kept.paragraphs = {heading};
    }
    result.cells.push_back(std::move(kept));
  }
  return result;
}

/// A table with a tier's column each, and the pieces in which it goes on over the next pages.
struct TieredTable {
  std::vector<TierColumn> tiers;
  std::vector<const Block*> pieces;
  std::vector<int> headers;  ///< Of each piece: the heading's row; -1 where it has none.
};

std::vector<TierColumn> tiers_of(const Table& table, const DraftingWords& words,
                                 const std::vector<std::string>& declared, int& header) {
  for (header = 0; header < std::min(kMostHeaderRows, table.rows); ++header)
    if (std::vector<TierColumn> tiers = tier_columns(table, header, words, declared); !tiers.empty()) return tiers;
  return {};
}

/// Adds the piece where it goes on with the table: on a later page, with as many columns.
bool take_piece(TieredTable& table, const Block& block, const DraftingWords& words,
                const std::vector<std::string>& declared) {
  if (block.kind != Block::Kind::kTable || block.page <= table.pieces.back()->page ||
      block.table.cols != table.pieces.back()->table.cols)
    return false;
  int header = 0;
  const bool headed = !tiers_of(block.table, words, declared, header).empty();
  table.pieces.push_back(&block);
  table.headers.push_back(headed ? header : -1);
  return true;
}

void append(const TieredTable& table, const DraftingWords& words, std::vector<Block>& blocks) {
  for (const TierColumn& tier : table.tiers) {
    Block line;
    line.page = table.pieces.front()->page;
    line.paragraph.text.utf8 = tier.tier;
    blocks.push_back(std::move(line));
    for (std::size_t i = 0; i < table.pieces.size(); ++i) {
      const bool goes_on = table.headers[i] < 0;
      Block piece = *table.pieces[i];
      piece.table = of_tier(table.pieces[i]->table, std::max(0, table.headers[i]), goes_on, table.tiers, tier, words);
      if (piece.table.rows > 0) blocks.push_back(std::move(piece));
    }
  }
}

}  // namespace

Document with_tiers_apart(const Document& document, const DraftingWords& words,
                          const std::vector<std::string>& declared) {
  Document apart = document;
  apart.blocks.clear();
  for (std::size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& block = document.blocks[i];
    TieredTable table;
    int header = 0;
    if (block.kind == Block::Kind::kTable) table.tiers = tiers_of(block.table, words, declared, header);
    if (table.tiers.empty()) {
      apart.blocks.push_back(block);
      continue;
    }
    table.pieces = {&block};
    table.headers = {header};
    // Page numbers and running heads stand between the pieces.
    for (std::size_t next = i + 1; next < document.blocks.size(); ++next) {
      if (take_piece(table, document.blocks[next], words, declared))
        i = next;
      else if (document.blocks[next].kind == Block::Kind::kTable || !document.blocks[next].paragraph.furniture)
        break;
    }
    append(table, words, apart.blocks);
  }
  return apart;
}

}  // namespace gongshi::normalize
