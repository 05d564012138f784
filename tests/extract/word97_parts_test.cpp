// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/word97_parts.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "extract/reader.h"
#include "tests/extract/doc_sample.h"
#include "tests/extract/document_text.h"

using namespace gongshi;
using namespace gongshi::test;

namespace {

// Without the programs that damaged files are tried with.
Result<Document> read_bytes(const std::string& bytes) {
  extract::Options options;
  options.office_program = "/nowhere/soffice";
  options.ocr_engine = "none";
  Source source;
  source.path = "a.doc";
  return extract::read_document(bytes, source, options);
}

std::string read(const DocSample& sample) { return document_text(read_bytes(doc_file(sample))); }
std::string read(const std::vector<DocParagraph>& paragraphs) {
  DocSample sample;
  sample.paragraphs = paragraphs;
  return read(sample);
}

std::string numbered() { return sprm(0x260A, le(0, 1)) + sprm(0x460B, le(1, 2)); }

// A notice in small: a title, a table whose category cell covers two rows, automatic numbers, a footer.
DocSample notice() {
  DocSample sample;
  set_list(sample, 0, std::u16string(1, u'\0'));
  const std::vector<int> edges = {0, 1000, 1500, 9000};
  sample.paragraphs = {
      doc_line(u"柳荫社区公示", sprm(0x2461, le(1, 1))),
      doc_cell(u"一级指标"),
      doc_cell(u"序号"),
      doc_cell(u"完成情况"),
      doc_row_end(edges),
      doc_cell(u"基础设施"),
      doc_cell(u"", numbered()),
      doc_cell(u"已完成。"),
      doc_row_end(edges, {0x60, 0, 0}),
      doc_cell(u""),
      doc_cell(u"", numbered()),
      {{{u"分两段：", ""}}, 0x0D, in_table()},
      doc_cell(u"覆盖率90%。"),
      doc_row_end(edges, {0x20, 0, 0}),
      doc_line(u"公示期5天。"),
  };
  return sample;
}

const std::string kNotice =
    "c:柳荫社区公示|[3x3 一级指标;序号;完成情况;(1,0,2x1)基础设施;1;已完成。;2;分两段：/覆盖率90%。]|公示期5天。";

}  // namespace

TEST_CASE("a Word 97 binary: paragraphs, table with a vertical merge, automatic numbers") {
  CHECK(read(notice()) == kNotice);
}

TEST_CASE("numbers in the look of their list") {
  DocSample sample;
  set_list(sample, 37, u"（" + std::u16string(1, u'\0') + u"）");
  sample.paragraphs = {doc_line(u"甲", numbered()), doc_line(u"乙"), doc_line(u"丙", numbered())};
  CHECK(read(sample) == "（一）甲|乙|（二）丙");
}

TEST_CASE("runs of characters") {
  CHECK(read({{{{u"面积2.5km", ""}, {u"2", sprm(0x2A48, le(1, 1))}, {u"。", ""}}, 0x0D, ""}}) == "面积2.5km²。");
  CHECK(read({{{{u"看得见", ""}, {u"看不见", sprm(0x083C, le(1, 1))}, {u"已删", sprm(0x0800, le(1, 1))}}, 0x0D, ""}}) ==
        "看得见");
  // A field shows its result, not its code.
  CHECK(read({doc_line(u"第\x13 PAGE \x14"
                       u"3\x15页")}) == "第3页");
  CHECK(read({doc_line(u"a\tb\x0B"
                       u"c")}) == "a\tb|c");
}

TEST_CASE("rows of cells between other edges come on one grid") {
  CHECK(read({doc_cell(u"a"), doc_cell(u"b"), doc_row_end({0, 1000, 9000}), doc_cell(u"c"), doc_row_end({10, 8990})}) ==
        "[2x2 a;b;(1,0,1x2)c]");
  // A first cell that is the continuation of one above, and two tables with a line between them.
  CHECK(read({doc_cell(u"a"), doc_row_end({0, 500}), doc_line(u"x"), doc_cell(u"b"), doc_row_end({0, 500})}) ==
        "[1x1 a]|x|[1x1 b]");
}

TEST_CASE("what cannot be read is said") {
  DocSample sample = notice();
  sample.flags |= 0x0100;
  CHECK(read(sample) == "!file-encrypted");
  sample = notice();
  sample.version = 0x0068;  // Word 95.
  CHECK(extract::word97_parts(doc_file(sample)).error().code == "kind-unknown");
  CHECK(extract::word97_parts("not a container").error().code == "file-damaged");
  CHECK(read({doc_line(u"")}) == "!no-text");
}

TEST_CASE("pieces that share their bytes are refused: they would unpack without bounds") {
  std::string bytes = doc_file(notice());
  // The piece table stands in the mini stream: found by its look, one piece from character 0 on.
  const std::string piece = le(2, 1) + le(16, 4) + le(0, 4);
  const std::size_t at = bytes.find(piece);
  REQUIRE(at != std::string::npos);
  put(bytes, at + piece.size(), 0x40000000, 4);
  CHECK(extract::word97_parts(bytes).error().code == "file-damaged");
}

TEST_CASE("truncated documents are damaged, never a crash") {
  const std::string whole = doc_file(notice());
  for (std::size_t size = 0; size < whole.size(); size += 200) {
    const auto parts = extract::word97_parts(whole.substr(0, size));
    if (!parts) CHECK_FALSE(parts.error().message.empty());
  }
  CHECK(extract::word97_parts(whole.substr(0, 2000)).error().code == "file-damaged");
}

TEST_CASE("bytes changed at random never crash the reader") {
  const std::string whole = doc_file(notice());
  std::mt19937 random(97);  // NOLINT(cert-msc51-cpp): the same damage in every run
  for (int copy = 0; copy < 600; ++copy) {
    std::string bytes = whole;
    for (int i = 0; i < 6; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto parts = extract::word97_parts(bytes);
    if (!parts) CHECK_FALSE(parts.error().code.empty());
  }
}
