// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/notice_splitter.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "normalize/table/numbering.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// Longest line, in characters, that can be a title or a site's own line; preambles and footers run longer.
constexpr std::size_t kLongestTitle = 60;
// Bytes of a section's number: （一）.
constexpr std::size_t kLongestMark = 9;
// Bytes of what a category is called before its colon: 一级指标：, 指标类别：.
constexpr std::size_t kLongestLabel = 24;
// Bytes of a row or line that names a category, with the number of its indicators.
constexpr std::size_t kLongestCategory = 120;
// From this likeness a name is the first indicator's, even as OCR reads it.
constexpr double kFirstNameLikeness = 0.5;
// A notice that restarts its numbering before this many rows is a misreading.
constexpr std::size_t kLeastRows = 3;

bool contains_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != text.npos; });
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.starts_with(word); });
}

// "- 7 -", "第 3 页 共 8 页", "3/8": nothing but a page's number.
bool is_page_number(std::string_view line) {
  std::size_t digits = 0, others = 0;
  for (char32_t code : likeness_key(line)) {
    if (code >= U'0' && code <= U'9')
      ++digits;
    else if (code != U'第' && code != U'页' && code != U'共')
      ++others;
  }
  return others == 0 && digits <= 6;
}

bool is_sentence(std::string_view line) {
  for (std::string_view end : {"。", "：", ":", "；", ";", "，", ","})
    if (line.ends_with(end)) return true;
  return line.find("。") != line.npos || utf8::count(line) > kLongestTitle;
}

std::optional<int> last_number(const std::vector<TableRow>& rows) {
  for (auto row = rows.rbegin(); row != rows.rend(); ++row)
    if (row->number) return row->number;
  return std::nullopt;
}

// The first line of `lines` that belongs to the notice below a table rather than to the one above it.
std::size_t first_of_next(const std::vector<Line>& lines, const CueWords& cues) {
  std::size_t after_footer = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineKind kind = kind_of(lines[i].text.utf8, cues);
    if (kind == LineKind::kFooter) after_footer = i + 1;
    if (kind == LineKind::kTitle || kind == LineKind::kPreamble) return i;
  }
  // No title and no preamble: only a line directly above the table can belong to it.
  if (after_footer < lines.size() && kind_of(lines.back().text.utf8, cues) == LineKind::kTableTitle)
    return lines.size() - 1;
  return lines.size();
}

}  // namespace

bool cut_long_text(Text& text) {
  if (text.utf8.size() <= std::min(kMostTextCharacters, 2 * kMostTextFigures)) return false;
  std::size_t end = 0, figures = 0;
  bool in_figure = false;
  for (std::size_t count = 0; count < kMostTextCharacters && end < text.utf8.size(); ++count) {
    std::size_t next = end;
    const char32_t code = utf8::next(text.utf8, next);
    const bool digit = (code >= U'0' && code <= U'9') || (code >= U'０' && code <= U'９');
    if (digit && !in_figure && ++figures > kMostTextFigures) break;
    in_figure = digit;
    end = next;
  }
  if (end >= text.utf8.size()) return false;
  text = text.slice({0, static_cast<std::uint32_t>(end)});
  return true;
}

LineKind kind_of(std::string_view line, const CueWords& cues) {
  const bool sentence = is_sentence(line);
  const bool short_line = utf8::count(line) <= kLongestTitle;
  if (short_line && (is_page_number(line) || contains_any(line, cues.site))) return LineKind::kSite;
  if (short_line && contains_any(line, cues.continued)) return LineKind::kContinued;
  if (!sentence && contains_any(line, cues.title) && !contains_any(line, cues.not_title)) return LineKind::kTitle;
  if (starts_with_any(line, cues.preamble_start) ||
      (sentence && contains_any(line, cues.preamble) && !contains_any(line, cues.footer)))
    return LineKind::kPreamble;
  if (contains_any(line, cues.footer)) return LineKind::kFooter;
  if (!sentence && contains_any(line, cues.table_title)) return LineKind::kTableTitle;
  return LineKind::kOther;
}

void NoticeSplitter::add_paragraph(const Paragraph& paragraph) {
  Text text = paragraph.text.trimmed();
  if (text.empty()) return;
  if (paragraph.furniture) return note_margin(text);
  pending_cut_ = cut_long_text(text) || pending_cut_;
  if (kind_of(text.utf8, vocabulary_.cues) == LineKind::kSite) return;
  pending_.push_back({std::move(text), paragraph.centered});
}

// Page headers and footers are no part of a notice, but some producers put its title, or who is to be called, there.
void NoticeSplitter::note_margin(const Text& text) {
  if (!margins_count_) return;
  const LineKind kind = kind_of(text.utf8, vocabulary_.cues);
  if (kind == LineKind::kTitle && margin_title_.empty() && contains_any(text.utf8, vocabulary_.cues.table_title))
    margin_title_.push_back({text, true});
  const bool known = std::any_of(margin_footer_.begin(), margin_footer_.end(),
                                 [&](const Line& line) { return line.text.utf8 == text.utf8; });
  if (kind == LineKind::kFooter && !known) margin_footer_.push_back({text, false});
}

bool NoticeSplitter::is_first_indicator(const TableRow& row) const {
  const std::string& name = row.str(RowField::kName);
  if (name.empty()) return false;
  const std::size_t offset = split_leading_number(name).offset;
  const Likenesses likeness = index_.compare(StandardField::kName, std::string_view(name).substr(offset));
  if (likeness.empty()) return false;
  for (std::size_t tier = 0; tier < index_.standard().tiers.size(); ++tier)
    if (static_cast<double>(likeness[index_.text_number(tier, 1, StandardField::kName)]) >= kFirstNameLikeness)
      return true;
  return false;
}

// A table below a line of its own that begins again: a standard's next tier, or a notice of a standard that nobody
// knows.
bool NoticeSplitter::starts_over(const TableRow& row) const {
  if (pending_.empty()) return false;
  const TableRow& first = drafts_.back().rows.front();
  if (likeness_key(row.str(RowField::kName)) == likeness_key(first.str(RowField::kName))) return true;
  return row.starts_piece && std::any_of(pending_.begin(), pending_.end(), [&](const Line& line) {
           return kind_of(line.text.utf8, vocabulary_.cues) == LineKind::kTableTitle;
         });
}

bool NoticeSplitter::begins_notice(const TableRow& row) const {
  if (drafts_.empty()) return true;
  const std::vector<TableRow>& rows = drafts_.back().rows;
  if (rows.empty()) return false;
  const std::optional<int> last = last_number(rows);
  const bool named = !row.str(RowField::kName).empty();
  // A lone 1 where the table has names is a piece of another number.
  const bool has_names =
      drafts_.back().layout.has(ColumnRole::kName) || drafts_.back().layout.has(ColumnRole::kNumberAndName);
  const bool one = row.number == 1 && (named ? is_first_indicator(row) || starts_over(row) : !has_names);
  const bool restarts = rows.size() >= kLeastRows && (one || (!row.number && is_first_indicator(row)));
  if (restarts && (row.starts_piece || !row.recognised)) return true;
  if (!row.starts_piece || pending_.empty()) return false;
  const bool announced = std::any_of(pending_.begin(), pending_.end(), [&](const Line& line) {
    const LineKind kind = kind_of(line.text.utf8, vocabulary_.cues);
    return kind == LineKind::kTitle || kind == LineKind::kPreamble;
  });
  const bool goes_on = row.number && last && (*row.number == *last + 1 || *row.number == *last);
  return announced && (row.number || named) && !goes_on;
}

void NoticeSplitter::begin_notice(const ColumnLayout& layout) {
  NoticeDraft draft;
  draft.layout = layout;
  std::vector<Line> lines = std::exchange(pending_, {});
  if (!drafts_.empty()) {
    const auto first = lines.begin() + static_cast<std::ptrdiff_t>(first_of_next(lines, vocabulary_.cues));
    drafts_.back().below.assign(lines.begin(), first);
    lines.erase(lines.begin(), first);
  }
  const auto is_title = [&](const Line& line) { return kind_of(line.text.utf8, vocabulary_.cues) == LineKind::kTitle; };
  // A cover and the document on it bear one title: the notice begins at the last.
  const auto last = std::find_if(lines.rbegin(), lines.rend(), is_title);
  if (last != lines.rend()) {
    const auto again = std::find_if(std::next(last), lines.rend(),
                                    [&](const Line& line) { return line.text.utf8 == last->text.utf8; });
    const auto first = lines.begin() + (std::distance(last, lines.rend()) - 1);
    const bool only_words = std::all_of(lines.begin(), first, [&](const Line& line) {
      return kind_of(line.text.utf8, vocabulary_.cues) != LineKind::kPreamble;
    });
    if (again != lines.rend() && only_words) lines.erase(lines.begin(), first);
  } else if (!margin_title_.empty()) {
    lines.insert(lines.begin(), margin_title_.front());
  }
  draft.above = std::move(lines);
  draft.text_cut = std::exchange(pending_cut_, false);
  drafts_.push_back(std::move(draft));
}

void NoticeSplitter::add_row(TableRow row, const ColumnLayout& layout) {
  if (row.blank()) return;
  if (begins_notice(row)) {
    begin_notice(layout);
    row.starts_piece = true;
    if (!section_is_new_) section_.clear();
  }
  section_is_new_ = false;
  pending_.clear();  // lines inside a table that goes on are no part of it
  if (!section_.empty() && row.field(RowField::kCategory).empty()) row.field(RowField::kCategory).text.utf8 = section_;
  NoticeDraft& draft = drafts_.back();
  if (draft.rows.size() >= (draft.layout.has(ColumnRole::kCommunity) ? kMostTableRows : kMostNoticeRows)) {
    ++draft.rows_left_out;
    return;
  }
  for (Fragment& field : row.fields) draft.text_cut = cut_long_text(field.text) || draft.text_cut;
  for (Fragment& claim : row.claims) draft.text_cut = cut_long_text(claim.text) || draft.text_cut;
  draft.rows.push_back(std::move(row));
}

void NoticeSplitter::add_table(const Table& table) {
  const Grid grid(table);
  const ColumnLayout* const previous = drafts_.empty() ? nullptr : &drafts_.back().layout;
  // Halves side by side, with a header or going on from the table before.
  if (!parts_.empty() && static_cast<std::size_t>(grid.cols()) == parted_layout_.columns.size() && !has_header(grid)) {
    for (const Table& part : parted(grid, parts_, parted_layout_)) add_table(part);
    return;
  }
  const auto layout = finder_.find(grid, previous);
  if (!layout) {
    // A frame around running text is no table; the text of any other table is no part of a notice. After a page break
    // the claim below the last indicator may be all that is left of a table.
    if (grid.cols() == 1)
      for (int row = 0; row < grid.rows(); ++row) {
        const auto claim = claims_below_ && has_rows() ? claim_row(grid, row, vocabulary_, false) : std::nullopt;
        const Cell* cell = grid.at(row, 0);
        if (claim)
          add_claim(*claim);
        else if (cell != nullptr && cell->row == row)
          for (const Paragraph& paragraph : cell->paragraphs) add_paragraph(paragraph);
      }
    for (const Cell& cell : table.cells)
      for (const Table& nested : cell.nested) add_table(nested);
    return;
  }
  const std::vector<ColumnRange> parts = side_by_side(*layout);
  if (parts.empty()) {
    if (has_header(grid)) parts_.clear();
    if (const auto mended = with_shifted_rows(grid, *layout))
      add_indicators(Grid(*mended), *layout);
    else
      add_indicators(grid, *layout);
    return;
  }
  parts_.clear();
  for (const Table& part : parted(grid, parts, *layout)) add_table(part);
  parts_ = parts;
  parted_layout_ = *layout;
}

bool NoticeSplitter::has_header(const Grid& grid) const {
  for (int row = 0; row < grid.rows(); ++row)
    if (finder_.header_rows(grid, row) > 0) return true;
  return false;
}

// The category that a row over the whole width names: 基础设施, 一、基础设施, （一）基础设施（6项）; "" where it names
// none.
std::string NoticeSplitter::category_in(const std::string& text) const {
  std::vector<std::string> readings = {text, text.substr(split_leading_number(text).offset)};
  for (const std::string_view mark : {"、", "）", ")", "．", ".", "：", ":", " "}) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) continue;
    bool known = false;
    const bool labelled = at > kLongestMark && (mark == "：" || mark == ":") && at <= kLongestLabel &&
                          vocabulary_.role_of(text.substr(0, at), &known) == ColumnRole::kCategory && known;
    if (at <= kLongestMark || labelled) readings.push_back(text.substr(at + mark.size()));
  }
  for (std::size_t i = 0; i < readings.size() && i < 16; ++i)
    for (const std::string_view bracket : {"（", "("})
      if (const std::size_t at = readings[i].find(bracket); at != std::string::npos && at > 0)
        readings.push_back(readings[i].substr(0, at));
  for (const std::string& reading : readings)
    if (index_.is_category(reading)) return reading;
  return {};
}

// The category that a row names which holds nothing else: over the whole width, or, in a table without a column of
// categories, in one cell or behind a cell with its number (（一） | 基础设施 | | |); "" for any other row.
std::string NoticeSplitter::category_of_row(const Grid& grid, int row, const ColumnLayout& layout) const {
  if (const Cell* cell = grid.full_width(row); cell != nullptr) return category_in(cell->text().trimmed().utf8);
  if (grid.cols() < 3 || layout.has(ColumnRole::kCategory)) return {};
  std::vector<std::string> filled;
  const Cell* last = nullptr;
  for (int col = 0; col < grid.cols(); ++col) {
    const Cell* cell = grid.at(row, col);
    if (cell == nullptr || cell == last) continue;
    last = cell;
    std::string text = cell->text().trimmed().utf8;
    if (text.empty()) continue;
    if (cell->row != row || text.size() > kLongestCategory || filled.size() == 2) return {};
    filled.push_back(std::move(text));
  }
  if (filled.empty()) return {};
  const bool mark_first = filled.size() == 2 && filled.front().size() <= kLongestMark;
  return filled.size() == 1 || mark_first ? category_in(filled.back()) : std::string();
}

// A line directly above a table that names the category of all of its rows: 一、基础设施 above the first of several.
void NoticeSplitter::take_category_line(const ColumnLayout& layout) {
  if (pending_.empty() || layout.has(ColumnRole::kCategory)) return;
  const std::string& line = pending_.back().text.utf8;
  if (line.size() > kLongestCategory) return;
  const std::string category = category_in(line);
  if (category.empty()) return;
  section_ = category;
  section_is_new_ = true;
  pending_.pop_back();
}

void NoticeSplitter::add_claim(const ClaimRow& claim) {
  Text text = claim.cell->text().trimmed();
  text = text.slice({static_cast<std::uint32_t>(claim.offset), static_cast<std::uint32_t>(text.utf8.size())}).trimmed();
  std::vector<Fragment>& claims = drafts_.back().rows.back().claims;
  if (claims.empty()) claims.emplace_back();
  Fragment fragment;
  fragment.text = std::move(text);
  fragment.cells.push_back(claim.cell->place);
  fragment.right = claim.cell->place.box.x1;
  claims.front().append(fragment, true);
}

void NoticeSplitter::add_indicators(const Grid& grid, const ColumnLayout& layout) {
  auto below = layout.has(ColumnRole::kClaim) ? std::optional<ClaimRows>() : claim_rows(grid, layout, vocabulary_);
  if (!below && claims_below_ && !layout.has(ColumnRole::kClaim)) below = ClaimRows::kLabelled;
  claims_below_ = below == ClaimRows::kLabelled;
  const bool unlabelled = below == ClaimRows::kUnlabelled;
  bool starts_piece = true;
  take_category_line(layout);
  for (int row = 0; row < grid.rows() && !full();) {
    if (row >= kMostRowsOfTable && !layout.has(ColumnRole::kCommunity) && !drafts_.empty()) {
      drafts_.back().rows_left_out += grid.rows() - row;
      break;
    }
    if (const int header = finder_.header_rows(grid, row); header > 0) {
      row += header;
      starts_piece = true;
      continue;
    }
    if (is_sum_or_signature(grid, row, vocabulary_.cues)) {
      ++row;
      continue;
    }
    if (const std::string category = category_of_row(grid, row, layout); !category.empty()) {
      section_ = category;
      section_is_new_ = true;
      ++row;
      continue;
    }
    // At the top of a page only its label tells a claim.
    if (below && has_rows())
      if (const auto claim = claim_row(grid, row, vocabulary_, unlabelled && !starts_piece)) {
        add_claim(*claim);
        ++row;
        continue;
      }
    if (const Cell* cell = grid.full_width(row); cell != nullptr) {
      for (const Paragraph& paragraph : cell->paragraphs) add_paragraph(paragraph);
      ++row;
      continue;
    }
    TableRow read = read_row(grid, row, layout);
    read.starts_piece = starts_piece;
    starts_piece = false;
    add_row(std::move(read), layout);
    ++row;
  }
}

std::vector<NoticeDraft> NoticeSplitter::split(const Document& document) {
  drafts_.clear();
  pending_.clear();
  section_.clear();
  section_is_new_ = false;
  parts_.clear();
  claims_below_ = false;
  margin_title_.clear();
  margin_footer_.clear();
  // Names of sheets are furniture too, and no titles.
  constexpr std::string_view kSheets[] = {"xlsx", "xls", "sheet-xml", "ods", "flat-ods"};
  margins_count_ = std::find(std::begin(kSheets), std::end(kSheets), document.source.kind) == std::end(kSheets);
  for (const Block& block : document.blocks) {
    if (full()) break;
    if (block.kind == Block::Kind::kParagraph)
      add_paragraph(block.paragraph);
    else
      add_table(block.table);
  }
  if (!drafts_.empty()) {
    std::vector<Line>& below = drafts_.back().below;
    below = std::exchange(pending_, {});
    // Of what only the margins say, such as the telephone, the notice itself says nothing.
    std::vector<std::string> said;
    for (const std::string& word : vocabulary_.cues.footer)
      if (std::any_of(below.begin(), below.end(),
                      [&](const Line& line) { return line.text.utf8.find(word) != std::string::npos; }))
        said.push_back(word);
    for (const Line& margin : margin_footer_) {
      const auto is_new = [&](const std::string& word) {
        return margin.text.utf8.find(word) != std::string::npos && !contains_any(word, said);
      };
      if (std::any_of(vocabulary_.cues.footer.begin(), vocabulary_.cues.footer.end(), is_new)) below.push_back(margin);
    }
  }
  return std::exchange(drafts_, {});
}

}  // namespace gongshi::normalize
