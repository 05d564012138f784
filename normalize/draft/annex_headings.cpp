// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/annex_headings.h"

#include <algorithm>
#include <optional>

#include "normalize/table/column_finder.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

constexpr int kMostHeaderRows = 3;
constexpr int kFewestRows = 3;               // beneath the heading
constexpr double kMostOfRows = 0.8;          // of the cells that a column is told by
constexpr std::size_t kLongestHeading = 14;  // characters
constexpr double kLongestName = 14;          // characters, on average

/// What a column holds beneath its heading.
struct ColumnTexts {
  int rows = 0, numbers = 0;
  double characters = 0;  ///< On average.
};

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

ColumnTexts texts_of(const Grid& grid, int header, int col) {
  ColumnTexts found;
  const Cell* last = nullptr;
  for (int row = header + 1; row < grid.rows(); ++row) {
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || cell == last || cell == grid.full_width(row)) continue;
    last = cell;
    const std::string text = cell->text().trimmed().utf8;
    if (text.empty()) continue;
    ++found.rows;
    found.numbers += is_number(text) ? 1 : 0;
    found.characters += static_cast<double>(utf8::count(text));
  }
  if (found.rows > 0) found.characters /= found.rows;
  return found;
}

/// The row of the headings: one of the first that names a number's column and something else.
std::optional<int> header_of(const Grid& grid, const Vocabulary& vocabulary) {
  for (int row = 0; row < std::min(kMostHeaderRows, grid.rows()); ++row) {
    int headings = 0;
    bool number = false;
    for (int col = 0; col < grid.cols(); ++col) {
      const Cell* cell = grid.at(row, col);
      if (cell == nullptr || cell->row != row || cell->col != col) continue;
      const std::string text = cell->text().trimmed().utf8;
      if (text.empty()) continue;
      if (utf8::count(text) > kLongestHeading) return std::nullopt;
      number = number || vocabulary.role_of(text) == ColumnRole::kNumber;
      ++headings;
    }
    if (number && headings >= 3 && grid.rows() - row > kFewestRows) return row;
  }
  return std::nullopt;
}

class HeadingTeller {
 public:
  HeadingTeller(const Grid& grid, int header, const Vocabulary& vocabulary, const DraftingWords& words,
                const std::vector<std::string>& declared) {
    for (int col = 0; col < grid.cols(); ++col) {
      const Cell* cell = grid.at(header, col);
      Column column;
      if (cell != nullptr && cell->col == col) {
        column.heading = cell->text().trimmed().utf8;
        bool known = false;
        column.role = vocabulary.role_of(column.heading, &known);
        column.known = known || column.heading.empty() || cell->col_span > 1;
        column.tier = !words.tier_names(column.heading).empty() ||
                      std::any_of(declared.begin(), declared.end(), [&](const std::string& tier) {
                        return column.heading.find(tier) != std::string::npos;
                      });
        column.texts = texts_of(grid, header, col);
      }
      columns_.push_back(std::move(column));
    }
  }

  std::vector<LearntHeading> tell() {
    const auto number = std::find_if(columns_.begin(), columns_.end(),
                                     [](const Column& column) { return column.role == ColumnRole::kNumber; });
    if (number == columns_.end()) return {};
    for (auto column = columns_.begin(); column != number; ++column)
      if (open(*column) && !has(ColumnRole::kCategory)) take(*column, ColumnRole::kCategory);
    for (auto column = number; column != columns_.end(); ++column)
      if (open(*column) && !has(ColumnRole::kName) && column->texts.characters <= kLongestName)
        take(*column, ColumnRole::kName);
    // Of long columns that are left the last asks, where nothing else does, and the first explains.
    if (!has(ColumnRole::kRequirement) && !asks_by_tier())
      for (auto column = columns_.rbegin(); column.base() != number + 1 && column != columns_.rend(); ++column)
        if (open(*column)) {
          take(*column, ColumnRole::kRequirement);
          break;
        }
    for (auto column = number; column != columns_.end(); ++column)
      if (open(*column) && !has(ColumnRole::kDefinition)) take(*column, ColumnRole::kDefinition);
    return learnt_;
  }

 private:
  struct Column {
    std::string heading;
    ColumnRole role = ColumnRole::kOther;
    bool known = true, tier = false;
    ColumnTexts texts;
  };

  [[nodiscard]] bool has(ColumnRole role) const {
    return std::any_of(columns_.begin(), columns_.end(), [role](const Column& column) { return column.role == role; });
  }
  [[nodiscard]] bool asks_by_tier() const {
    return std::any_of(columns_.begin(), columns_.end(), [](const Column& column) { return column.tier; });
  }
  /// Unknown, and told by texts: a column of figures are points or amounts.
  [[nodiscard]] static bool open(const Column& column) {
    return !column.known && !column.tier && column.role == ColumnRole::kOther && column.texts.rows > 0 &&
           column.texts.numbers < kMostOfRows * column.texts.rows;
  }
  void take(Column& column, ColumnRole role) {
    column.role = role;
    learnt_.push_back({role, column.heading});
  }

  std::vector<Column> columns_;
  std::vector<LearntHeading> learnt_;
};

}  // namespace

std::vector<LearntHeading> learn_headings(const std::vector<Document>& documents, const Vocabulary& vocabulary,
                                          const DraftingWords& words, const std::vector<std::string>& declared) {
  std::vector<LearntHeading> learnt;
  for (const Document& document : documents)
    for (const Block& block : document.blocks) {
      if (block.kind != Block::Kind::kTable) continue;
      const Grid grid(block.table);
      const auto header = header_of(grid, vocabulary);
      if (!header) continue;
      for (LearntHeading& heading : HeadingTeller(grid, *header, vocabulary, words, declared).tell())
        if (std::none_of(learnt.begin(), learnt.end(),
                         [&](const LearntHeading& known) { return known.heading == heading.heading; }))
          learnt.push_back(std::move(heading));
    }
  return learnt;
}

Document with_known_headings(const Document& document, const std::vector<LearntHeading>& learnt,
                             const Vocabulary& vocabulary) {
  Document known = document;
  for (Block& block : known.blocks) {
    if (block.kind != Block::Kind::kTable) continue;
    for (Cell& cell : block.table.cells) {
      if (cell.row >= kMostHeaderRows) continue;
      const std::string text = cell.text().trimmed().utf8;
      const auto found = std::find_if(learnt.begin(), learnt.end(),
                                      [&](const LearntHeading& heading) { return heading.heading == text; });
      if (found == learnt.end()) continue;
      const auto words = std::find_if(vocabulary.columns.begin(), vocabulary.columns.end(),
                                      [&](const ColumnWords& one) { return one.role == found->role; });
      if (words == vocabulary.columns.end() || words->exact.empty()) continue;
      Paragraph heading;
      heading.text.utf8 = utf8::encode(words->exact.front());
      cell.paragraphs = {heading};
    }
  }
  return known;
}

}  // namespace gongshi::normalize
