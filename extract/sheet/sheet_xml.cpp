// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/sheet_xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "extract/flow_pictures.h"
#include "extract/sheet/number_text.h"
#include "extract/sheet/sheet_grid.h"
#include "extract/web/charset.h"
#include "office/open_document.h"
#include "office/xml_part.h"
#include "office/zip_package.h"
#include "schema/refusal.h"

namespace gongshi::extract {
namespace {

constexpr int kMostDepth = 64;  // of text in a cell
constexpr int kMostSpaces = 1'000;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute(const pugi::xml_node& node, std::string_view wanted) {
  for (const pugi::xml_attribute& attribute : node.attributes())
    if (local_name(attribute.name()) == wanted) return attribute.value();
  return {};
}

int number(const pugi::xml_node& node, std::string_view wanted, int fallback) {
  const std::string_view value = attribute(node, wanted);
  return value.empty() ? fallback : std::atoi(std::string(value).c_str());
}

bool is(const pugi::xml_node& node, std::string_view name) { return local_name(node.name()) == name; }

// What the two formats share: cells with spans are put on the sheet until a limit is reached.
class SheetMaker {
 public:
  explicit SheetMaker(std::string shown) : shown_(std::move(shown)) {}

  [[nodiscard]] Error too_large() const {
    return refusal("table-too-large", fmt::format("{}: a sheet with more than {} columns, {} rows or {} cells", shown_,
                                                  limits_.columns, kMostSheetRows, limits_.cells));
  }

  // False where there are too many.
  bool put(SheetContent& content, SheetPosition at, int rows, int cols, std::string_view text) {
    std::vector<std::string> lines = sheet_lines(text);
    rows = std::clamp(rows, 1, kMostSheetRows - at.row);
    cols = std::clamp(cols, 1, kMostSheetColumns - at.col);
    if (lines.empty()) return true;
    if (++cells_ > limits_.cells) return false;
    content.cells[at] = SheetCell{at, rows, cols, std::move(lines)};
    if (rows > 1 || cols > 1) content.merges.push_back({at, {at.row + rows - 1, at.col + cols - 1}});
    return true;
  }

  Result<void> add(std::string_view name, SheetContent content) {
    return blocks_.add(office::clean_text(name), std::move(content), shown_);
  }

  Result<Document> finish(Source source) {
    Document document;
    document.source = std::move(source);
    document.blocks = blocks_.take();
    return with_text(std::move(document), "workbook");
  }

 private:
  std::string shown_;
  TableLimits limits_;
  SheetBlocks blocks_{limits_};
  int cells_ = 0;
};

// --- Excel 2003 ------------------------------------------------------------------------------------------------------

void append_text(const pugi::xml_node& node, std::string& text, int depth) {
  if (depth > kMostDepth) return;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
    else
      append_text(child, text, depth + 1);
  }
}

class SheetXmlReader {
 public:
  explicit SheetXmlReader(std::string shown) : maker_(std::move(shown)) {}

  Result<Document> read(const pugi::xml_node& workbook, Source source) {
    for (const pugi::xml_node& styles : workbook.children())
      if (is(styles, "Styles"))
        for (const pugi::xml_node& style : styles.children())
          for (const pugi::xml_node& part : style.children())
            if (is(part, "NumberFormat")) formats_[std::string(attribute(style, "ID"))] = attribute(part, "Format");
    for (const pugi::xml_node& sheet : workbook.children())
      if (is(sheet, "Worksheet"))
        if (const auto done = read_sheet(sheet); !done) return done.error();
    return maker_.finish(std::move(source));
  }

 private:
  static bool is_hidden(const pugi::xml_node& sheet) {
    for (const pugi::xml_node& options : sheet.children())
      if (is(options, "WorksheetOptions"))
        for (const pugi::xml_node& visible : options.children())
          if (is(visible, "Visible") && std::string_view(visible.text().get()) != "SheetVisible") return true;
    return false;
  }

  Result<void> read_sheet(const pugi::xml_node& sheet) {
    if (is_hidden(sheet)) return {};
    SheetContent content;
    for (const pugi::xml_node& table : sheet.children()) {
      if (!is(table, "Table")) continue;
      int row = -1, column = -1;
      for (const pugi::xml_node& line : table.children()) {
        if (is(line, "Column")) {
          column = number(line, "Index", column + 2) - 1;
          const int span = std::clamp(number(line, "Span", 0), 0, kMostSheetColumns);
          if (attribute(line, "Hidden") == "1") content.hidden_columns.push_back({{0, column}, {0, column + span}});
          column += span;
        }
        if (!is(line, "Row")) continue;
        row = number(line, "Index", row + 2) - 1;
        if (row < 0 || row >= kMostSheetRows) return maker_.too_large();
        if (attribute(line, "Hidden") == "1")
          content.hidden_rows.push_back(row);
        else if (!read_row(line, row, content))
          return maker_.too_large();
        row += std::clamp(number(line, "Span", 0), 0, kMostSheetRows);  // the same empty row again
      }
    }
    return maker_.add(attribute(sheet, "Name"), std::move(content));
  }

  bool read_row(const pugi::xml_node& line, int row, SheetContent& content) {
    int col = -1;
    for (const pugi::xml_node& cell : line.children()) {
      if (!is(cell, "Cell")) continue;
      col = number(cell, "Index", col + 2) - 1;
      if (col < 0 || col >= kMostSheetColumns) return false;
      const int across = std::clamp(number(cell, "MergeAcross", 0), 0, kMostSheetColumns),
                down = std::clamp(number(cell, "MergeDown", 0), 0, kMostSheetRows);
      for (const pugi::xml_node& data : cell.children())
        if (is(data, "Data") && !maker_.put(content, {row, col}, down + 1, across + 1, value_of(cell, data)))
          return false;
      col += across;
    }
    return true;
  }

  [[nodiscard]] std::string value_of(const pugi::xml_node& cell, const pugi::xml_node& data) const {
    std::string text;
    append_text(data, text, 0);
    const std::string_view type = attribute(data, "Type");
    if (type == "Boolean") return text == "1" ? "TRUE" : "FALSE";
    if (type != "Number") return text;
    const auto format = formats_.find(attribute(cell, "StyleID"));
    const std::string_view code = format == formats_.end() ? std::string_view() : std::string_view(format->second);
    if (code == "Percent") return number_text(text, "0.00%", false);
    if (code == "Fixed") return number_text(text, "0.00", false);
    if (code == "Standard") return number_text(text, "#,##0.00", false);
    return number_text(text, code.empty() || code.find_first_of("0#?") == std::string_view::npos ? "General" : code,
                       false);
  }

  SheetMaker maker_;
  std::map<std::string, std::string, std::less<>> formats_;
};

// --- OpenDocument ----------------------------------------------------------------------------------------------------

void append_paragraph(const pugi::xml_node& node, std::string& text, int depth) {
  if (depth > kMostDepth) return;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
    else if (is(child, "s"))
      text.append(static_cast<std::size_t>(std::clamp(number(child, "c", 1), 1, kMostSpaces)), ' ');
    else if (is(child, "tab"))
      text += ' ';
    else if (is(child, "line-break"))
      text += '\n';
    else if (!is(child, "annotation") && !is(child, "note"))
      append_paragraph(child, text, depth + 1);
  }
}

class OdsReader {
 public:
  explicit OdsReader(std::string shown) : maker_(std::move(shown)) {}

  // `root`: what holds office:body.
  Result<Document> read(const pugi::xml_node& root, Source source) {
    for (const pugi::xml_node& styles : root.children())
      if (is(styles, "automatic-styles"))
        for (const pugi::xml_node& style : styles.children())
          for (const pugi::xml_node& properties : style.children())
            if (is(properties, "table-properties") && attribute(properties, "display") == "false")
              hidden_styles_[std::string(attribute(style, "name"))] = true;
    for (const pugi::xml_node& body : root.children())
      if (is(body, "body"))
        for (const pugi::xml_node& spreadsheet : body.children())
          for (const pugi::xml_node& table : spreadsheet.children())
            if (is(table, "table") && !hidden_styles_.contains(attribute(table, "style-name")))
              if (const auto done = read_sheet(table); !done) return done.error();
    return maker_.finish(std::move(source));
  }

 private:
  static bool is_hidden(const pugi::xml_node& node) {
    const std::string_view visibility = attribute(node, "visibility");
    return visibility == "collapse" || visibility == "filter";
  }

  Result<void> read_sheet(const pugi::xml_node& table) {
    SheetContent content;
    int row = 0, column = 0;
    if (!read_rows(table, row, column, content, 0)) return maker_.too_large();
    return maker_.add(attribute(table, "name"), std::move(content));
  }

  // Rows may stand in groups (header rows, outline groups).
  bool read_rows(const pugi::xml_node& group, int& row, int& column, SheetContent& content, int depth) {
    if (depth > kMostDepth) return true;
    for (const pugi::xml_node& line : group.children()) {
      if (is(line, "table-row-group") || is(line, "table-header-rows") || is(line, "table-rows") ||
          is(line, "table-column-group") || is(line, "table-header-columns") || is(line, "table-columns")) {
        if (!read_rows(line, row, column, content, depth + 1)) return false;
      } else if (is(line, "table-column")) {
        const int times = std::clamp(number(line, "number-columns-repeated", 1), 1, kMostSheetColumns);
        if (is_hidden(line)) content.hidden_columns.push_back({{0, column}, {0, column + times - 1}});
        column = std::min(column + times, kMostSheetColumns);
      } else if (is(line, "table-row")) {
        const int times = std::clamp(number(line, "number-rows-repeated", 1), 1, kMostSheetRows);
        if (row >= kMostSheetRows) return false;
        const std::size_t before = content.cells.size();
        if (!is_hidden(line)) {
          if (!read_row(line, row, content)) return false;
          // Repeated rows with text are rare; rows without are what fills a sheet to its end.
          const int again = content.cells.size() > before ? std::min(times, kMostRepeated) : 1;
          for (int i = 1; i < again; ++i)
            if (!read_row(line, row + i, content)) return false;
        }
        row = std::min(row + times, kMostSheetRows);
      }
    }
    return true;
  }

  bool read_row(const pugi::xml_node& line, int row, SheetContent& content) {
    int col = 0;
    for (const pugi::xml_node& cell : line.children()) {
      const bool covered = is(cell, "covered-table-cell");
      if (!covered && !is(cell, "table-cell")) continue;
      const int times = std::clamp(number(cell, "number-columns-repeated", 1), 1, kMostSheetColumns);
      if (col >= kMostSheetColumns) break;
      std::string text;
      for (const pugi::xml_node& paragraph : cell.children()) {
        if (covered || !(is(paragraph, "p") || is(paragraph, "h"))) continue;
        if (!text.empty()) text += '\n';
        append_paragraph(paragraph, text, 0);
      }
      for (int i = 0; i < std::min(times, text.empty() ? 0 : kMostRepeated); ++i)
        if (col + i < kMostSheetColumns && !maker_.put(content, {row, col + i}, number(cell, "number-rows-spanned", 1),
                                                       number(cell, "number-columns-spanned", 1), text))
          return false;
      col = std::min(col + times, kMostSheetColumns);
    }
    return true;
  }

  static constexpr int kMostRepeated = 1'000;

  SheetMaker maker_;
  std::map<std::string, bool, std::less<>> hidden_styles_;
};

Result<void> parse(std::string_view bytes, const std::string& shown, pugi::xml_document& document) {
  // Line feeds in cells part paragraphs: white space stays as it is.
  const std::string utf8 = decode_text(bytes, declared_charset(bytes)).utf8;
  if (document.load_buffer(utf8.data(), utf8.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
    return {};
  return Error{"file-damaged", fmt::format("{}: no well-formed XML; get the file again.", shown)};
}

}  // namespace

Result<Document> read_sheet_xml(std::string_view bytes, Source source, const Options&) {
  pugi::xml_document document;
  if (const auto parsed = parse(bytes, source.display(), document); !parsed) return parsed.error();
  SheetXmlReader reader(source.display());
  return reader.read(document.document_element(), std::move(source));
}

Result<Document> read_ods(std::string_view bytes, Source source, const Options& options) {
  office::PackageLimits limits;
  limits.part_bytes = std::min(limits.part_bytes, options.max_bytes);
  Result<office::ZipPackage> package = office::ZipPackage::open(bytes, source.display(), limits);
  if (!package) return package.error();
  if (const auto open = office::check_open_document(*package, source.display()); !open) return open.error();
  const Result<std::string> part = package->read("content.xml");
  if (!part) return Error{"file-damaged", part.error().message};
  return read_flat_ods(*part, std::move(source), options);
}

Result<Document> read_flat_ods(std::string_view bytes, Source source, const Options&) {
  pugi::xml_document document;
  if (const auto parsed = parse(bytes, source.display(), document); !parsed) return parsed.error();
  OdsReader reader(source.display());
  return reader.read(document.document_element(), std::move(source));
}

}  // namespace gongshi::extract
