// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ofd/ofd_reader.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "extract/ofd/ofd_file.h"
#include "extract/ofd/ofd_path.h"
#include "extract/text_layer.h"
#include "ofd_sample.h"
#include "schema/utf8.h"

using namespace gongshi;
using namespace gongshi::extract;
using namespace gongshi::test;

namespace {

constexpr double kMillimetre = 72 / 25.4;

Result<Document> read(const std::string& bytes) {
  Options options;
  options.ocr_engine = "none";
  Source source;
  source.path = "sample.ofd";
  return read_ofd(bytes, source, options);
}

DrawnPage first_page(const std::string& bytes) {
  auto file = OfdFile::open(bytes, "sample.ofd");
  REQUIRE(file);
  return file->read_page(1);
}

DrawnPage first_page(const OfdPage& page) { return first_page(ofd_file(ofd_document(0, {page.xml()}))); }

std::string visible_text(const DrawnPage& page) {
  std::string text;
  for (const Glyph& glyph : page.content.glyphs) utf8::append(text, glyph.code);
  return text;
}

std::vector<const Table*> tables_of(const Document& document) {
  std::vector<const Table*> tables;
  for (const Block& block : document.blocks)
    if (block.kind == Block::Kind::kTable) tables.push_back(&block.table);
  return tables;
}

OfdPage table_page() {
  OfdPage page;
  page.text(70, 30, "云杉社区建设验收结果公示", 6);
  for (const double y : {40.0, 50.0, 60.0}) page.line(20, y, 180, y);
  for (const double x : {20.0, 40.0, 180.0}) page.line(x, 40, x, 60);
  page.text(22, 46, "序号");
  page.text(42, 46, "完成情况");
  page.text(22, 56, "12", 4, R"(DeltaX="2")");
  page.text(42, 56, "覆盖率达到98.5%", 4, R"(DeltaX="g 5 4 2 2 2 2")");
  return page;
}

}  // namespace

TEST_CASE("lists of advances") {
  CHECK(ofd::advances("4 4 2", 3) == std::vector<double>{4, 4, 2});
  CHECK(ofd::advances("g 3 4 2", 4) == std::vector<double>{4, 4, 4, 2});
  CHECK(ofd::advances("1.5 g 2 4", 3) == std::vector<double>{1.5, 4, 4});
  CHECK(ofd::advances("4", 3) == std::vector<double>{4, 4, 4});
  CHECK(ofd::advances("g 4000000 1", 3) == std::vector<double>{1, 1, 1});
  CHECK(ofd::advances("g -1 1", 3).empty());
  CHECK(ofd::advances("", 3).empty());
  CHECK(ofd::advances("x", 3).empty());
}

TEST_CASE("abbreviated paths") {
  const auto parts = ofd::subpaths("M 0 0 L 10 0 L 10 5 C M 1 1 B 1 2 3 4 5 6");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].straight);
  CHECK(parts[0].points.size() == 4);
  CHECK_FALSE(parts[1].straight);
  CHECK(ofd::subpaths("L 1 1").empty());
  CHECK(ofd::subpaths("M 1").empty());
  CHECK(ofd::subpaths("").empty());
}

TEST_CASE("locations stay inside the package") {
  CHECK(ofd::resolve("Doc_0", "Pages/Page_0/Content.xml") == "Doc_0/Pages/Page_0/Content.xml");
  CHECK(ofd::resolve("Doc_0/Pages", "../Res/a.png") == "Doc_0/Res/a.png");
  CHECK(ofd::resolve("Doc_0", "/OFD.xml") == "OFD.xml");
  CHECK(ofd::resolve("", "../../etc/passwd") == "etc/passwd");
}

TEST_CASE("an OFD table is read like any other") {
  const auto document = read(ofd_file(ofd_document(0, {table_page().xml()})));
  REQUIRE(document);
  CHECK(document->source.kind == "ofd");
  CHECK(document->source.pages == 1);
  CHECK(document->pages.at(0).text_source == "text-layer");
  CHECK(document->blocks.at(0).paragraph.text.utf8 == "云杉社区建设验收结果公示");
  const auto tables = tables_of(*document);
  REQUIRE(tables.size() == 1);
  CHECK(tables[0]->rows == 2);
  CHECK(tables[0]->cols == 2);
  CHECK(tables[0]->at(1, 0)->text().utf8 == "12");
  CHECK(tables[0]->at(1, 1)->text().utf8 == "覆盖率达到98.5%");
  const Place place = tables[0]->at(1, 0)->text().places().at(0);
  CHECK(place.page == 1);
  CHECK(place.box.x0 == Approx(22 * kMillimetre));
}

TEST_CASE("advances place every character") {
  OfdPage page;
  page.text(20, 30, "一二3", 4, R"(DeltaX="5 6")");
  const DrawnPage drawn = first_page(page);
  REQUIRE(drawn.content.glyphs.size() == 3);
  CHECK(drawn.content.glyphs[1].box.x0 == Approx(25 * kMillimetre));
  CHECK(drawn.content.glyphs[1].box.x1 == Approx(29 * kMillimetre));
  CHECK(drawn.content.glyphs[2].box.x0 == Approx(31 * kMillimetre));
  CHECK(drawn.content.glyphs[0].size == Approx(4 * kMillimetre));
}

TEST_CASE("vertical text runs down") {
  OfdPage page;
  page.text(20, 30, "基础", 4, R"(DeltaY="4")");
  const DrawnPage drawn = first_page(page);
  REQUIRE(drawn.content.glyphs.size() == 2);
  CHECK(drawn.content.glyphs[0].box.x0 == Approx(drawn.content.glyphs[1].box.x0));
  CHECK(drawn.content.glyphs[1].box.y0 - drawn.content.glyphs[0].box.y0 == Approx(4 * kMillimetre));
}

TEST_CASE("CTM scales and moves inside the boundary") {
  OfdPage page;
  page.text(20, 30, "字", 4, "", R"(CTM="2 0 0 2 1 0")");
  const DrawnPage drawn = first_page(page);
  REQUIRE(drawn.content.glyphs.size() == 1);
  CHECK(drawn.content.glyphs[0].box.x0 == Approx(21 * kMillimetre));
  CHECK(drawn.content.glyphs[0].size == Approx(8 * kMillimetre));
}

TEST_CASE("slanted, invisible and transparent text is not read") {
  OfdPage page;
  page.text(20, 30, "正文");
  page.text(20, 60, "水印", 10, "", R"(CTM="0.7 0.7 -0.7 0.7 0 0")");
  page.text(20, 90, "不见", 4, "", R"(Visible="false")");
  page.text(20, 120, "透明", 4, "", R"(Alpha="0")");
  CHECK(visible_text(first_page(page)) == "正文");
}

TEST_CASE("blocks, composite objects and templates are part of the page") {
  OfdPage page;
  page.object("<ofd:PageBlock>");
  page.text(20, 30, "块");
  page.object("</ofd:PageBlock>");
  page.object(R"(<ofd:CompositeObject ID="7" Boundary="50 50 20 20" ResourceID="30"/>)");
  OfdPage letterhead, unit;
  letterhead.text(20, 10, "模板");
  unit.text(0, 5, "组");
  Parts parts = ofd_document(
      0, {page.xml(R"(<ofd:Template TemplateID="2" ZOrder="Background"/>)")},
      R"(<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>)");
  parts.emplace_back("Doc_0/Tpls/Tpl_0/Content.xml", letterhead.xml());
  std::string content = unit.xml();
  content = content.substr(content.find("<ofd:Content>"));
  content.resize(content.find("</ofd:Page>"));
  parts.emplace_back(
      "Doc_0/PublicRes.xml",
      R"(<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="20" Height="20">)" +
          content + "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>");
  CHECK(visible_text(first_page(ofd_file(parts))) == "模板块组");
}

TEST_CASE("composite objects that contain themselves end") {
  OfdPage page;
  page.object(R"(<ofd:CompositeObject ID="7" Boundary="0 0 20 20" ResourceID="30"/>)");
  Parts parts = ofd_document(0, {page.xml()}, "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>");
  const std::string self = R"(<ofd:CompositeObject ID="8" Boundary="0 0 20 20" ResourceID="30"/>)";
  parts.emplace_back(
      "Doc_0/PublicRes.xml",
      R"(<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30"><ofd:Content>)" +
          self + self + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>");
  CHECK(visible_text(first_page(ofd_file(parts))).empty());
}

TEST_CASE("several documents of one file follow each other") {
  OfdPage first, second;
  first.text(20, 30, "第一份文件的正文");
  second.text(20, 30, "第二份文件的正文");
  Parts parts = ofd_document(0, {first.xml()});
  for (auto& part : ofd_document(1, {second.xml()})) parts.push_back(part);
  const auto document = read(ofd_file(parts, 2));
  REQUIRE(document);
  REQUIRE(document->pages.size() == 2);
  CHECK(document->blocks.at(1).page == 2);
  CHECK(document->blocks.at(1).paragraph.text.utf8 == "第二份文件的正文");
}

TEST_CASE("a page that is damaged leaves the others") {
  Parts parts = ofd_document(0, {table_page().xml(), "<ofd:Page", table_page().xml()});
  const auto document = read(ofd_file(parts));
  REQUIRE(document);
  CHECK(tables_of(*document).size() == 2);
  REQUIRE(document->problems.size() == 1);
  CHECK(document->problems[0].code == "page-damaged");
  CHECK(document->problems[0].page == 2);
}

TEST_CASE("unreadable OFD files give clear errors") {
  const auto code_of = [](const std::string& bytes) {
    const auto document = read(bytes);
    return document ? std::string("read") : document.error().code;
  };
  CHECK(code_of("PK\x03\x04 nothing more") == "file-damaged");
  CHECK(code_of(make_zip({{"OFD.xml", "<ofd:OFD"}})) == "file-damaged");
  CHECK(code_of(ofd_file({})) == "file-damaged");
  CHECK(code_of(ofd_file(ofd_document(0, {OfdPage().xml()}))) == "no-text");
  Parts encrypted = ofd_document(0, {table_page().xml()});
  encrypted.emplace_back("Encryptions.xml", "<ofd:Encryptions/>");
  CHECK(code_of(ofd_file(encrypted)) == "file-encrypted");
}

TEST_CASE("annotations and seals are no part of the text") {
  OfdPage page;
  page.text(20, 30, "正文文字");
  Parts parts = ofd_document(0, {page.xml()}, "");
  parts.emplace_back("Doc_0/Annots/Annotations.xml",
                     R"(<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Page PageID="10"><ofd:FileLoc>)"
                     R"(Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>)");
  parts.emplace_back(
      "Doc_0/Annots/Page_0/Annotation.xml",
      R"(<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot ID="90" Type="Stamp"><ofd:Appearance )"
      R"(Boundary="20 40 60 10"><ofd:TextObject ID="91" Boundary="0 0 60 10" Font="1" Size="4"><ofd:TextCode X="0" Y="4")"
      R"( DeltaX="4 4">批注字</ofd:TextCode></ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>)");
  parts.emplace_back("Doc_0/Signs/Signatures.xml",
                     R"(<ofd:Signatures xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Signature ID="1" Type="Seal" )"
                     R"(BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>)");
  CHECK(visible_text(first_page(ofd_file(parts))) == "正文文字");
}

TEST_CASE("an OFD page that is only a picture goes to recognition") {
  OfdPage page;
  page.object(R"(<ofd:ImageObject ID="5" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="7"/>)");
  Parts parts = ofd_document(0, {page.xml()}, "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>");
  parts.emplace_back(
      "Doc_0/DocumentRes.xml",
      R"(<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia )"
      R"(ID="7" Type="Image" Format="PNG"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></)"
      R"(ofd:MultiMedias></ofd:Res>)");
  parts.emplace_back("Doc_0/Res/scan.png", "a picture that recognition would look at");
  const DrawnPage drawn = first_page(ofd_file(parts));
  CHECK(drawn.picture_share > 0.9);
  const auto document = read(ofd_file(parts));
  REQUIRE_FALSE(document);
  CHECK(document.error().code == "no-text");
  CHECK(document.error().message.find("recognition is switched off") != std::string::npos);
}

namespace {

// A grey picture as a Windows bitmap.
std::string bitmap(int width, int height, const std::function<int(int x, int y)>& grey) {
  const auto number = [](std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> 8 * i & 0xFF);
    return bytes;
  };
  const int row = (3 * width + 3) / 4 * 4;
  std::string bytes = "BM" + number(static_cast<std::uint32_t>(54 + row * height)) + number(0) + number(54) +
                      number(40) + number(static_cast<std::uint32_t>(width)) +
                      number(static_cast<std::uint32_t>(height)) + number(1 | 24 << 16) + number(0) + number(0) +
                      number(2835) + number(2835) + number(0) + number(0);
  for (int y = height - 1; y >= 0; --y) {
    std::string line;
    for (int x = 0; x < width; ++x) line += std::string(3, static_cast<char>(grey(x, y)));
    line.resize(static_cast<std::size_t>(row), '\0');
    bytes += line;
  }
  return bytes;
}

std::string pictured(const std::string& objects, const std::vector<std::string>& pictures) {
  OfdPage page;
  page.object(objects);
  Parts parts = ofd_document(0, {page.xml()}, "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>");
  std::string list;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    list += fmt::format(
        R"(<ofd:MultiMedia ID="{}" Type="Image"><ofd:MediaFile>{}.bmp</ofd:MediaFile></ofd:MultiMedia>)", i + 1, i);
    parts.emplace_back(fmt::format("Doc_0/{}.bmp", i), pictures[i]);
  }
  parts.emplace_back("Doc_0/DocumentRes.xml", R"(<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:MultiMedias>)" +
                                                  list + "</ofd:MultiMedias></ofd:Res>");
  return ofd_file(parts);
}

Result<PagePicture> picture_of(const std::string& bytes) {
  auto file = OfdFile::open(bytes, "sample.ofd");
  REQUIRE(file);
  return file->picture(1);
}

// The grey at a place given in shares of the page.
int grey_at(const PagePicture& picture, double x, double y) {
  const auto column = static_cast<std::size_t>(x * picture.width), row = static_cast<std::size_t>(y * picture.height);
  return picture
      .pixels[(row * static_cast<std::size_t>(picture.width) + column) * static_cast<std::size_t>(picture.channels)];
}

}  // namespace

TEST_CASE("a page picture in strips is put together") {
  const std::string top = bitmap(210, 148, [](int, int) { return 50; }),
                    below = bitmap(210, 149, [](int, int) { return 150; });
  const auto picture =
      picture_of(pictured(R"(<ofd:ImageObject ID="3" Boundary="0 0 210 148" CTM="210 0 0 148 0 0" ResourceID="1"/>)"
                          R"(<ofd:ImageObject ID="4" Boundary="0 148 210 149" CTM="210 0 0 149 0 0" ResourceID="2"/>)",
                          {top, below}));
  REQUIRE(picture);
  CHECK(grey_at(*picture, 0.5, 0.25) == 50);
  CHECK(grey_at(*picture, 0.5, 0.75) == 150);
}

TEST_CASE("a page picture turned by its matrix is turned back") {
  // Dark on its left side; turned clockwise, that is the page's top.
  const std::string side = bitmap(297, 210, [](int x, int) { return x < 100 ? 20 : 220; });
  const auto picture = picture_of(
      pictured(R"(<ofd:ImageObject ID="3" Boundary="0 0 210 297" CTM="0 297 -210 0 210 0" ResourceID="1"/>)", {side}));
  REQUIRE(picture);
  CHECK(grey_at(*picture, 0.5, 0.1) == 20);
  CHECK(grey_at(*picture, 0.5, 0.9) == 220);
  CHECK_FALSE(picture_of(
      pictured(R"(<ofd:ImageObject ID="3" Boundary="0 0 210 297" CTM="0 0 0 0 0 0" ResourceID="1"/>)", {side})));
}

TEST_CASE("text drawn as outlines is a picture of it") {
  OfdPage page;
  for (int line = 0; line < 20; ++line)
    for (int letter = 0; letter < 20; ++letter)
      page.object(fmt::format(
          R"(<ofd:PathObject ID="9" Boundary="{} {} 4 4" Fill="true" Stroke="false"><ofd:AbbreviatedData>M 0 0 L 3 0 B 3 1 3 2 3 3 L 0 3 Q 1 1 0 0 C</ofd:AbbreviatedData></ofd:PathObject>)",
          20 + 8 * letter, 20 + 10 * line));
  const std::string bytes = ofd_file(ofd_document(0, {page.xml()}));
  CHECK(judge_text_layer(first_page(bytes)) == TextLayer::kDrawn);
  const auto picture = picture_of(bytes);
  REQUIRE(picture);
  CHECK(grey_at(*picture, 21.5 / 210, 20.5 / 297) < 100);
  CHECK(grey_at(*picture, 0.02, 0.02) > 200);
  // And without recognition the page is said to be unread.
  const auto document = read(bytes);
  REQUIRE_FALSE(document);
}

TEST_CASE("a page with a few odd signs keeps its text") {
  OfdPage page;
  for (int i = 0; i < 12; ++i) page.text(20, 20 + 10 * i, "通过智能化手段，为社区老年人提供助餐、助浴、助洁等养老服务");
  page.text(20, 200, "助餐¥12每份，管径Φ50，かな与é各一处");
  CHECK(judge_text_layer(first_page(page)) == TextLayer::kTrusted);
}
