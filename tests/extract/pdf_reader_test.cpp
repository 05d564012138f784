// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/pdf_reader.h"

#include <catch2/catch.hpp>

#include "extract/pdf/pdf_file.h"
#include "extract/text_layer.h"
#include "pdf_sample.h"

using namespace gongshi;
using namespace gongshi::extract;
using gongshi::test::PdfSample;

namespace {

Options without_ocr() {
  Options options;
  options.ocr_engine = "none";
  return options;
}

Result<Document> read(const std::string& bytes) {
  Source source;
  source.path = "sample.pdf";
  return read_pdf(bytes, source, without_ocr());
}

std::vector<const Table*> tables_of(const Document& document) {
  std::vector<const Table*> tables;
  for (const Block& block : document.blocks)
    if (block.kind == Block::Kind::kTable) tables.push_back(&block.table);
  return tables;
}

std::string cell_text(const Table& table, int row, int col) {
  const Cell* cell = table.at(row, col);
  return cell == nullptr ? "(no cell)" : cell->text().utf8;
}

std::string visible_text(const DrawnPage& page) {
  std::string text;
  for (const Glyph& glyph : page.content.glyphs) utf8::append(text, glyph.code);
  return text;
}

DrawnPage first_page(const std::string& bytes) {
  auto file = PdfFile::open(bytes);
  REQUIRE(file);
  return file->read_page(1);
}

// Two rows of two cells with text, drawn by `rules`.
template <typename Rules>
PdfSample table_sample(Rules rules) {
  PdfSample sample;
  rules(sample);
  sample.text(55, 105, "序号");
  sample.text(105, 105, "完成情况");
  sample.text(55, 135, "12");
  sample.text(105, 135, "覆盖率达到98.5%");
  return sample;
}

void check_table(const std::string& bytes) {
  const auto document = read(bytes);
  REQUIRE(document);
  const auto tables = tables_of(*document);
  REQUIRE(tables.size() == 1);
  CHECK(tables[0]->rows == 2);
  CHECK(tables[0]->cols == 2);
  CHECK(cell_text(*tables[0], 0, 0) == "序号");
  CHECK(cell_text(*tables[0], 0, 1) == "完成情况");
  CHECK(cell_text(*tables[0], 1, 0) == "12");
  CHECK(cell_text(*tables[0], 1, 1) == "覆盖率达到98.5%");
}

void stroke_raster(PdfSample& sample) {
  for (const double y : {100.0, 130.0, 160.0}) sample.stroke(50, y, 300, y);
  for (const double x : {50.0, 100.0, 300.0}) sample.stroke(x, 100, x, 160);
}

template <typename Draw>
void draw_cells(Draw draw) {
  for (const double y : {100.0, 130.0}) {
    draw(50, y, 100, y + 30);
    draw(100, y, 300, y + 30);
  }
}

}  // namespace

TEST_CASE("rules are found however they are drawn") {
  SECTION("strokes") { check_table(table_sample(stroke_raster).bytes()); }
  SECTION("thin filled rectangles") {
    check_table(table_sample([](PdfSample& sample) {
                  for (const double y : {100.0, 130.0, 160.0}) sample.fill_box(50, y, 300, y + 0.7);
                  for (const double x : {50.0, 100.0, 300.0}) sample.fill_box(x, 100, x + 0.7, 160);
                }).bytes());
  }
  SECTION("a rectangle stroked per cell") {
    check_table(table_sample([](PdfSample& sample) {
                  draw_cells([&](double x0, double y0, double x1, double y1) { sample.stroke_box(x0, y0, x1, y1); });
                }).bytes());
  }
  SECTION("rectangles with a gap between them") {
    check_table(table_sample([](PdfSample& sample) {
                  draw_cells([&](double x0, double y0, double x1, double y1) {
                    sample.stroke_box(x0 + 1, y0 + 1, x1 - 1, y1 - 1);
                  });
                }).bytes());
  }
  SECTION("dashes") {
    check_table(table_sample([](PdfSample& sample) {
                  for (const double y : {100.0, 130.0, 160.0}) sample.stroke(50, y, 300, y, "[3 2] 0 d 0.5 w");
                  for (const double x : {50.0, 100.0, 300.0})
                    for (double y = 100; y < 160; y += 4) sample.stroke(x, y, x, y + 2);  // by pieces
                }).bytes());
  }
  SECTION("double rules") {
    check_table(table_sample([](PdfSample& sample) {
                  for (const double y : {100.0, 130.0, 160.0})
                    for (const double shift : {-1.0, 1.0}) sample.stroke(50, y + shift, 300, y + shift);
                  for (const double x : {50.0, 100.0, 300.0})
                    for (const double shift : {-1.0, 1.0}) sample.stroke(x + shift, 100, x + shift, 160);
                }).bytes());
  }
  SECTION("background fills") {
    check_table(table_sample([](PdfSample& sample) {
                  draw_cells(
                      [&](double x0, double y0, double x1, double y1) { sample.fill_box(x0, y0, x1, y1, "0.9 g"); });
                }).bytes());
  }
  SECTION("white cells on a dark ground") {
    check_table(table_sample([](PdfSample& sample) {
                  sample.fill_box(49, 99, 301, 161, "0.5 g");
                  draw_cells([&](double x0, double y0, double x1, double y1) {
                    sample.fill_box(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, "1 g");
                  });
                }).bytes());
  }
  SECTION("thin pictures") {
    check_table(table_sample([](PdfSample& sample) {
                  for (const double y : {100.0, 130.0, 160.0}) sample.picture(50, y, 300, y + 1);
                  for (const double x : {50.0, 100.0, 300.0}) sample.picture(x, 100, x + 1, 160);
                }).bytes());
  }
}

TEST_CASE("text that touches its rule stays in its cell") {
  PdfSample sample;
  stroke_raster(sample);
  sample.text(51, 100, "甲");      // up to the rule above
  sample.text(90.5, 149.5, "乙");  // over the rule on the right and below by half a point
  const auto document = read(sample.bytes());
  REQUIRE(document);
  const auto tables = tables_of(*document);
  REQUIRE(tables.size() == 1);
  CHECK(cell_text(*tables[0], 0, 0) == "甲");
  CHECK(cell_text(*tables[0], 1, 0) == "乙");
}

TEST_CASE("pages are read upright") {
  const auto [rotate, x0, y0] =
      GENERATE(table<int, double, double>({{0, 55, 105}, {90, 105, 55}, {180, 55, 105}, {270, 105, 55}}));
  PdfSample sample = table_sample(stroke_raster);
  sample.page_attributes = fmt::format("/Rotate {}", rotate);
  // The content is drawn as for an unturned page, so /Rotate turns it; the reader turns it back.
  const auto document = read(sample.bytes());
  REQUIRE(document);
  check_table(sample.bytes());
  CHECK(document->pages[0].rotation == 0);
  CHECK(document->pages[0].width == 595);
}

TEST_CASE("a page turned by /Rotate is shown turned") {
  PdfSample sample;
  sample.page_attributes = "/Rotate 90";
  // Runs up the unturned page, so that it is upright when shown.
  sample.draw("BT /F1 10 Tf 0 1 -1 0 200 100 Tm <793E533A> Tj ET");
  const DrawnPage page = first_page(sample.bytes());
  CHECK(visible_text(page) == "社区");
  CHECK(page.content.page.width == 842);
  CHECK(page.content.page.height == 595);
  CHECK(page.content.page.rotation == 90);
  REQUIRE(page.content.glyphs.size() == 2);
  CHECK(page.content.glyphs[0].box.x0 == Approx(100));
  CHECK(page.content.glyphs[0].box.y1 == Approx(201.4));
}

TEST_CASE("only what lies inside the crop box is read") {
  PdfSample sample;
  sample.page_attributes = "/CropBox [100 500 500 842]";
  sample.text(120, 40, "内");
  sample.text(20, 40, "左");
  sample.text(120, 600, "下");
  const DrawnPage page = first_page(sample.bytes());
  CHECK(visible_text(page) == "内");
  CHECK(page.content.page.width == 400);
  CHECK(page.content.glyphs[0].box.x0 == Approx(20));
  CHECK(page.content.glyphs[0].box.y0 == Approx(40));
}

TEST_CASE("text outside its clip is not shown") {
  PdfSample sample;
  sample.draw("q 50 700 100 100 re W n");
  sample.text(60, 50, "内");
  sample.text(300, 50, "外");
  sample.draw("Q");
  CHECK(visible_text(first_page(sample.bytes())) == "内");
}

TEST_CASE("bold by drawing twice gives each character once") {
  PdfSample sample;
  for (const double shift : {0.0, 0.3}) sample.text(50 + shift, 50, "公示88");
  CHECK(visible_text(first_page(sample.bytes())) == "公示88");
}

TEST_CASE("slanted text is a watermark") {
  PdfSample sample;
  sample.text(50, 50, "正文");
  sample.draw("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <6C34> Tj ET");
  CHECK(visible_text(first_page(sample.bytes())) == "正文");
}

TEST_CASE("stated text replaces the glyphs it covers") {
  PdfSample sample;
  sample.draw("/Span <</ActualText <FEFF793E533A>>> BDC BT /F1 10 Tf 50 700 Td <00410042> Tj ET EMC");
  CHECK(visible_text(first_page(sample.bytes())) == "社区");
}

TEST_CASE("stated text of a watermark is told by its colour like the rest of it") {
  PdfSample sample;
  sample.text(50, 100, "达标共三十六栋");
  sample.draw("0.8 g /Span <</ActualText <FEFF75280029>>> BDC BT /F1 30 Tf 50 690 Td <00410042> Tj ET EMC 0 g");
  CHECK(visible_text(first_page(sample.bytes())) == "达标共三十六栋");
}

TEST_CASE("radicals that only the font brings are folded, punctuation is not") {
  PdfSample sample;
  sample.text(50, 50, "⽤⼾，。Ａ５");
  CHECK(visible_text(first_page(sample.bytes())) == "用户，。A5");
}

TEST_CASE("text layers are judged") {
  const std::string body =
      "根据关于加快推进智慧社区建设工作的实施意见经社区申请组织验收工作组开展验收居民代表一致认定符合要求现予公示";
  PdfSample sample;
  SECTION("sound") {
    sample.text(50, 50, body);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kTrusted);
  }
  SECTION("blank") {
    sample.draw("");
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kEmpty);
  }
  SECTION("a scan with a page number") {
    sample.picture(0, 0, 595, 842);
    sample.text(290, 820, "3");
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kMissing);
  }
  SECTION("invisible text under a scan") {
    sample.picture(0, 0, 595, 842);
    sample.text(50, 50, body, 10, "3 Tr");
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kHidden);
  }
  SECTION("text that the scan's picture covers") {
    sample.text(50, 50, body);
    sample.picture(0, 0, 595, 842);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kHidden);
  }
  SECTION("a picture under sound text is a background") {
    sample.picture(0, 0, 595, 842);
    sample.text(50, 50, body);
    sample.text(50, 70, body);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kTrusted);
  }
  SECTION("a font without ToUnicode") {
    std::string glyph_numbers;  // what such a font's codes are
    for (const char32_t code : utf8::decode(body)) utf8::append(glyph_numbers, code - 0x3F00);
    sample.to_unicode = false;
    sample.text(50, 50, glyph_numbers);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kUndecoded);
  }
  SECTION("a ToUnicode table that is off") {
    sample.to_unicode_shift = 0x100;
    sample.text(50, 50, body);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kUndecoded);
  }
  SECTION("private characters") {
    sample.to_unicode_shift = 0x9000;
    sample.text(50, 50, body);
    CHECK(judge_text_layer(first_page(sample.bytes())) == TextLayer::kUndecoded);
  }
}

TEST_CASE("a page whose layer cannot be trusted says so and gives no text of it") {
  PdfSample sample;
  sample.text(50, 50, "第一页的文字没有问题可以直接读取");
  sample.new_page();
  sample.picture(0, 0, 595, 842);
  const auto document = read(sample.bytes());
  REQUIRE(document);
  REQUIRE(document->pages.size() == 2);
  CHECK(document->pages[0].text_source == "text-layer");
  CHECK(document->pages[0].note.empty());
  CHECK_FALSE(document->pages[1].note.empty());
  CHECK(document->source.pages == 2);
}

TEST_CASE("unreadable PDFs give clear errors") {
  SECTION("not a PDF") {
    const auto document = read("%PDF-1.7\nnothing more");
    REQUIRE_FALSE(document);
    CHECK(document.error().code == "file-damaged");
    CHECK(document.error().message.find("sample.pdf: ") == 0);
  }
  SECTION("cut short") {
    const std::string whole = table_sample(stroke_raster).bytes();
    for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
      const auto document = read(whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * share)));
      if (!document) CHECK((document.error().code == "file-damaged" || document.error().code == "no-text"));
    }
  }
  SECTION("blank") {
    PdfSample sample;
    sample.draw("");
    const auto document = read(sample.bytes());
    REQUIRE_FALSE(document);
    CHECK(document.error().code == "no-text");
  }
}

TEST_CASE("a lost cross-reference table is rebuilt") {
  std::string bytes = table_sample(stroke_raster).bytes();
  bytes.resize(bytes.find("xref\n"));
  check_table(bytes + "trailer\n<</Root 1 0 R>>\n");
}

TEST_CASE("every span knows its page, its box and its characters' edges") {
  const auto document = read(table_sample(stroke_raster).bytes());
  REQUIRE(document);
  const Table& table = *tables_of(*document).at(0);
  const Text text = table.at(1, 1)->text();
  REQUIRE(text.spans.size() == 1);
  const TextSpan& span = text.spans[0];
  CHECK(span.place.page == 1);
  CHECK(span.place.box.x0 == Approx(105));
  CHECK(span.place.box.y0 == Approx(135));
  CHECK(span.edges.size() == 11);  // ten characters
  CHECK(span.edges.front() == Approx(105));
  CHECK(span.edges.back() == Approx(105 + 5 * 10 + 5 * 5));
}

namespace {

// What streams of a page may use to draw one another.
enum class Nesting { kForms, kPatterns, kSoftMasks };

// A page whose streams each draw the next one ten times, fifteen deep.
std::string nested_file(Nesting nesting) {
  constexpr int kStreams = 15;
  const auto stream = [&](int number) {
    const std::string next = std::to_string(number + 1) + " 0 R";
    std::string calls, resources, head = "/Type /XObject /Subtype /Form";
    switch (nesting) {
      case Nesting::kForms:
        calls = "/X Do ";
        resources = "/XObject << /X " + next + " >>";
        break;
      case Nesting::kPatterns:
        calls = "/Pattern cs /X scn 0 0 600 800 re f ";
        resources = "/Pattern << /X " + next + " >>";
        // The page draws the first, which is a form.
        if (number > 5) head = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /XStep 600 /YStep 800";
        break;
      case Nesting::kSoftMasks:
        calls = "/X gs 0 0 600 800 re f ";
        resources = "/ExtGState << /X << /SMask << /S /Luminosity /G " + next + " >> >> >>";
        head += " /Group << /S /Transparency /CS /DeviceGray >>";
        break;
    }
    std::string all;
    for (int i = 0; i < 10; ++i) all += calls;
    return "<< " + head + " /BBox [0 0 600 800] /Resources << " + resources + " >> /Length " +
           std::to_string(all.size()) + " >>stream\n" + all + "\nendstream";
  };
  std::string file =
      "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
      "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
      "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> "
      "/Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 6 >>stream\n/X Do \nendstream\nendobj\n";
  for (int i = 0; i < kStreams; ++i) file += std::to_string(5 + i) + " 0 obj\n" + stream(5 + i) + "\nendobj\n";
  return file + "trailer << /Root 1 0 R >>\n%%EOF\n";
}

}  // namespace

TEST_CASE("a page of streams that draw each other is left out after so much work, and said so") {
  for (const Nesting nesting : {Nesting::kForms, Nesting::kPatterns, Nesting::kSoftMasks}) {
    INFO(static_cast<int>(nesting));
    const std::string file = nested_file(nesting);
    const auto opened = PdfFile::open(file);
    REQUIRE(opened.has_value());
    CHECK_FALSE(opened->drawable(1));
    const DrawnPage page = opened->read_page(1);
    // Patterns are no text: the reader does not draw them.
    if (nesting != Nesting::kPatterns) {
      REQUIRE_FALSE(page.problems.empty());
      CHECK(page.problems.front().code == "page-too-busy");
    }
    CHECK_FALSE(opened->picture(1).has_value());
    CHECK(opened->work() < 200'000);
  }
}

TEST_CASE("a page that paints a picture over and over is not drawn, and its text is read") {
  std::string painted = "BT /F 12 Tf 50 780 Td (abc) Tj ET ";
  for (int i = 0; i < 1000; ++i) painted += "q 500 0 0 700 20 20 cm /I Do Q ";
  const std::string file =
      "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
      "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
      "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> /XObject << /I "
      "6 "
      "0 R >> >> /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length " +
      std::to_string(painted.size()) + " >>stream\n" + painted +
      "\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
      "6 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
      "/Length "
      "1 >>stream\n0\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
  const auto opened = PdfFile::open(file);
  REQUIRE(opened.has_value());
  CHECK_FALSE(opened->drawable(1));
  CHECK_FALSE(opened->picture(1).has_value());
  CHECK(opened->read_page(1).problems.empty());
}
