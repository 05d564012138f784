// SPDX-License-Identifier: GPL-3.0-or-later
// What a file says, before anyone asks what it means: pages, paragraphs, tables, cells, each with its place.
//
// Readers in extract/ make Documents; normalize/ makes Notices of them. A Document keeps the characters as the file has
// them (compatibility forms that only fonts bring are folded by the readers) and the order a person reads them in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// A rectangle in PDF points (1/72 inch), origin at the top left of the page as it is shown (after /Rotate and
/// cropping), y downwards. x0 <= x1 and y0 <= y1; all zero when unknown.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  [[nodiscard]] double width() const { return x1 - x0; }
  [[nodiscard]] double height() const { return y1 - y0; }
  [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
  friend bool operator==(const Box&, const Box&) = default;
};

/// The smallest box that covers both; an empty box adds nothing.
[[nodiscard]] Box united(const Box& a, const Box& b);

/// Where something stands in its file. Page formats fill page and box; flow formats (Word, HTML, sheets) leave page 0
/// and fill table, row, cell, paragraph, each 0-based in document order, -1 where it does not apply. `table` counts the
/// document's tables in the order they begin, `row` and `cell` are the grid's row and column, `paragraph` counts inside
/// the cell, or in the document where there is no cell.
struct Place {
  int page = 0;  ///< 1-based; 0 for flow formats.
  Box box;
  int table = -1, row = -1, cell = -1, paragraph = -1;

  friend bool operator==(const Place&, const Place&) = default;
};

/// Half-open range of byte offsets into a UTF-8 string, always at code point boundaries.
struct ByteRange {
  std::uint32_t begin = 0, end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// A stretch of text that stands together: one line of a cell on one page, or one run of a flow format.
struct TextSpan {
  ByteRange range;  ///< In Text::utf8.
  Place place;
  float confidence =
      1.0F;  ///< 0–1; 1 for text that was not recognised by OCR. The least of the characters' where those are known.
  std::vector<float> edges;  ///< x positions of the code points' left edges and the last one's right edge (code points
                             ///< + 1 values, PDF points); empty when unknown.
  std::vector<float> char_confidence;  ///< One per code point, 0–1; empty when all are `confidence`.
};

/// UTF-8 text that knows where each piece of it came from. Spans are in text order and do not overlap; characters
/// between spans (a "\n" between paragraphs) have no place of their own.
struct Text {
  std::string utf8;
  std::vector<TextSpan> spans;
  std::vector<ByteRange>
      uncertain;  ///< Figures that could not be confirmed by a second look, in text order (OCR only).

  [[nodiscard]] bool empty() const { return utf8.empty(); }
  /// Least confidence of the spans; 1 when there are none.
  [[nodiscard]] double confidence() const;
  /// Appends `other`, shifting its spans. No separator is added.
  void append(const Text& other);
  /// Appends characters without a place (separators).
  void append(std::string_view separator) { utf8 += separator; }
  /// The part in `range` with the spans cut to it. Precondition: range within utf8, on code point boundaries.
  [[nodiscard]] Text slice(ByteRange range) const;
  /// Without leading and trailing white space (ASCII space, tab, newline, U+3000, U+00A0), spans adjusted.
  [[nodiscard]] Text trimmed() const;
  /// Places of the characters in `range`, one per span touched, boxes narrowed to the characters where edges are known.
  [[nodiscard]] std::vector<Place> places(ByteRange range) const;
  /// Places of the whole text: spans of one page whose boxes follow each other are united into one place per page; flow
  /// places are kept once per cell.
  [[nodiscard]] std::vector<Place> places() const;
};

/// One paragraph. Line wraps are already undone; text holds no "\n".
struct Paragraph {
  Text text;
  bool centered = false;  ///< As far as the format tells (alignment, or position on the page): titles are.
  bool furniture =
      false;  ///< Page number, running header or footer, site navigation: kept for provenance, no part of a notice.
  double font_size = 0;  ///< Points; 0 when unknown.
};

struct Table;

/// One cell of a table's grid; covers row_span × col_span grid places from (row, col).
struct Cell {
  int row = 0, col = 0;            ///< 0-based.
  int row_span = 1, col_span = 1;  ///< At least 1.
  std::vector<Paragraph> paragraphs;
  std::vector<Table> nested;  ///< Tables inside the cell; their text is in `paragraphs` too, in reading order.
  Place place;                ///< The cell's own rectangle (page formats) or grid position (flow formats).

  /// The paragraphs' texts joined by "\n"; empty paragraphs are left out.
  [[nodiscard]] Text text() const;
};

/// A table as it stands on one page, or in one piece of a flow document. Tables that go on over pages are several
/// Tables here; normalize/ joins them. Cells are in row-major order of their top left corner; every grid place is
/// covered by at most one cell.
struct Table {
  int rows = 0, cols = 0;
  std::vector<Cell> cells;
  Place place;                ///< page and box, or table number.
  std::vector<double> col_x;  ///< cols + 1 column edges in PDF points, ascending; empty for flow formats.
  bool ruled = true;          ///< False where rows and columns were inferred from the alignment of text.
  bool open_top =
      false;  ///< Page formats: the first row has no rule above it, so it may continue a row of the page before.
  bool open_bottom = false;  ///< Page formats: the last row has no rule below it, so it may go on on the next page.

  /// The cell covering grid place (row, col), or nullptr.
  [[nodiscard]] const Cell* at(int row, int col) const;
};

/// A paragraph or a table, in document order.
struct Block {
  enum class Kind { kParagraph, kTable };
  Kind kind = Kind::kParagraph;
  Paragraph paragraph;  ///< When kParagraph.
  Table table;          ///< When kTable.
  int page = 0;         ///< 1-based page it stands on; 0 for flow formats.
};

/// One page of a page format.
struct Page {
  int number = 0;                ///< 1-based.
  double width = 0, height = 0;  ///< Points, as shown.
  int rotation = 0;              ///< Degrees clockwise that were applied to show it upright: 0, 90, 180, 270.
  std::string text_source;       ///< "text-layer", "ocr", "empty".
  std::string engine;            ///< OCR engine with version ("pp-ocrv4-mobile/onnxruntime 1.17.3"); empty without OCR.
  double dpi = 0;                ///< Resolution of the page's picture where it was recognised; 0 otherwise.
  std::string note;              ///< Why the text layer was not used, and the like; English, one line.
};

/// Where the bytes came from.
struct Source {
  std::string path;    ///< As given on the command line, or archive path for members.
  std::string member;  ///< Path inside the archive ("a.zip!b/c.docx" has member "b/c.docx"); empty otherwise.
  std::string sha256;  ///< Lower-case hex of the file's (member's) bytes.
  std::string kind;    ///< "pdf", "scan", "docx", "doc", "html", "ofd", "image", "xlsx", "mht", "rtf" … by content.
  std::uint64_t bytes = 0;
  int pages = 0;  ///< 0 for flow formats.

  /// "path" or "path!member": what people are shown.
  [[nodiscard]] std::string display() const { return member.empty() ? path : path + "!" + member; }
};

/// Something that could not be read, while the rest could.
struct Problem {
  std::string code;     ///< kebab-case, as Error::code.
  std::string message;  ///< English, one line.
  int page = 0;         ///< 0: the file as a whole.
};

struct Document {
  Source source;
  std::vector<Page> pages;    ///< Empty for flow formats.
  std::vector<Block> blocks;  ///< In reading order, page by page.
  std::vector<Problem> problems;
};

}  // namespace schema
}  // namespace gongshi
