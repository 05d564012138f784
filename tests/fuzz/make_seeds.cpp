// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the binary seeds of the fuzz harnesses: `make_fuzz_seeds tests/fuzz/corpus`. Small, of no real community.
#include <cstdio>
#include <fstream>
#include <string>

#include "tests/extract/doc_sample.h"
#include "tests/extract/ofd_sample.h"
#include "tests/support/zip_writer.h"

using namespace gongshi::test;

namespace {

const std::string kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

std::string docx() {
  const auto cell = [](const std::string& text, const std::string& properties = "") {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>";
  };
  const std::string numbered =
      "<w:tc><w:tcPr/><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:p></w:tc>";
  const std::string rows = "<w:tr>" + cell("一级指标") + cell("序号") + cell("二级指标") + cell("完成情况") +
                           "</w:tr><w:tr>" + cell("基础设施", "<w:vMerge w:val=\"restart\"/>") + numbered +
                           cell("有线宽带网络") + cell("覆盖率为98.5%") + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") +
                           numbered + cell("广播电视", "<w:gridSpan w:val=\"2\"/>") + "</w:tr>";
  return make_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"word/document.xml", "<w:document xmlns:w=\"" + kWord +
                                 "\"><w:body><w:p><w:r><w:t>基础型智慧社区（柳荫社区）</w:t></w:r></w:p><w:tbl>" +
                                 rows + "</w:tbl></w:body></w:document>"},
       {"word/numbering.xml",
        "<w:numbering xmlns:w=\"" + kWord +
            "\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
            "w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num "
            "w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"}});
}

std::string doc() {
  DocSample sample;
  set_list(sample, 0, std::u16string(1, u'\0'));
  const std::string number = sprm(0x260A, le(0, 1)) + sprm(0x460B, le(1, 2));
  const std::vector<int> edges = {0, 1000, 1500, 4000, 9000};
  sample.paragraphs = {doc_line(u"基础型智慧社区（柳荫社区）"),
                       doc_cell(u"一级指标"),
                       doc_cell(u"序号"),
                       doc_cell(u"二级指标"),
                       doc_cell(u"完成情况"),
                       doc_row_end(edges),
                       doc_cell(u"基础设施"),
                       doc_cell(u"", number),
                       doc_cell(u"有线宽带网络"),
                       doc_cell(u"覆盖率为98.5%"),
                       doc_row_end(edges, {0x60}),
                       doc_cell(u""),
                       doc_cell(u"", number),
                       doc_cell(u"广播电视"),
                       doc_cell(u"第\x13 PAGE \x14"
                                u"3\x15页"),
                       doc_row_end(edges, {0x20})};
  return doc_file(sample);
}

std::string xlsx() {
  return make_workbook("A",
                       "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>序号</t></is></c><c r=\"B1\" "
                       "t=\"inlineStr\"><is><t>完成情况</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c "
                       "r=\"B2\"><v>0.985</v></c>"
                       "</row></sheetData><mergeCells><mergeCell ref=\"A1:A1\"/></mergeCells>");
}

std::string ofd() {
  OfdPage page;
  page.text(12, 20, "序号", 4, "DeltaX=\"g 1 4\"");
  page.text(42, 20, "完成情况", 4, "DeltaX=\"4 4 4\"");
  page.text(12, 30, "12", 4, "DeltaX=\"2\"");
  page.text(42, 30, "覆盖率98.5%", 4, "DeltaX=\"4 4 4 2 2 2 2\"");
  for (const double x : {10.0, 40.0, 100.0}) page.line(x, 14, x, 34);
  for (const double y : {14.0, 24.0, 34.0}) page.line(10, y, 100, y);
  return ofd_file(ofd_document(0, {page.xml()}));
}

std::string mht() {
  return "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; "
         "charset=utf-8\r\nContent-Transfer-Encoding: "
         "quoted-printable\r\n\r\n<table><tr><td>=E5=BA=8F=E5=8F=B7<td>=\r\n"
         "a</tr></table><img src=3D\"a.png\">\r\n--x\r\nContent-Type: image/png\r\nContent-Location: a.png\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n";
}

bool write(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  return static_cast<bool>(file.flush());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_fuzz_seeds FOLDER\n", stderr);
    return 2;
  }
  const std::string documents = std::string(argv[1]) + "/document/", archives = std::string(argv[1]) + "/archive/";
  const bool done =
      write(documents + "table.docx", docx()) && write(documents + "table.doc", doc()) &&
      write(documents + "table.xlsx", xlsx()) && write(documents + "table.ofd", ofd()) &&
      write(documents + "page.mht", mht()) &&
      write(archives + "nested.zip", make_zip({{"a.txt", "text"}, {"b.zip", make_zip({{"c/d.txt", "inner"}})}}));
  if (!done) std::perror("make_fuzz_seeds");
  return done ? 0 : 1;
}
