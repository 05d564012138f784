// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/table/notice_splitter.h"

#include <algorithm>
#include <utility>

#include "normalize/table/numbering.h"
#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

// Longest line, in characters, that can be a title or a site's own line; preambles and footers run longer.
constexpr std::size_t kLongestTitle = 60;
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
  if (text.utf8.size() <= kMostTextCharacters) return false;
  std::size_t end = 0;
  for (std::size_t count = 0; count < kMostTextCharacters && end < text.utf8.size(); ++count)
    static_cast<void>(utf8::next(text.utf8, end));
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
  if (paragraph.furniture || text.empty()) return;
  pending_cut_ = cut_long_text(text) || pending_cut_;
  if (kind_of(text.utf8, vocabulary_.cues) == LineKind::kSite) return;
  pending_.push_back({std::move(text), paragraph.centered});
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

bool NoticeSplitter::begins_notice(const TableRow& row) const {
  if (drafts_.empty()) return true;
  const std::vector<TableRow>& rows = drafts_.back().rows;
  if (rows.empty()) return false;
  const std::optional<int> last = last_number(rows);
  const bool named = !row.str(RowField::kName).empty();
  // A lone 1 where the table has names is a piece of another number.
  const bool has_names =
      drafts_.back().layout.has(ColumnRole::kName) || drafts_.back().layout.has(ColumnRole::kNumberAndName);
  const bool one = row.number == 1 && (named ? is_first_indicator(row) : !has_names);
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
  draft.above = std::move(lines);
  draft.text_cut = std::exchange(pending_cut_, false);
  drafts_.push_back(std::move(draft));
}

void NoticeSplitter::add_row(TableRow row, const ColumnLayout& layout) {
  if (row.blank()) return;
  if (begins_notice(row)) {
    begin_notice(layout);
    row.starts_piece = true;
    section_.clear();
  }
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
  const auto layout = finder_.find(grid, drafts_.empty() ? nullptr : &drafts_.back().layout);
  if (!layout) {
    // A frame around running text is no table; the text of any other table is no part of a notice.
    if (grid.cols() == 1)
      for (const Cell& cell : table.cells)
        for (const Paragraph& paragraph : cell.paragraphs) add_paragraph(paragraph);
    for (const Cell& cell : table.cells)
      for (const Table& nested : cell.nested) add_table(nested);
    return;
  }
  bool starts_piece = true;
  for (int row = 0; row < grid.rows();) {
    if (row >= kMostRowsOfTable && !layout->has(ColumnRole::kCommunity) && !drafts_.empty()) {
      drafts_.back().rows_left_out += grid.rows() - row;
      break;
    }
    if (const int header = finder_.header_rows(grid, row); header > 0) {
      row += header;
      starts_piece = true;
      continue;
    }
    if (const Cell* cell = grid.full_width(row); cell != nullptr) {
      const Text text = cell->text().trimmed();
      if (index_.is_category(text.utf8.substr(split_leading_number(text.utf8).offset)))
        section_ = text.utf8;
      else
        for (const Paragraph& paragraph : cell->paragraphs) add_paragraph(paragraph);
      ++row;
      continue;
    }
    TableRow read = read_row(grid, row, *layout);
    read.starts_piece = starts_piece;
    starts_piece = false;
    add_row(std::move(read), *layout);
    ++row;
  }
}

std::vector<NoticeDraft> NoticeSplitter::split(const Document& document) {
  drafts_.clear();
  pending_.clear();
  section_.clear();
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kParagraph)
      add_paragraph(block.paragraph);
    else
      add_table(block.table);
  }
  if (!drafts_.empty()) drafts_.back().below = std::exchange(pending_, {});
  return std::exchange(drafts_, {});
}

}  // namespace gongshi::normalize
