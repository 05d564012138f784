// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a document into its notices: an indicator table each (over as many pages and pieces as it takes), with the lines
// above and below it.
#pragma once

#include <string>
#include <vector>

#include "normalize/table/column_finder.h"
#include "normalize/table/table_rows.h"
#include "normalize/table/table_shapes.h"
#include "schema/document.h"

namespace gongshi::normalize {

/// A paragraph outside the tables.
struct Line {
  Text text;
  bool centered = false;
};

/// One notice before its parts are named.
struct NoticeDraft {
  std::vector<Line> above;  ///< Title, preamble, line above the table.
  ColumnLayout layout;      ///< Of the first piece that has a header, else of the first.
  std::vector<TableRow> rows;
  std::vector<Line> below;  ///< Footer.
  /// What went past what a person would write: rows beyond those kept, and whether a text was cut.
  int rows_left_out = 0;
  bool text_cut = false;
};

/// Bounds of what is read of one notice. The longest claim seen has 1,200 characters, the longest notice 77 rows; a
/// table of many communities has as many rows for each.
inline constexpr std::size_t kMostTextCharacters = 20000;
/// Each figure is held against the others of its claim; the longest claim seen has 60.
inline constexpr std::size_t kMostTextFigures = 500;
inline constexpr std::size_t kMostNoticeRows = 999, kMostTableRows = 20000;
/// The largest file seen holds 18 notices, archives of counties are folders of files.
inline constexpr std::size_t kMostFileNotices = 100, kMostDrafts = 2 * kMostFileNotices;
/// Of one table of the file without a column of communities: it holds a few notices at most.
inline constexpr int kMostRowsOfTable = 4000;

/// Cuts `text` behind kMostTextCharacters characters, and before figure kMostTextFigures + 1 (a run of digits). True
/// where it was longer.
bool cut_long_text(Text& text);

/// What a line outside the tables is likely to be.
enum class LineKind { kTitle, kPreamble, kTableTitle, kFooter, kSite, kContinued, kOther };

/// By the line's words alone.
[[nodiscard]] LineKind kind_of(std::string_view line, const CueWords& cues);

class NoticeSplitter {
 public:
  /// Keeps references; all must outlive it.
  NoticeSplitter(const StandardIndex& index, const Vocabulary& vocabulary, ColumnFinderOptions options = {})
      : index_(index), vocabulary_(vocabulary), finder_(index, vocabulary, options) {}

  /// The notices in order; empty for a document without an indicator table. Rows are as in the pieces (not yet joined).
  /// From kMostDrafts on the rest of the document is left.
  [[nodiscard]] std::vector<NoticeDraft> split(const Document& document);

 private:
  void add_paragraph(const Paragraph& paragraph);
  void add_table(const Table& table);
  void add_indicators(const Grid& grid, const ColumnLayout& layout);
  void add_claim(const ClaimRow& claim);
  bool has_header(const Grid& grid) const;
  std::string category_in(const std::string& text) const;
  std::string category_of_row(const Grid& grid, int row, const ColumnLayout& layout) const;
  void take_category_line(const ColumnLayout& layout);
  void note_margin(const Text& text);
  void add_row(TableRow row, const ColumnLayout& layout);
  void begin_notice(const ColumnLayout& layout);
  bool begins_notice(const TableRow& row) const;
  bool is_first_indicator(const TableRow& row) const;
  bool starts_over(const TableRow& row) const;
  [[nodiscard]] bool has_rows() const { return !drafts_.empty() && !drafts_.back().rows.empty(); }
  [[nodiscard]] bool full() const { return drafts_.size() >= kMostDrafts; }

  const StandardIndex& index_;
  const Vocabulary& vocabulary_;
  ColumnFinder finder_;
  std::vector<NoticeDraft> drafts_;
  std::vector<Line> pending_;       // lines since the last row
  std::string section_;             // category from a full-width row
  bool section_is_new_ = false;     // no row came since
  bool pending_cut_ = false;        // one of the lines was cut
  bool claims_below_ = false;       // the table before has its claims in labelled rows of their own
  std::vector<ColumnRange> parts_;  // of the table before, where it was halves side by side
  ColumnLayout parted_layout_;      // all of its columns
  // What page headers and footers say, for notices that say it nowhere else.
  std::vector<Line> margin_title_, margin_footer_;
  bool margins_count_ = true;
};

}  // namespace gongshi::normalize
