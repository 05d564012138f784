// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/workbook.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <pugixml.hpp>

#include "office/xml_part.h"
#include "schema/refusal.h"

namespace gongshi::office {
namespace {

// "AB12" → {11, 27}.
std::optional<SheetPosition> position_of(std::string_view reference) {
  long row = 0, col = 0;
  for (const char c : reference) {
    if (c == '$') continue;
    if (c >= 'A' && c <= 'Z' && row == 0)
      col = col * 26 + (c - 'A' + 1);
    else if (c >= '0' && c <= '9')
      row = row * 10 + (c - '0');
    else
      return std::nullopt;
    if (row > kMostSheetRows || col > kMostSheetColumns) return std::nullopt;
  }
  if (row < 1 || col < 1) return std::nullopt;
  return SheetPosition{static_cast<int>(row) - 1, static_cast<int>(col) - 1};
}

std::optional<SheetRange> range_of(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  const auto first = position_of(reference.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : position_of(reference.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->col < first->col) return std::nullopt;
  return SheetRange{*first, *last};
}

// Text of a string item: its runs, without the phonetic guide.
std::string item_text(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    const std::string_view name = child.name();
    if (name == "t") text += child.text().get();
    if (name == "r") text += child.child("t").text().get();
  }
  return text;
}

}  // namespace

Result<Workbook> Workbook::open(std::string_view bytes, std::string shown, const PackageLimits& limits) {
  Result<ZipPackage> package = ZipPackage::open(bytes, shown, limits);
  if (!package) return package.error();
  Workbook book(std::move(*package), std::move(shown));
  if (const auto loaded = book.load(); !loaded) return loaded.error();
  return book;
}

Result<void> Workbook::parse(const std::string& part, pugi::xml_document& document) {
  const Result<std::string> bytes = package_.read(part);
  if (!bytes)
    return bytes.error().code == "part-missing" ? Error{"file-damaged", bytes.error().message} : bytes.error();
  return parse_xml(*bytes, fmt::format("{}: {}", shown_, part), document);
}

Result<void> Workbook::load() {
  const std::string main = package_relations(package_, "").first_of("officeDocument").value_or("xl/workbook.xml");
  pugi::xml_document workbook;
  if (const auto loaded = parse(main, workbook); !loaded) return loaded;
  const Relations relations = package_relations(package_, main);
  if (const auto loaded = load_strings(relations); !loaded) return loaded;
  if (const auto loaded = load_formats(relations); !loaded) return loaded;
  const pugi::xml_node root = workbook.child("workbook");
  since_1904_ = root.child("workbookPr").attribute("date1904").as_bool();
  for (const pugi::xml_node& sheet : root.child("sheets").children("sheet")) {
    const std::string_view state = sheet.attribute("state").value();
    if (auto part = relations.target(sheet.attribute("r:id").value()))
      sheets_.push_back(
          {sheet.attribute("name").value(), *std::move(part), state == "hidden" || state == "veryHidden"});
  }
  return {};
}

Result<void> Workbook::load_strings(const Relations& relations) {
  const auto part = relations.first_of("sharedStrings");
  if (!part || !package_.has(*part)) return {};
  pugi::xml_document document;
  if (const auto loaded = parse(*part, document); !loaded) return loaded;
  for (const pugi::xml_node& item : document.child("sst").children("si")) strings_.push_back(item_text(item));
  return {};
}

Result<void> Workbook::load_formats(const Relations& relations) {
  const auto part = relations.first_of("styles");
  if (!part || !package_.has(*part)) return {};
  pugi::xml_document document;
  if (const auto loaded = parse(*part, document); !loaded) return loaded;
  std::map<int, std::string> own;
  const pugi::xml_node root = document.child("styleSheet");
  for (const pugi::xml_node& format : root.child("numFmts").children("numFmt"))
    own[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
  for (const pugi::xml_node& look : root.child("cellXfs").children("xf")) {
    NumberFormat format{look.attribute("numFmtId").as_int(), {}};
    if (const auto found = own.find(format.id); found != own.end()) format.code = found->second;
    formats_.push_back(std::move(format));
  }
  return {};
}

WorkbookCell Workbook::cell_of(const pugi::xml_node& node) const {
  const std::string_view type = node.attribute("t").value();
  WorkbookCell cell;
  cell.text = node.child("v").text().get();
  cell.look = node.attribute("s").as_uint();
  if (type == "inlineStr") {
    cell.text = item_text(node.child("is"));
  } else if (type == "s") {
    const auto index = static_cast<std::size_t>(std::strtoul(cell.text.c_str(), nullptr, 10));
    cell.text = !cell.text.empty() && index < strings_.size() ? strings_[index] : std::string();
  } else if (type == "b") {
    if (!cell.text.empty()) cell.text = cell.text == "1" ? "TRUE" : "FALSE";
  } else if (type != "str" && type != "e" && type != "d") {
    cell.number = !cell.text.empty();
  }
  return cell;
}

bool Workbook::cut_long_text(std::string& text) {
  text_ += text.size();
  if (text_ <= kMostText || text.size() <= kLeastText) return false;
  std::size_t end = kLeastText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text_ -= text.size() - end;
  text.resize(end);
  text.shrink_to_fit();
  return true;
}

Result<WorkbookSheet> Workbook::read(const Sheet& sheet, int most_cells) {
  pugi::xml_document document;
  if (const auto loaded = parse(sheet.part, document); !loaded) return loaded.error();
  const auto too_large = [&] {
    return refusal("table-too-large", fmt::format("{}: a sheet with more than {} columns or {} cells", shown_,
                                                  kMostSheetColumns, most_cells));
  };
  WorkbookSheet content;
  const pugi::xml_node root = document.child("worksheet");
  int row = -1;
  for (const pugi::xml_node& line : root.child("sheetData").children("row")) {
    row = line.attribute("r").as_int(row + 2) - 1;
    if (row < 0 || row >= kMostSheetRows) return too_large();
    WorkbookRow read{row, line.attribute("hidden").as_bool(), {}};
    int col = -1;
    for (const pugi::xml_node& node : line.children("c")) {
      const auto at = position_of(node.attribute("r").value());
      col = at ? at->col : col + 1;
      WorkbookCell cell = cell_of(node);
      if (cell.text.empty()) continue;
      if (++cells_ > most_cells) return too_large();
      cell.col = col;
      content.text_cut = cut_long_text(cell.text) || content.text_cut;
      read.cells.push_back(std::move(cell));
    }
    content.rows.push_back(std::move(read));
  }
  for (const pugi::xml_node& merge : root.child("mergeCells").children("mergeCell"))
    if (const auto range = range_of(merge.attribute("ref").value())) content.merges.push_back(*range);
  for (const pugi::xml_node& columns : root.child("cols").children("col"))
    if (columns.attribute("hidden").as_bool())
      content.hidden_columns.push_back(
          {{0, columns.attribute("min").as_int() - 1}, {0, columns.attribute("max").as_int() - 1}});
  return content;
}

}  // namespace gongshi::office
