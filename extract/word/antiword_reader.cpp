// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/antiword_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "extract/process.h"
#include "schema/refusal.h"
#include "office/xml_part.h"

namespace gongshi::extract {
namespace {

class DocBookReader {
 public:
  explicit DocBookReader(Source source) : source_(std::move(source)) {}

  Result<Document> read(const pugi::xml_node& root) {
    std::vector<Block> blocks;
    Place place;
    read_blocks(root, place, blocks);
    if (too_large_)
      return refusal("table-too-large",
                     fmt::format("{}: tables with more than {} cells", source_.display(), limits_.cells));
    Document document;
    document.source = std::move(source_);
    document.blocks = std::move(blocks);
    return with_text(std::move(document), "document");
  }

 private:
  void read_blocks(const pugi::xml_node& node, const Place& place, std::vector<Block>& blocks) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = child.name();
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        add_lines(child.value(), place, blocks);
      else if (name == "informaltable")
        read_table(child.child("tgroup"), blocks);
      else if (name == "emphasis" || name == "superscript" || name == "subscript")
        join_text(child, place, blocks);
      else if (name != "bookinfo" && !too_large_)
        read_blocks(child, place, blocks);
    }
  }

  // antiword writes one paragraph a line and never wraps; marked-up words stand in lines of their own tags.
  void add_lines(std::string_view text, const Place& place, std::vector<Block>& blocks) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string line = office::clean_text(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.find_first_not_of(' ') == std::string::npos) continue;
      Place at = place;
      at.paragraph = place.table < 0 ? paragraphs_++ : static_cast<int>(blocks.size());
      blocks.push_back(paragraph_block(flow_paragraph(line, at)));
    }
  }

  void join_text(const pugi::xml_node& node, const Place& place, std::vector<Block>& blocks) {
    add_lines(node.text().get(), place, blocks);
  }

  void read_table(const pugi::xml_node& group, std::vector<Block>& blocks) {
    Table table;
    table.place.table = tables_++;
    for (const pugi::xml_node& row : group.child("tbody").children("row")) {
      int column = 0;
      for (const pugi::xml_node& entry : row.children("entry")) {
        if (++cells_ > limits_.cells || column >= limits_.columns) {
          too_large_ = true;
          return;
        }
        Cell cell;
        cell.row = table.rows;
        cell.col = column++;
        cell.place.table = table.place.table;
        cell.place.row = cell.row;
        cell.place.cell = cell.col;
        std::vector<Block> content;
        read_blocks(entry, cell.place, content);
        fill_cell(cell, std::move(content));
        table.cells.push_back(std::move(cell));
      }
      table.cols = std::max(table.cols, column);
      ++table.rows;
    }
    if (table.rows > 0 && table.cols > 0) blocks.push_back(table_block(std::move(table)));
  }

  Source source_;
  TableLimits limits_;
  int paragraphs_ = 0, tables_ = 0, cells_ = 0;
  bool too_large_ = false;
};

}  // namespace

Result<Document> read_docbook(std::string_view xml, Source source) {
  pugi::xml_document document;
  if (const auto parsed = office::parse_xml(xml, source.display(), document); !parsed) return parsed.error();
  return DocBookReader(std::move(source)).read(document.document_element());
}

Result<Document> read_with_antiword(std::string_view bytes, Source source, const Options& options) {
  const Result<TemporaryFolder> folder = TemporaryFolder::make();
  if (!folder) return folder.error();
  const std::string input = folder->path() + "/in.doc";
  std::ofstream file(input, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  const auto run = run_program({"antiword", "-m", "UTF-8.txt", "-x", "db", input}, folder->path(),
                               options.office_timeout_seconds, true);
  if (!run) return run.error();
  if (run->exit_status != 0 || run->output.empty())
    return Error{"file-damaged", fmt::format("{}: neither LibreOffice nor antiword could read it; get the file again.",
                                             source.display())};
  return read_docbook(run->output, std::move(source));
}

}  // namespace gongshi::extract
