// SPDX-License-Identifier: GPL-3.0-or-later
// One notice of a fictional community as printed by several programs and in several styles;
// tests/fixtures/make_pdf_samples.py made them.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "extract/pdf/pdf_file.h"
#include "extract/pdf/pdf_reader.h"
#include "extract/text_layer.h"
#include "schema/programme.h"
#include "tests/support/places.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

std::string load(const std::string& name) {
  std::ifstream file(std::string(test::kSourceFolder) + "/tests/fixtures/pdf/" + name, std::ios::binary);
  REQUIRE(file);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Result<Document> read(const std::string& name) {
  const auto programme = load_programme();
  REQUIRE(programme);
  Options options;
  options.standard = &(*programme)->standard();
  options.ocr_engine = "none";
  Source source;
  source.path = name;
  return read_pdf(load(name), source, options);
}

std::string without_spaces(std::string text) {
  std::erase_if(text, [](char byte) { return byte == ' ' || byte == '\n'; });
  return text;
}

struct Notice {
  std::vector<std::string> header;
  std::vector<std::string> columns;  // all rows' texts of a column, one after the other
  std::string before, after;         // the text around the table
  std::size_t rows = 0;
};

Notice expected(std::size_t count) {
  const auto json = nlohmann::json::parse(load("notice.json"));
  Notice notice;
  notice.header = json["header"].get<std::vector<std::string>>();
  notice.columns.resize(notice.header.size());
  std::string category;
  for (const auto& row : json["rows"]) {
    if (notice.rows == count) break;
    ++notice.rows;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == 0 && row[0] == category) continue;
      if (row[i].is_string())
        notice.columns[i] += row[i].get<std::string>();
      else
        for (const auto& paragraph : row[i]) notice.columns[i] += paragraph.get<std::string>();
    }
    category = row[0].get<std::string>();
  }
  notice.before = json["title"].get<std::string>() + json["preamble"].get<std::string>();
  for (const auto& line : json["footer"]) notice.after += line.get<std::string>();
  return notice;
}

void add_table(Notice& notice, const Table& table) {
  if (notice.columns.empty()) {
    notice.columns.resize(static_cast<std::size_t>(table.cols));
    for (int col = 0; col < table.cols; ++col) notice.header.push_back(without_spaces(table.at(0, col)->text().utf8));
  }
  REQUIRE(notice.columns.size() == static_cast<std::size_t>(table.cols));
  for (const Cell& cell : table.cells) {
    const std::string text = without_spaces(cell.text().utf8);
    const auto col = static_cast<std::size_t>(cell.col);
    if (text == notice.header[col]) continue;
    notice.columns[col] += text;
    if (col == 1 && !text.empty()) ++notice.rows;
  }
}

Notice found(const Document& document) {
  Notice notice;
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kTable)
      add_table(notice, block.table);
    else if (!block.paragraph.furniture)
      (notice.columns.empty() ? notice.before : notice.after) += without_spaces(block.paragraph.text.utf8);
  }
  return notice;
}

void check(const std::string& name, std::size_t rows) {
  INFO(name);
  const auto document = read(name);
  REQUIRE(document);
  const Notice want = expected(rows), have = found(*document);
  CHECK(have.header == want.header);
  CHECK(have.rows == want.rows);
  CHECK(have.columns == want.columns);
  CHECK(have.before == want.before);
  CHECK(have.after == want.after);
}

}  // namespace

TEST_CASE("a notice reads the same from every producer and in every style") {
  const auto [name, rows] = GENERATE(table<std::string, std::size_t>({
      {"weasyprint-separate.pdf", 6},
      {"weasyprint-collapsed.pdf", 6},
      {"weasyprint-dashed.pdf", 6},
      {"weasyprint-double.pdf", 6},
      {"weasyprint-cross-rules.pdf", 6},
      {"weasyprint-backgrounds.pdf", 6},
      {"weasyprint-bare.pdf", 6},
      {"weasyprint-bare-middle.pdf", 6},
      {"chromium-collapsed.pdf", 3},
  }));
  check(name, rows);
}

TEST_CASE("a rewriting that spoils the text layer is noticed") {
  // Ghostscript gives some of the browser's drawn characters wrong codes: ò for 加, Ā for ；.
  for (const char* name : {"ghostscript-collapsed.pdf", "ghostscript-turned.pdf"}) {
    const std::string bytes = load(name);
    auto file = PdfFile::open(bytes);
    REQUIRE(file);
    CHECK(judge_text_layer(file->read_page(1)) == TextLayer::kUndecoded);
  }
}

TEST_CASE("pages that lie on their side are turned upright") {
  const std::string bytes = load("ghostscript-turned.pdf");
  auto file = PdfFile::open(bytes);
  REQUIRE(file);
  const DrawnPage page = file->read_page(1);
  CHECK(page.content.page.width > page.content.page.height);
  REQUIRE(page.content.glyphs.size() > 2);
  CHECK(page.content.glyphs[1].box.x0 > page.content.glyphs[0].box.x0);
  CHECK(page.content.glyphs[1].box.y0 == Approx(page.content.glyphs[0].box.y0));
}

TEST_CASE("a PDF that needs a password says so") {
  const auto document = read("encrypted.pdf");
  REQUIRE_FALSE(document);
  CHECK(document.error().code == "file-encrypted");
}
