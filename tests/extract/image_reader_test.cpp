// SPDX-License-Identifier: GPL-3.0-or-later
// Scans and photos from the picture to the table, with Tesseract, which is always there. The page is one of
// tests/fixtures/pdf, drawn and then damaged.
#include "extract/ocr/image_reader.h"

#include <libheif/heif.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "extract/ocr/grey.h"
#include "extract/ocr/page_analysis.h"
#include "extract/ocr/recognizer.h"
#include "extract/ocr/resample.h"
#include "extract/pdf/pdf_file.h"
#include "tests/extract/ocr_sample.h"
#include "tests/support/places.h"
#include "tests/support/skip.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

constexpr double kDpi = 200;

/// The first rows of the sample page, grey, 200 dpi.
const GreyImage& sample_page() {
  static const GreyImage page = [] {
    std::ifstream file(std::string(test::kSourceFolder) + "/tests/fixtures/pdf/weasyprint-collapsed.pdf",
                       std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto pdf = PdfFile::open(bytes);
    REQUIRE(pdf);
    const auto picture = pdf->picture(1);
    REQUIRE(picture);
    GreyImage grey(picture->width, picture->height);
    for (std::size_t i = 0; i < grey.pixels.size(); ++i)
      grey.pixels[i] = picture->pixels[i * static_cast<std::size_t>(picture->channels)];
    const GreyImage coarse = resized(grey, static_cast<int>(grey.width * kDpi / picture->dpi),
                                     static_cast<int>(grey.height * kDpi / picture->dpi));
    return padded(coarse, 0, 0, 0, 1166 > coarse.height ? 1166 - coarse.height : 0, 255);
  }();
  return page;
}

void append(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
}

/// An uncompressed TIFF with a page for each picture.
std::string tiff_of(const std::vector<PagePicture>& pages) {
  std::string bytes = "II*";
  bytes += '\0';
  append(bytes, 8, 4);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PagePicture& page = pages[i];
    const auto start = static_cast<std::uint32_t>(bytes.size());
    constexpr std::uint32_t kEntries = 10;
    const std::uint32_t after = start + 2 + kEntries * 12 + 4, resolution = after, bits = after + 8, data = after + 16;
    const auto length = static_cast<std::uint32_t>(page.pixels.size());
    append(bytes, kEntries, 2);
    const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
      append(bytes, tag, 2), append(bytes, type, 2), append(bytes, count, 4), append(bytes, value, 4);
    };
    entry(256, 4, 1, static_cast<std::uint32_t>(page.width));
    entry(257, 4, 1, static_cast<std::uint32_t>(page.height));
    page.channels == 1 ? entry(258, 3, 1, 8) : entry(258, 3, 3, bits);
    entry(259, 3, 1, 1);                           // not compressed
    entry(262, 3, 1, page.channels == 1 ? 1 : 2);  // black is 0, or colours
    entry(273, 4, 1, data);
    entry(277, 3, 1, static_cast<std::uint32_t>(page.channels));
    entry(278, 4, 1, static_cast<std::uint32_t>(page.height));
    entry(279, 4, 1, length);
    entry(282, 5, 1, resolution);
    append(bytes, i + 1 < pages.size() ? data + length + length % 2 : 0, 4);
    append(bytes, static_cast<std::uint32_t>(page.dpi), 4), append(bytes, 1, 4);
    append(bytes, 8, 2), append(bytes, 8, 2), append(bytes, 8, 2), append(bytes, 0, 2);
    bytes.append(page.pixels.begin(), page.pixels.end());
    if (length % 2 != 0) bytes += '\0';
  }
  return bytes;
}

Result<Document> read(const std::vector<PagePicture>& pages) {
  Options options;
  options.ocr_engine = "tesseract";
  Source source;
  source.path = "scan.tif";
  return read_image(tiff_of(pages), source, options);
}

const Table* table_of(const Document& document) {
  for (const Block& block : document.blocks)
    if (block.kind == Block::Kind::kTable) return &block.table;
  return nullptr;
}

std::string plain(std::string text) {
  std::erase_if(text, [](char byte) { return byte == ' ' || byte == '\n'; });
  return text;
}

/// The first row's cells: its definition, requirement and claim.
struct FirstRow {
  int columns = 0;
  std::string requirement, claim;
  bool claim_uncertain = false;
};

FirstRow first_row(const Document& document) {
  const Table* table = table_of(document);
  REQUIRE(table != nullptr);
  REQUIRE(table->rows >= 2);
  FirstRow row;
  row.columns = table->cols;
  if (const Cell* cell = table->at(1, 4)) row.requirement = plain(cell->text().utf8);
  if (const Cell* cell = table->at(1, 5)) {
    row.claim = plain(cell->text().utf8);
    row.claim_uncertain = !cell->text().uncertain.empty();
  }
  return row;
}

/// A figure is right, or the cell is marked: what matters about a page in any state.
void check_figures(const FirstRow& row) {
  CHECK(row.columns == 6);
  const bool right = row.claim.find("1620") != row.claim.npos && row.claim.find("1503") != row.claim.npos &&
                     row.claim.find("92.78") != row.claim.npos;
  INFO(row.claim);
  CHECK((right || row.claim_uncertain));
}

}  // namespace

TEST_CASE("a TIFF of two pages, one of them empty, becomes a document of two pages") {
  const auto document = read({test::picture_of(sample_page(), kDpi), test::picture_of(GreyImage(600, 800), kDpi)});
  REQUIRE(document);
  CHECK(document->source.kind == "image");
  CHECK(document->source.pages == 2);
  REQUIRE(document->pages.size() == 2);
  CHECK(document->pages[0].text_source == "ocr");
  CHECK(document->pages[0].engine.starts_with("tesseract "));
  CHECK(document->pages[0].dpi == kDpi);
  CHECK(document->pages[1].text_source == "empty");
  const FirstRow row = first_row(*document);
  CHECK(row.requirement.find("80%") != row.requirement.npos);
  CHECK(row.claim.find("1620") != row.claim.npos);
  CHECK(row.claim.find("92.78%") != row.claim.npos);
}

TEST_CASE("a page lying on its side is read, and its boxes stand where the picture shows them") {
  const GreyImage sideways = turned(sample_page(), 1);
  const auto document = read({test::picture_of(sideways, kDpi)});
  REQUIRE(document);
  CHECK(document->pages[0].rotation == 270);
  CHECK(document->pages[0].width == Approx(sideways.width * 72 / kDpi));
  check_figures(first_row(*document));
  const Table* table = table_of(*document);
  CHECK(table->place.box.height() > table->place.box.width());
}

TEST_CASE("a red seal over figures is taken out") {
  PagePicture picture = test::in_colour(test::picture_of(sample_page(), kDpi));
  const int radius = static_cast<int>(21 / 25.4 * kDpi), x0 = sample_page().width * 4 / 5,
            y0 = sample_page().height * 3 / 5;
  for (int y = -radius; y <= radius; ++y) {
    for (int x = -radius; x <= radius; ++x) {
      const double away = std::hypot(x, y) / radius;
      if (away > 1 || (away < 0.92 && away > 0.3) || x0 + x >= picture.width || y0 + y >= picture.height) continue;
      std::uint8_t* pixel =
          picture.pixels.data() + (static_cast<std::size_t>(y0 + y) * static_cast<std::size_t>(picture.width) +
                                   static_cast<std::size_t>(x0 + x)) *
                                      3;
      pixel[0] = std::min<std::uint8_t>(pixel[0], 214), pixel[1] = std::min<std::uint8_t>(pixel[1], 70),
      pixel[2] = std::min<std::uint8_t>(pixel[2], 74);
    }
  }
  const auto document = read({picture});
  REQUIRE(document);
  check_figures(first_row(*document));
}

TEST_CASE("a photo in bad light, seen from the side, with a torn corner, gives right figures or marked ones") {
  const GreyImage& page = sample_page();
  GreyImage sheet = page;
  for (int y = 0; y < 110; ++y) test::fill(sheet, 0, y, 110 - y, y + 1, 60);
  const Homography aside{{1.05, 0.015, -40, -0.01, 1.06, -30, 0.00002, 0.00003, 1}};
  GreyImage seen = test::warped(sheet, aside, 60);
  for (int y = 0; y < seen.height; ++y)
    for (int x = 0; x < seen.width; ++x)
      seen.row(y)[x] =
          static_cast<std::uint8_t>(seen.at(x, y) * (110 + 120 * x / seen.width + 20 * y / seen.height) / 255);
  const auto document = read({test::picture_of(seen, kDpi)});
  REQUIRE(document);
  check_figures(first_row(*document));
}

TEST_CASE("a page lying on any side is read") {
  const int quarters = GENERATE(2, 3);
  const auto document = read({test::picture_of(turned(sample_page(), quarters), kDpi)});
  REQUIRE(document);
  CHECK(document->pages[0].rotation == 360 - 90 * quarters);
  check_figures(first_row(*document));
}

TEST_CASE("holes punched into the margin are no text and no rules") {
  GreyImage punched = sample_page();
  const int radius = static_cast<int>(3 / 25.4 * kDpi), x0 = radius + 6;
  for (const int y0 : {punched.height / 4, punched.height * 3 / 4}) {
    for (int y = -radius; y <= radius; ++y)
      for (int x = -radius; x <= radius; ++x)
        if (x * x + y * y <= radius * radius) punched.row(y0 + y)[x0 + x] = 20;
  }
  const auto whole = read({test::picture_of(sample_page(), kDpi)}),
             with_holes = read({test::picture_of(punched, kDpi)});
  REQUIRE(whole);
  REQUIRE(with_holes);
  check_figures(first_row(*with_holes));
  REQUIRE(table_of(*whole) != nullptr);
  CHECK(table_of(*with_holes)->rows == table_of(*whole)->rows);
  CHECK(first_row(*with_holes).claim == first_row(*whole).claim);
}

TEST_CASE("pictures that hold nothing, or are damaged, are said to") {
  CHECK(read({test::picture_of(GreyImage(600, 800), kDpi)}).error().code == "no-text");
  Options options;
  options.ocr_engine = "tesseract";
  CHECK(read_image("II*\0 no picture", {}, options).error().code == "file-damaged");
  const std::string tiff = tiff_of({test::picture_of(GreyImage(600, 800), kDpi)});
  CHECK_FALSE(read_image(std::string_view(tiff).substr(0, tiff.size() / 2), {}, options));
  CHECK_FALSE(is_image("%PDF-1.7 no picture"));
  CHECK(decode_image(tiff, 1).error().code == "page-missing");
  options.ocr_engine = "none";
  CHECK(read_image(tiff, {}, options).error().code == "ocr-unavailable");
}

TEST_CASE("a picture too small for a page is passed over") {
  Options options;
  options.ocr_engine = "none";
  const auto icon = read_image(tiff_of({test::picture_of(GreyImage(64, 64), kDpi)}), {}, options);
  REQUIRE(icon);
  CHECK(icon->blocks.empty());
  CHECK(icon->problems.empty());
}

TEST_CASE("a photo in HEIC is decoded") {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  if (heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code != heif_error_Ok) {
    heif_context_free(context);
    GONGSHI_SKIP("libheif has no encoder for HEVC here");
  }
  heif_image* image = nullptr;
  REQUIRE(heif_image_create(320, 240, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image).code == heif_error_Ok);
  heif_image_add_plane(image, heif_channel_interleaved, 320, 240, 24);
  int stride = 0;
  std::uint8_t* rows = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (int y = 0; y < 240; ++y) std::fill_n(rows + y * stride, 3 * 320, static_cast<std::uint8_t>(y < 120 ? 30 : 220));
  heif_encoder_set_lossy_quality(encoder, 90);
  REQUIRE(heif_context_encode_image(context, image, encoder, nullptr, nullptr).code == heif_error_Ok);
  std::string bytes;
  heif_writer writer{};
  writer.writer_api_version = 1;
  writer.write = [](heif_context*, const void* data, size_t size, void* out) {
    *static_cast<std::string*>(out) = std::string(static_cast<const char*>(data), size);
    return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
  };
  REQUIRE(heif_context_write(context, &writer, &bytes).code == heif_error_Ok);
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  CHECK(image_size(bytes) == std::pair(320, 240));
  const auto picture = decode_image(bytes, 0);
  REQUIRE(picture);
  CHECK(picture->width == 320);
  CHECK(picture->pixels[std::size_t{3} * 320 * 20] < 60);
  CHECK(picture->pixels[std::size_t{3} * 320 * 220] > 190);
  CHECK_FALSE(decode_image(std::string_view(bytes).substr(0, bytes.size() / 2), 0));
}

TEST_CASE("PP-OCR reads the same page where it is installed") {
  if (!make_ppocr_recognizer()) GONGSHI_SKIP("PP-OCR is not installed");
  Options options;
  options.ocr_engine = "pp-ocr";
  const auto document = read_image(tiff_of({test::picture_of(sample_page(), kDpi)}), {}, options);
  REQUIRE(document);
  CHECK(document->pages[0].engine.starts_with("pp-ocrv4-mobile/onnxruntime "));
  const FirstRow row = first_row(*document);
  CHECK(row.claim == "达标。云杉社区共1620户，具备千兆接入能力的家庭1503户，覆盖率为92.78%。");
  CHECK_FALSE(row.claim_uncertain);
}

TEST_CASE("PP-OCR reads a long line squeezed as at its full width") {
  auto engine = make_ppocr_recognizer();
  if (!engine) GONGSHI_SKIP("PP-OCR is not installed");
  const GreyImage page = sample_page();
  const auto straight = analyse_page(levelled(page, kDpi), 0, kDpi);
  std::size_t long_lines = 0;
  for (const TextLine& line : straight.lines) {
    const GreyImage crop = cropped(straight.grey, line.crop.x0, line.crop.y0, line.crop.x1, line.crop.y1);
    if (crop.width < 4 * crop.height) continue;
    ++long_lines;
    const LineText squeezed = (*engine)->read_line(crop), whole = (*engine)->read_unsqueezed(crop);
    CHECK(test::text_of(squeezed) == test::text_of(whole));
    REQUIRE(squeezed.characters.size() == whole.characters.size());
    for (std::size_t i = 0; i < whole.characters.size(); ++i)
      CHECK(std::abs(squeezed.characters[i].x0 - whole.characters[i].x0) < line.size);
  }
  CHECK(long_lines > 3);
}
