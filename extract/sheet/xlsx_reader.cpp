// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/xlsx_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "office/package_relations.h"
#include "schema/refusal.h"
#include "extract/sheet/number_text.h"
#include "office/xml_part.h"
#include "office/zip_package.h"

namespace gongshi::extract {
namespace {

constexpr int kMostColumns = 16'384, kMostRows = 1'048'576;  // Excel's own

struct Position {
  int row = 0, col = 0;  // 0-based
  friend auto operator<=>(const Position&, const Position&) = default;
};

// "AB12" → {11, 27}.
std::optional<Position> position_of(std::string_view reference) {
  long row = 0, col = 0;
  for (const char c : reference) {
    if (c == '$') continue;
    if (c >= 'A' && c <= 'Z' && row == 0)
      col = col * 26 + (c - 'A' + 1);
    else if (c >= '0' && c <= '9')
      row = row * 10 + (c - '0');
    else
      return std::nullopt;
    if (row > kMostRows || col > kMostColumns) return std::nullopt;
  }
  if (row < 1 || col < 1) return std::nullopt;
  return Position{static_cast<int>(row) - 1, static_cast<int>(col) - 1};
}

struct Range {
  Position first, last;
};

std::optional<Range> range_of(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const auto first = position_of(reference.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : position_of(reference.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->col < first->col) return std::nullopt;
  return Range{*first, *last};
}

// Text of a string item: its runs, without the phonetic guide. Line feeds are kept: they part paragraphs.
std::string item_text(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    const std::string_view name = child.name();
    if (name == "t") text += child.text().get();
    if (name == "r") text += child.child("t").text().get();
  }
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = office::clean_text(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(' ') != std::string::npos) lines.push_back(line);
  }
  return lines;
}

// Names that programs give: they say nothing.
bool is_default_name(std::string_view name) {
  for (const std::string_view stem : {"Sheet", "sheet", "工作表"})
    if (name.starts_with(stem) && name.find_first_not_of("0123456789 ()", stem.size()) == std::string_view::npos)
      return true;
  return name.empty();
}

struct SheetCell {
  Position at;
  int row_span = 1, col_span = 1;
  std::vector<std::string> lines;
};

// One sheet's visible cells on a grid without hidden and empty rows and columns, in row-major order.
struct SheetGrid {
  int rows = 0, cols = 0;
  std::vector<SheetCell> cells;
};

class XlsxReader {
 public:
  XlsxReader(office::ZipPackage package, Source source) : package_(std::move(package)), source_(std::move(source)) {}

  Result<Document> read() {
    const office::Relations top = office::package_relations(package_, "");
    const std::string main = top.first_of("officeDocument").value_or("xl/workbook.xml");
    pugi::xml_document workbook;
    if (const auto loaded = load(main, workbook); !loaded) return loaded.error();
    relations_ = office::package_relations(package_, main);
    if (const auto loaded = load_strings(); !loaded) return loaded.error();
    if (const auto loaded = load_formats(); !loaded) return loaded.error();
    const pugi::xml_node root = workbook.child("workbook");
    since_1904_ = root.child("workbookPr").attribute("date1904").as_bool();
    for (const pugi::xml_node& sheet : root.child("sheets").children("sheet"))
      if (const auto done = read_sheet(sheet); !done) return done.error();
    document_.source = std::move(source_);
    return with_text(std::move(document_), "workbook");
  }

 private:
  Result<void> load(const std::string& part, pugi::xml_document& document) {
    const Result<std::string> bytes = package_.read(part);
    if (!bytes)
      return bytes.error().code == "part-missing" ? Error{"file-damaged", bytes.error().message} : bytes.error();
    return office::parse_xml(*bytes, fmt::format("{}: {}", source_.display(), part), document);
  }

  Result<void> load_strings() {
    const auto part = relations_.first_of("sharedStrings");
    if (!part || !package_.has(*part)) return {};
    pugi::xml_document document;
    if (const auto loaded = load(*part, document); !loaded) return loaded;
    for (const pugi::xml_node& item : document.child("sst").children("si")) strings_.push_back(item_text(item));
    return {};
  }

  Result<void> load_formats() {
    const auto part = relations_.first_of("styles");
    if (!part || !package_.has(*part)) return {};
    pugi::xml_document document;
    if (const auto loaded = load(*part, document); !loaded) return loaded;
    std::map<int, std::string> own;
    const pugi::xml_node root = document.child("styleSheet");
    for (const pugi::xml_node& format : root.child("numFmts").children("numFmt"))
      own[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
    for (const pugi::xml_node& look : root.child("cellXfs").children("xf")) {
      const int id = look.attribute("numFmtId").as_int();
      const auto found = own.find(id);
      formats_.push_back(found != own.end() ? found->second : std::string(built_in_format(id)));
    }
    return {};
  }

  Result<void> read_sheet(const pugi::xml_node& sheet) {
    const std::string_view state = sheet.attribute("state").value();
    if (state == "hidden" || state == "veryHidden") return {};
    const auto part = relations_.target(sheet.attribute("r:id").value());
    if (!part) return {};
    pugi::xml_document document;
    if (const auto loaded = load(*part, document); !loaded) return loaded;
    Result<SheetGrid> grid = grid_of(document.child("worksheet"));
    if (!grid) return grid.error();
    if (grid->cells.empty()) return {};
    const std::string name = office::clean_text(sheet.attribute("name").value());
    if (!is_default_name(name)) add_paragraphs({name}, false);
    add_blocks(*grid);
    return {};
  }

  // --- cells --------------------------------------------------------------------------------------------------------

  std::string value_of(const pugi::xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    const std::string value = cell.child("v").text().get();
    if (type == "inlineStr") return item_text(cell.child("is"));
    if (type == "s") {
      const auto index = static_cast<std::size_t>(std::strtoul(value.c_str(), nullptr, 10));
      return !value.empty() && index < strings_.size() ? strings_[index] : std::string();
    }
    if (type == "b") return value == "1" ? "TRUE" : value.empty() ? "" : "FALSE";
    if (type == "str" || type == "e" || type == "d" || value.empty()) return value;
    const auto look = static_cast<std::size_t>(cell.attribute("s").as_uint());
    return number_text(value, look < formats_.size() ? std::string_view(formats_[look]) : std::string_view("General"),
                       since_1904_);
  }

  Error too_large() const {
    return refusal("table-too-large", fmt::format("{}: a sheet with more than {} columns or {} cells",
                                                  source_.display(), limits_.columns, limits_.cells));
  }

  static std::vector<Range> hidden_columns(const pugi::xml_node& sheet) {
    std::vector<Range> hidden;
    for (const pugi::xml_node& columns : sheet.child("cols").children("col"))
      if (columns.attribute("hidden").as_bool())
        hidden.push_back({{0, columns.attribute("min").as_int() - 1}, {0, columns.attribute("max").as_int() - 1}});
    return hidden;
  }

  Result<SheetGrid> grid_of(const pugi::xml_node& sheet) {
    std::map<Position, SheetCell> cells;
    std::vector<int> hidden_rows;
    int row = -1;
    for (const pugi::xml_node& line : sheet.child("sheetData").children("row")) {
      row = line.attribute("r").as_int(row + 2) - 1;
      if (row < 0 || row >= kMostRows) return too_large();
      if (line.attribute("hidden").as_bool()) {
        hidden_rows.push_back(row);
        continue;
      }
      int col = -1;
      for (const pugi::xml_node& cell : line.children("c")) {
        const auto at = position_of(cell.attribute("r").value());
        col = at ? at->col : col + 1;
        std::vector<std::string> lines = lines_of(value_of(cell));
        if (lines.empty()) continue;
        if (++cells_ > limits_.cells) return too_large();
        cells[{row, col}] = SheetCell{{row, col}, 1, 1, std::move(lines)};
      }
    }
    const std::vector<Range> merges = merges_of(sheet, cells);
    return compact(cells, merges, hidden_rows, hidden_columns(sheet));
  }

  // Merged ranges; what their covered cells hold is not shown.
  static std::vector<Range> merges_of(const pugi::xml_node& sheet, std::map<Position, SheetCell>& cells) {
    std::vector<Range> merges;
    for (const pugi::xml_node& merge : sheet.child("mergeCells").children("mergeCell")) {
      const auto range = range_of(merge.attribute("ref").value());
      const auto anchor = range ? cells.find(range->first) : cells.end();
      if (anchor == cells.end()) continue;
      anchor->second.row_span = range->last.row - range->first.row + 1;
      anchor->second.col_span = range->last.col - range->first.col + 1;
      merges.push_back(*range);
      for (auto cell = cells.upper_bound(range->first); cell != cells.end() && cell->first.row <= range->last.row;) {
        const bool covered = cell->first.col >= range->first.col && cell->first.col <= range->last.col;
        cell = covered ? cells.erase(cell) : std::next(cell);
      }
    }
    return merges;
  }

  // Rows and columns that hold nothing, or are hidden, go; the others are numbered anew.
  Result<SheetGrid> compact(std::map<Position, SheetCell>& cells, const std::vector<Range>& merges,
                            const std::vector<int>& hidden_rows, const std::vector<Range>& hidden_cols) const {
    const auto is_hidden = [&](int col) {
      return std::any_of(hidden_cols.begin(), hidden_cols.end(),
                         [&](const Range& range) { return col >= range.first.col && col <= range.last.col; });
    };
    std::erase_if(cells, [&](const auto& entry) { return entry.second.col_span == 1 && is_hidden(entry.first.col); });
    std::vector<int> rows, cols;
    for (const auto& [at, cell] : cells) {
      rows.push_back(at.row);
      if (!is_hidden(at.col)) cols.push_back(at.col);
    }
    // A merge keeps its last row and column, so that neighbours that are empty beside it are told from a single cell.
    for (const Range& merge : merges) {
      rows.push_back(merge.last.row);
      if (!is_hidden(merge.last.col)) cols.push_back(merge.last.col);
    }
    const auto tidy = [](std::vector<int>& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    tidy(rows);
    tidy(cols);
    std::erase_if(rows,
                  [&](int row) { return std::find(hidden_rows.begin(), hidden_rows.end(), row) != hidden_rows.end(); });
    if (cols.size() > static_cast<std::size_t>(limits_.columns)) return too_large();
    SheetGrid grid;
    grid.rows = static_cast<int>(rows.size());
    grid.cols = static_cast<int>(cols.size());
    const auto before = [](const std::vector<int>& list, int value) {
      return static_cast<int>(std::lower_bound(list.begin(), list.end(), value) - list.begin());
    };
    for (auto& [at, cell] : cells) {
      SheetCell placed;
      placed.at = {before(rows, at.row), before(cols, at.col)};
      placed.row_span = before(rows, at.row + cell.row_span) - placed.at.row;
      placed.col_span = before(cols, at.col + cell.col_span) - placed.at.col;
      placed.lines = std::move(cell.lines);
      if (placed.row_span > 0 && placed.col_span > 0) grid.cells.push_back(std::move(placed));
    }
    return grid;
  }

  // --- blocks -------------------------------------------------------------------------------------------------------

  void add_paragraphs(const std::vector<std::string>& lines, bool centered) {
    for (const std::string& line : lines) {
      Place place;
      place.paragraph = paragraphs_++;
      Paragraph paragraph = flow_paragraph(line, place);
      paragraph.centered = centered;
      document_.blocks.push_back(paragraph_block(std::move(paragraph)));
    }
  }

  // Rows from the first to the one behind the last that belong together, with their cells.
  struct Stretch {
    int first_row = 0, end_row = 0;
    std::size_t first_cell = 0, end_cell = 0;
  };

  // Cuts the grid where no cell reaches over.
  static std::vector<Stretch> stretches_of(const SheetGrid& grid) {
    std::vector<Stretch> stretches;
    int reach = 0;
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
      const SheetCell& cell = grid.cells[i];
      if (stretches.empty() || cell.at.row >= reach) stretches.push_back({cell.at.row, 0, i, 0});
      reach = std::max(reach, cell.at.row + cell.row_span);
      stretches.back().end_row = reach;
      stretches.back().end_cell = i + 1;
    }
    return stretches;
  }

  void add_blocks(const SheetGrid& grid) {
    const std::vector<Stretch> stretches = stretches_of(grid);
    const auto single = [&](const Stretch& stretch) { return stretch.end_cell - stretch.first_cell == 1; };
    std::size_t first = 0, end = stretches.size();
    while (first < end && single(stretches[first])) ++first;
    while (end > first && single(stretches[end - 1])) --end;
    std::vector<Stretch> table;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const SheetCell& cell = grid.cells[stretches[i].first_cell];
      // Inside, a title is a cell over half the table's width; a lone cell in one column is a row with gaps.
      const bool wide = cell.col_span > 1 && 2 * cell.col_span > grid.cols;
      if (single(stretches[i]) && (i < first || i >= end || wide)) {
        add_table(grid, std::exchange(table, {}));
        add_paragraphs(cell.lines, wide && i < first);
      } else {
        table.push_back(stretches[i]);
      }
    }
    add_table(grid, table);
  }

  void add_table(const SheetGrid& grid, const std::vector<Stretch>& stretches) {
    if (stretches.empty()) return;
    Table table;
    table.place.table = tables_++;
    table.cols = grid.cols;
    const int top = stretches.front().first_row;
    table.rows = stretches.back().end_row - top;
    for (std::size_t i = stretches.front().first_cell; i < stretches.back().end_cell; ++i) {
      const SheetCell& from = grid.cells[i];
      Cell cell;
      cell.row = from.at.row - top;
      cell.col = from.at.col;
      cell.row_span = from.row_span;
      cell.col_span = from.col_span;
      cell.place.table = table.place.table;
      cell.place.row = cell.row;
      cell.place.cell = cell.col;
      for (const std::string& line : from.lines) {
        Place place = cell.place;
        place.paragraph = static_cast<int>(cell.paragraphs.size());
        cell.paragraphs.push_back(flow_paragraph(line, place));
      }
      table.cells.push_back(std::move(cell));
    }
    document_.blocks.push_back(table_block(std::move(table)));
  }

  office::ZipPackage package_;
  Source source_;
  Document document_;
  office::Relations relations_;
  std::vector<std::string> strings_, formats_;
  TableLimits limits_;
  int tables_ = 0, paragraphs_ = 0, cells_ = 0;
  bool since_1904_ = false;
};

}  // namespace

Result<Document> read_xlsx(std::string_view bytes, Source source, const Options& options) {
  office::PackageLimits limits;
  limits.part_bytes = std::min(limits.part_bytes, options.max_bytes);
  Result<office::ZipPackage> package = office::ZipPackage::open(bytes, source.display(), limits);
  if (!package) return package.error();
  return XlsxReader(std::move(*package), std::move(source)).read();
}

}  // namespace gongshi::extract
