// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/table_rows.h"

#include <algorithm>

#include "normalize/table/numbering.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// A line that ends this many characters before the cell's edge ended its paragraph: line breaking rules leave up to one
// character free, and a figure that did not fit up to two more.
constexpr double kRaggedCharacters = 3.5;

std::optional<RowField> field_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::kCategory:
      return RowField::kCategory;
    case ColumnRole::kNumber:
      return RowField::kNumber;
    case ColumnRole::kNumberAndName:
    case ColumnRole::kName:
      return RowField::kName;
    case ColumnRole::kDefinition:
      return RowField::kDefinition;
    case ColumnRole::kRequirement:
      return RowField::kRequirement;
    case ColumnRole::kScore:
      return RowField::kScore;
    case ColumnRole::kCommunity:
      return RowField::kCommunity;
    case ColumnRole::kClaim:
    case ColumnRole::kOther:
      break;
  }
  return std::nullopt;
}

void add_cell(Fragment& fragment, const Cell& cell) {
  Text text = cell.text().trimmed();
  if (!text.empty()) {
    if (!fragment.empty()) fragment.text.append("\n");
    fragment.text.append(text);
    fragment.right = cell.place.box.x1;
  }
  fragment.cells.push_back(cell.place);
}

bool starts_item(std::string_view text) {
  std::size_t offset = 0;
  const char32_t first = text.empty() ? 0 : utf8::next(text, offset);
  if (first == U'（' || first == U'(') return split_leading_number(text).number.has_value();
  if (first >= 0x2460 && first <= 0x2473) return true;
  const NumberedText split = split_leading_number(text);
  if (!split.number || split.offset == 0) {
    const bool colon = offset < text.size() && (text[offset] == ':' || text.substr(offset).starts_with("："));
    return first == signs::kNoteSign && colon;
  }
  // 2. and 2、 begin an item; the spaces of "300 户" do not, nor does the point of 1.5.
  const std::string_view number = text.substr(0, split.offset);
  return number.find_first_of(".)") != std::string_view::npos || number.find("、") != std::string_view::npos ||
         number.find("．") != std::string_view::npos;
}

bool ends_sentence(std::string_view text) {
  for (std::string_view end : {"。", "；", ";", "！", "：", ":"})
    if (text.ends_with(end)) return true;
  return false;
}

// Whether the fragment's last line stops well before its cell's edge.
bool ends_ragged(const Fragment& fragment) {
  if (fragment.text.spans.empty() || fragment.right <= 0) return false;
  const TextSpan& last = fragment.text.spans.back();
  if (last.place.page == 0 || last.place.box.empty()) return false;
  const std::string_view line = std::string_view(fragment.str()).substr(last.range.begin, last.range.size());
  const double width = last.place.box.width() / static_cast<double>(std::max<std::size_t>(1, utf8::count(line)));
  return fragment.right - last.place.box.x1 > kRaggedCharacters * std::max(width, last.place.box.height() * 0.5);
}

// Whether the fragment stops in mid-sentence, as far as its line's length tells.
bool breaks_off(const Fragment& fragment) {
  return !fragment.text.spans.empty() && fragment.text.spans.back().place.page != 0 && !ends_ragged(fragment) &&
         !ends_sentence(fragment.str());
}

bool same_text(const Fragment& a, const Fragment& b) { return likeness_key(a.str()) == likeness_key(b.str()); }

}  // namespace

void Fragment::append(const Fragment& next, bool apart) {
  cells.insert(cells.end(), next.cells.begin(), next.cells.end());
  if (next.empty()) return;
  if (!empty()) {
    const bool flows = text.spans.empty() || text.spans.back().place.page == 0;
    const bool paragraph_ended = starts_item(next.str()) || (flows ? ends_sentence(str()) : ends_ragged(*this));
    if (apart || paragraph_ended) text.append("\n");
  }
  text.append(next.text);
  right = next.right;
}

bool TableRow::has_claim() const {
  return std::any_of(claims.begin(), claims.end(), [](const Fragment& claim) { return !claim.empty(); });
}

bool TableRow::blank() const {
  return !has_claim() &&
         std::all_of(fields.begin(), fields.end(), [](const Fragment& fragment) { return fragment.empty(); });
}

void TableRow::append(const TableRow& next, bool apart) {
  for (std::size_t i = 0; i < kRowFields; ++i) {
    const auto which = static_cast<RowField>(i);
    const bool repeated = (which == RowField::kCategory || which == RowField::kNumber || which == RowField::kName) &&
                          !next.fields[i].empty() && same_text(fields[i], next.fields[i]);
    if (repeated)
      fields[i].cells.insert(fields[i].cells.end(), next.fields[i].cells.begin(), next.fields[i].cells.end());
    else
      fields[i].append(next.fields[i], apart);
  }
  if (claims.size() < next.claims.size()) claims.resize(next.claims.size());
  for (std::size_t i = 0; i < next.claims.size(); ++i) claims[i].append(next.claims[i], apart);
  recognised = recognised || next.recognised;
  number = parse_row_number(str(RowField::kNumber), recognised);
  if (!number && str(RowField::kNumber).empty()) number = split_leading_number(str(RowField::kName)).number;
}

TableRow read_row(const Grid& grid, int row, const ColumnLayout& layout) {
  TableRow read;
  read.ruled = grid.table().ruled;
  const bool several_communities = layout.has(ColumnRole::kCommunity);
  bool number_above = false, name_above = false, number_own = false, name_own = false;
  const int cols = std::min(grid.cols(), static_cast<int>(layout.columns.size()));
  for (int col = 0; col < cols; ++col) {
    const ColumnRole role = layout.columns[static_cast<std::size_t>(col)].role;
    if (role == ColumnRole::kClaim) read.claims.emplace_back();
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || (cell->col != col && col > 0 && grid.at(row, col - 1) == cell)) continue;
    const bool own = cell->row == row;
    const auto field = field_of(role);
    if (field == RowField::kNumber) (own ? number_own : number_above) = true;
    if (field == RowField::kName) (own ? name_own : name_above) = true;
    if (field == RowField::kCategory) read.own_category = own;
    const bool shared = field == RowField::kCategory || field == RowField::kCommunity || several_communities;
    if (!own && !shared) continue;
    if (role == ColumnRole::kClaim)
      add_cell(read.claims.back(), *cell);
    else if (field)
      add_cell(read.field(*field), *cell);
  }
  read.continues_above = !several_communities && (number_above || name_above) && !(number_own || name_own);
  // A claim or text cell that several indicators share belongs to each of them.
  if (!read.continues_above && !several_communities) {
    std::size_t claim = 0;
    for (int col = 0; col < cols; ++col) {
      const ColumnRole role = layout.columns[static_cast<std::size_t>(col)].role;
      const Cell* cell = grid.at(row, col);
      const auto field = field_of(role);
      if (cell != nullptr && cell->row < row && cell->col == col) {
        if (role == ColumnRole::kClaim)
          add_cell(read.claims[claim], *cell);
        else if (field == RowField::kDefinition || field == RowField::kRequirement)
          add_cell(read.field(*field), *cell);
      }
      if (role == ColumnRole::kClaim) ++claim;
    }
  }
  for (const Fragment& fragment : read.fields) read.recognised = read.recognised || fragment.text.confidence() < 1;
  for (const Fragment& claim : read.claims) read.recognised = read.recognised || claim.text.confidence() < 1;
  read.number = parse_row_number(read.str(RowField::kNumber), read.recognised);
  if (!read.number && read.str(RowField::kNumber).empty())
    read.number = split_leading_number(read.str(RowField::kName)).number;
  return read;
}

bool RowJoiner::fits_better_together(const TableRow& above, const TableRow& next) const {
  double together = 0, alone = 0;
  for (const auto& [field, row_field] :
       {std::pair(StandardField::kName, RowField::kName), std::pair(StandardField::kDefinition, RowField::kDefinition),
        std::pair(StandardField::kRequirement, RowField::kRequirement)}) {
    const std::string& fragment = next.str(row_field);
    if (fragment.empty()) continue;
    together += index_.best(field, above.str(row_field) + fragment);
    alone += index_.best(field, fragment);
  }
  return together + options_.least_gain >= alone;
}

bool RowJoiner::completes_name(const TableRow& above, const TableRow& next) const {
  const std::string& first = above.str(RowField::kName);
  const std::string& second = next.str(RowField::kName);
  const double together = index_.best(StandardField::kName, first + second);
  return together > std::max(index_.best(StandardField::kName, first), index_.best(StandardField::kName, second));
}

bool RowJoiner::claim_is_own_row(const TableRow& above, const TableRow& next) const {
  // The row above must be complete, and the claim must restate an indicator's text that is not the row above's own.
  if (!above.has_claim() || next.claims.empty()) return false;
  const std::string& claim = next.claims.front().str();
  // The rest of a sentence, or of a list, belongs above, however much it restates.
  if (next.starts_piece && breaks_off(above.claims.front())) return false;
  if (starts_item(claim) && split_leading_number(claim).number.value_or(1) > 1) return false;
  const auto likeness_of = [&](const std::string& text) {
    return std::max(index_.best(StandardField::kDefinition, text), index_.best(StandardField::kRequirement, text));
  };
  const double alone = likeness_of(claim);
  if (alone < options_.own_row_likeness || likeness_of(above.claims.front().str() + claim) >= alone) return false;
  const Shingles quoted(likeness_key(above.str(RowField::kDefinition) + above.str(RowField::kRequirement)));
  return Shingles::share_within(Shingles(likeness_key(claim)), quoted) < options_.own_row_likeness;
}

namespace {

/// The number that row `index` must have by the last number above it; 0 where none above has one. Rows in between whose
/// number was not understood count.
int number_after(const std::vector<TableRow>& rows, std::size_t index) {
  for (std::size_t i = index; i-- > 0;)
    if (rows[i].number) return *rows[i].number + static_cast<int>(index - i);
  return 0;
}

bool is_claim_alone(const TableRow& row) {
  return row.has_claim() && !row.number &&
         std::all_of(row.fields.begin() + 1, row.fields.end(), [](const Fragment& field) { return field.empty(); });
}

/// Do the numbers leave room for row `index` to be one of its own, between the row above and the next?
bool has_room(const TableRow& above, const std::vector<TableRow>& rows, std::size_t index) {
  const auto next = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(index) + 1, rows.end(),
                                 [](const TableRow& row) { return !row.blank(); });
  return next == rows.end() || !next->number || !above.number || *next->number != *above.number + 1;
}

}  // namespace

bool RowJoiner::goes_on(const std::vector<TableRow>& rows, const TableRow& next) const {
  const TableRow& above = rows.back();
  const std::string& name = next.str(RowField::kName);
  const bool names_agree = name.empty() || above.str(RowField::kName).empty() ||
                           same_text(above.field(RowField::kName), next.field(RowField::kName)) ||
                           completes_name(above, next);
  if (next.number && above.number) {
    if (*next.number == *above.number) return next.starts_piece && names_agree;
    // The digits of one number, divided.
    const auto joined = parse_row_number(above.str(RowField::kNumber) + next.str(RowField::kNumber), next.recognised);
    const int expected = number_after(rows, rows.size() - 1);
    return next.starts_piece && joined && expected > 1 && *joined == expected && *above.number < expected - 1 &&
           names_agree;
  }
  if (next.number && !above.number) {
    // The number of a row whose first fragment stands above, or the next row after one that lost its number.
    if (!next.starts_piece || !names_agree) return false;
    if (rows.size() > 1 && rows[rows.size() - 2].number) return *next.number <= *rows[rows.size() - 2].number + 1;
    return rows.size() == 1 ? *next.number == 1 : fits_better_together(above, next);
  }
  if (!name.empty()) {
    if (!next.starts_piece && next.ruled) return false;
    if (above.str(RowField::kName).empty()) return fits_better_together(above, next);
    return names_agree;
  }
  const bool claim_only = next.str(RowField::kDefinition).empty() && next.str(RowField::kRequirement).empty();
  if (claim_only) {
    if (next.starts_piece) return !claim_is_own_row(above, next);
    return !next.ruled && !claim_is_own_row(above, next);
  }
  return fits_better_together(above, next);
}

std::vector<TableRow> RowJoiner::join(std::vector<TableRow> rows) const {
  std::vector<TableRow> joined;
  bool starts_piece = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    TableRow& row = rows[i];
    starts_piece = starts_piece || row.starts_piece;
    if (row.blank()) continue;
    row.starts_piece = std::exchange(starts_piece, false);
    const bool rest =
        !joined.empty() && (row.continues_above || goes_on(joined, row) ||
                            (row.starts_piece && is_claim_alone(row) && !has_room(joined.back(), rows, i)));
    if (rest)
      joined.back().append(row, !row.starts_piece);
    else
      joined.push_back(std::move(row));
  }
  return joined;
}

}  // namespace gongshi::normalize
