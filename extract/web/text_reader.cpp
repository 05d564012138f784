// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/text_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "schema/refusal.h"
#include "extract/web/charset.h"

namespace gongshi::extract {
namespace {

class TextReader {
 public:
  void add(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool row = line.find('\t') != std::string_view::npos;
    if (!row) finish_table();
    if (row)
      add_row(line);
    else
      add_paragraph(line);
  }

  std::vector<Block> finish() {
    finish_table();
    return std::move(blocks_);
  }

  [[nodiscard]] bool too_large() const { return too_large_; }

 private:
  void add_paragraph(std::string_view line) {
    Place place;
    place.paragraph = paragraphs_++;
    if (line.find_first_not_of(" \f") != std::string_view::npos)
      blocks_.push_back(paragraph_block(flow_paragraph(std::string(line), place)));
  }

  void add_row(std::string_view line) {
    table_.place.table = tables_;
    int column = 0;
    while (true) {
      const std::size_t end = std::min(line.find('\t'), line.size());
      too_large_ = too_large_ || column >= limits_.columns || ++cells_ > limits_.cells;
      if (!too_large_) {
        Cell cell;
        cell.row = table_.rows;
        cell.col = column;
        cell.place.table = tables_;
        cell.place.row = cell.row;
        cell.place.cell = column;
        Place place = cell.place;
        place.paragraph = 0;
        if (end > 0) cell.paragraphs.push_back(flow_paragraph(std::string(line.substr(0, end)), place));
        table_.cells.push_back(std::move(cell));
        ++column;
      }
      if (end == line.size()) break;
      line.remove_prefix(end + 1);
    }
    table_.cols = std::max(table_.cols, column);
    ++table_.rows;
  }

  void finish_table() {
    if (table_.rows == 0) return;
    blocks_.push_back(table_block(std::exchange(table_, {})));
    ++tables_;
  }

  std::vector<Block> blocks_;
  Table table_;
  TableLimits limits_;
  int paragraphs_ = 0, tables_ = 0, cells_ = 0;
  bool too_large_ = false;
};

}  // namespace

Result<Document> read_text(std::string_view bytes, Source source, const Options&) {
  const DecodedText decoded = decode_text(bytes, {});
  std::string_view text = decoded.utf8;
  TextReader reader;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.add(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  Document document;
  document.blocks = reader.finish();
  if (reader.too_large())
    return refusal("table-too-large", fmt::format("{}: rows of more than a table may have", source.display()));
  document.source = std::move(source);
  return with_text(std::move(document), "file");
}

}  // namespace gongshi::extract
