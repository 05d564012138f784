// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/flow_pictures.h"

#include <catch2/catch.hpp>
#include <string>

#include "extract/flow_document.h"
#include "extract/reader.h"
#include "extract/web/transfer_encoding.h"
#include "extract/word/word97_xml.h"
#include "tests/extract/doc_sample.h"
#include "tests/extract/document_text.h"
#include "tests/support/zip_writer.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

// A white bitmap with one bit a pixel.
std::string bitmap(int side) {
  const auto row = static_cast<std::size_t>((side + 31) / 32 * 4);
  std::string bytes = "BM" + test::le(62 + row * static_cast<std::size_t>(side), 4) + test::le(0, 4) + test::le(62, 4);
  bytes += test::le(40, 4) + test::le(static_cast<std::uint64_t>(side), 4) +
           test::le(static_cast<std::uint64_t>(side), 4) + test::le(1, 2) + test::le(1, 2) + std::string(24, '\0');
  bytes += test::le(0, 4) + test::le(0xFFFFFF, 4);
  return bytes + std::string(row * static_cast<std::size_t>(side), '\xff');
}

// Every byte as two hexadecimal digits behind `mark`.
std::string escaped_bytes(const std::string& bytes, char mark) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char byte : bytes) {
    text += mark;
    text += kDigits[byte >> 4 & 15];
    text += kDigits[byte & 15];
  }
  return text;
}

// Recognition is off: a picture that would have been recognised shows in the error.
std::string read(const std::string& bytes) {
  Options options;
  options.ocr_engine = "none";
  options.office_program = "/nowhere/soffice";
  Source source;
  source.path = "a";
  return test::document_text(read_document(bytes, source, options));
}

std::string docx(const std::string& body, const std::string& picture) {
  return test::make_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"word/document.xml",
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:v=\"urn:schemas-microsoft-com:vml\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>" +
            body + "</w:body></w:document>"},
       {"word/_rels/document.xml.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" "
        "Target=\"media/a.bmp\"/></Relationships>"},
       {"word/media/a.bmp", picture}});
}

const std::string kDrawing = "<w:p><w:r><w:drawing><a:blip r:embed=\"r1\"/></w:drawing></w:r></w:p>";
const std::string kOldDrawing = "<w:p><w:r><w:pict><v:shape><v:imagedata r:id=\"r1\"/></v:shape></w:pict></w:r></w:p>";

Block line(const std::string& text, int page = 0) {
  Block block = paragraph_block(flow_paragraph(text, {}));
  block.page = page;
  return block;
}

}  // namespace

TEST_CASE("a Word file that is only a picture goes to recognition") {
  CHECK(read(docx(kDrawing, bitmap(600))) == "!ocr-unavailable");
  CHECK(read(docx(kOldDrawing, bitmap(600))) == "!ocr-unavailable");
  CHECK(read(docx(kDrawing, bitmap(100))) == "!no-text");  // A logo.
  CHECK(read(docx(kDrawing, "damaged")) == "!no-text");
  CHECK(read(docx("<w:p><w:r><w:drawing><a:blip r:embed=\"r9\"/></w:drawing></w:r></w:p>", "")) == "!no-text");
}

TEST_CASE("a web page that is only a picture goes to recognition") {
  const std::string escapes = escaped_bytes(bitmap(600), '%');
  CHECK(read("<html><body><img src=\"data:image/bmp," + escapes + "\"></body></html>") == "!ocr-unavailable");
  CHECK(read("<html><body><nav><img src=\"data:image/bmp," + escapes + "\"></nav></body></html>") == "!no-text");
  CHECK(read("<html><body><img src=\"scan.png\"></body></html>") == "!no-text");

  const std::string page =
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html\r\n\r\n"
      "<html><body><img src=\"%\"></body></html>\r\n--X\r\nContent-Type: image/bmp\r\nContent-Location: "
      "http://b.example/p/scan.bmp\r\nContent-ID: <one@b>\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  for (const std::string address : {"http://b.example/p/scan.bmp", "scan.bmp", "cid:one@b"}) {
    std::string message = page + escaped_bytes(bitmap(600), '=') + "\r\n--X--\r\n";
    message.replace(message.find('%'), 1, address);
    CHECK(read(message) == "!ocr-unavailable");
  }
}

TEST_CASE("pictures beside a written notice are left alone") {
  Table table;
  table.rows = table.cols = 3;
  table.cells.resize(1);
  CHECK(little_is_written({table_block(table)}));  // Empty: a frame around the picture.
  table.cells[0].paragraphs = {flow_paragraph("一级指标", {})};
  CHECK_FALSE(little_is_written({table_block(table)}));
  table.rows = 1;
  CHECK(little_is_written({table_block(table)}));
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "字";
  CHECK_FALSE(little_is_written({line(text)}));
  CHECK(little_is_written({line("公示"), line("")}));

  Document document;
  document.blocks = {line(text)};
  read_flow_pictures(document, {{0, [] { return bitmap(600); }}}, {});
  CHECK(document.pages.empty());
}

TEST_CASE("what pictures say stands where they stood") {
  Document document;
  document.blocks = {line("title"), line("footer")};
  RecognizedPictures recognized;
  recognized.document.blocks = {line("one", 1), line("two", 2), line("three", 3)};
  recognized.document.pages.resize(3);
  recognized.document.problems = {{"ocr-engine", "slow", 0}};
  recognized.file_of_page = {0, 0, 1};  // The first file has two pages.
  insert_recognized(document, {1, 2}, recognized);
  CHECK(test::document_text(document) == "title|one|two|footer|three");
  CHECK(document.source.pages == 3);
  CHECK(document.problems.size() == 1);
}

TEST_CASE("pictures in a Word 97 binary are found by their records") {
  const std::string png = "\x89PNG rest";
  const auto blip = [](std::uint64_t type, const std::string& content) {
    return test::le(0, 2) + test::le(type, 2) + test::le(content.size(), 4) + content;
  };
  const std::string bytes = "head" + blip(0xF01E, std::string(17, 'i') + png) +
                            blip(0xF01D, std::string(33, 'i') + "\xff\xd8\xff!") +
                            blip(0xF01A, std::string(17, 'i') + png) + blip(0xF01E, "short") + test::le(0xF01E0000, 4);
  CHECK(blips_of(bytes) == std::vector<std::string>{png, "\xff\xd8\xff!"});
  CHECK(blips_of(bytes.substr(0, 20)).empty());
}

TEST_CASE("transfer encodings") {
  CHECK(from_base64("5YWs 56S6\r\n") == "公示");
  CHECK(from_base64("YQ==YQ") == "a");
  CHECK(from_quoted_printable("=E5=85=\r\n=AC=zz") == "公=zz");
  CHECK(from_percents("%E5%85%ac%2") == "公%2");
}

TEST_CASE("pictures that cannot be had are said, where a notice's table may be on them") {
  const auto problems = [](const std::string& html) {
    Source source;
    source.path = "a.html";
    const Result<Document> read = read_document(html, source, {});
    if (!read) return read.error().code;
    std::string codes;
    for (const Problem& problem : read->problems) codes += problem.code;
    return codes;
  };
  const std::string title = "<html><h1>柳岸社区建设验收结果公示</h1><p>现将验收结果公示如下：</p>";
  CHECK(problems(title + "<img src=p1.jpg><img src=p2.jpg width=900 height=1200>") == "part-unread");
  CHECK(problems(title + "<img src=icon.gif width=16 height=16>").empty());
  CHECK(problems("<html><p>今日新闻</p><img src=p1.jpg>").empty());
  CHECK(problems(title + "<img src=p1.jpg><table><tr><td>a<td>b<td>c<tr><td>d<td>e<td>f<tr><td>g<td>h<td>i</table>")
            .empty());
  const std::string damaged = "<img src='data:image/png;base64,iVBORw0KGgoAAAAA'>";
  CHECK(problems(title + damaged) == "part-unread");
  CHECK(problems("<html><p>今日新闻</p>" + damaged).empty());
}
