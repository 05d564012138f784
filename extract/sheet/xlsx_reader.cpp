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
#include "extract/sheet/number_text.h"
#include "extract/sheet/sheet_grid.h"
#include "office/package_relations.h"
#include "office/xml_part.h"
#include "office/zip_package.h"
#include "schema/refusal.h"

namespace gongshi::extract {
namespace {

using Position = SheetPosition;
using Range = SheetRange;
constexpr int kMostColumns = kMostSheetColumns, kMostRows = kMostSheetRows;

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
    Document document;
    document.source = std::move(source_);
    document.blocks = blocks_.take();
    return with_text(std::move(document), "workbook");
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
    Result<SheetContent> content = content_of(document.child("worksheet"));
    if (!content) return content.error();
    return blocks_.add(office::clean_text(sheet.attribute("name").value()), std::move(*content), source_.display());
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

  Result<SheetContent> content_of(const pugi::xml_node& sheet) {
    SheetContent content;
    std::map<Position, SheetCell>& cells = content.cells;
    int row = -1;
    for (const pugi::xml_node& line : sheet.child("sheetData").children("row")) {
      row = line.attribute("r").as_int(row + 2) - 1;
      if (row < 0 || row >= kMostRows) return too_large();
      if (line.attribute("hidden").as_bool()) {
        content.hidden_rows.push_back(row);
        continue;
      }
      int col = -1;
      for (const pugi::xml_node& cell : line.children("c")) {
        const auto at = position_of(cell.attribute("r").value());
        col = at ? at->col : col + 1;
        std::vector<std::string> lines = sheet_lines(value_of(cell));
        if (lines.empty()) continue;
        if (++cells_ > limits_.cells) return too_large();
        cells[{row, col}] = SheetCell{{row, col}, 1, 1, std::move(lines)};
      }
    }
    content.merges = merges_of(sheet, cells);
    content.hidden_columns = hidden_columns(sheet);
    return content;
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

  office::ZipPackage package_;
  Source source_;
  office::Relations relations_;
  std::vector<std::string> strings_, formats_;
  TableLimits limits_;
  SheetBlocks blocks_{limits_};
  int cells_ = 0;
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
