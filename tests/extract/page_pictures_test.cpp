// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/page_pictures.h"

#include <allheaders.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "extract/sha256.h"
#include "tests/extract/ofd_sample.h"
#include "tests/support/places.h"

using namespace gongshi;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// One of the sample notices.
Source sample() {
  Source source;
  source.path = std::string(test::kSourceFolder) + "/examples/石桥湾社区.pdf";
  source.kind = "pdf";
  source.sha256 = extract::sha256(bytes_of(source.path));
  return source;
}

using PixPointer = std::unique_ptr<PIX, void (*)(PIX*)>;

PixPointer decoded(const Picture& picture) {
  return {pixReadMem(reinterpret_cast<const l_uint8*>(picture.bytes.data()), picture.bytes.size()),
          [](PIX* pix) { pixDestroy(&pix); }};
}

}  // namespace

TEST_CASE("a page is drawn at the size asked for") {
  const auto pictures = extract::make_page_pictures();
  const auto picture = pictures->page(sample(), 1, 72, {});
  REQUIRE(picture.has_value());
  CHECK(picture->media_type == "image/png");
  CHECK(picture->width == Approx(picture->area.width()).margin(1));
  CHECK(picture->height == Approx(picture->area.height()).margin(1));
  const PixPointer pix = decoded(*picture);
  REQUIRE(pix != nullptr);
  CHECK(pixGetWidth(pix.get()) == picture->width);
}

TEST_CASE("masks are painted over, in pictures of areas too") {
  const auto pictures = extract::make_page_pictures();
  const auto picture = pictures->area(sample(), 1, {100, 100, 200, 150}, 144, {{120, 110, 140, 130}});
  REQUIRE(picture.has_value());
  CHECK(picture->width == 200);
  CHECK(picture->height == 100);
  CHECK(picture->scale == 2);
  const PixPointer pix = decoded(*picture);
  REQUIRE(pix != nullptr);
  const PixPointer rgb(pixConvertTo32(pix.get()), [](PIX* made) { pixDestroy(&made); });
  for (const auto& [x, y] : {std::pair{42, 22}, std::pair{60, 40}, std::pair{79, 59}}) {
    l_int32 red = 0, green = 0, blue = 0;
    pixGetRGBPixel(rgb.get(), x, y, &red, &green, &blue);
    CHECK(red == 0x88);
  }
}

TEST_CASE("sources that changed, are gone, or have no pages are told apart") {
  const auto pictures = extract::make_page_pictures();
  Source source = sample();
  CHECK(pictures->page(source, 999, 72, {}).error().code == "page-missing");
  source.sha256 = std::string(64, '0');
  CHECK(pictures->page(source, 1, 72, {}).error().code == "source-changed");
  source.path = "no such file.pdf";
  CHECK(pictures->page(source, 1, 72, {}).error().code == "source-gone");
  source = sample();
  source.kind = "docx";
  source.sha256 = "other";
  CHECK(pictures->page(source, 1, 72, {}).error().code == "no-pages");
  CHECK(pictures->page(sample(), 1, 1e6, {}).error().code == "picture-failed");
  CHECK(pictures->page(sample(), 1, 0, {}).error().code == "picture-failed");
}

TEST_CASE("a picture file is scaled") {
  const auto folder =
      std::filesystem::temp_directory_path() /
      ("gongshi-picture-test-" + std::to_string(std::hash<std::thread::id>()(std::this_thread::get_id())));
  std::filesystem::create_directories(folder);
  Source source;
  source.path = (folder / "page.png").string();
  source.kind = "image";
  {
    const PixPointer pix(pixCreate(1600, 2400, 32), [](PIX* made) { pixDestroy(&made); });
    pixSetAllArbitrary(pix.get(), 0xC8643200);
    pixSetResolution(pix.get(), 200, 200);
    REQUIRE(pixWrite(source.path.c_str(), pix.get(), IFF_PNG) == 0);
  }
  source.sha256 = extract::sha256(bytes_of(source.path));
  const auto pictures = extract::make_page_pictures();
  const auto picture = pictures->page(source, 1, 50, {});
  std::filesystem::remove_all(folder);
  REQUIRE(picture.has_value());
  CHECK(picture->media_type == "image/webp");
  CHECK(picture->width == 400);
  CHECK(picture->height == 600);
  CHECK(picture->area.width() == Approx(576).margin(0.5));
}

TEST_CASE("several threads may draw at once") {
  const auto pictures = extract::make_page_pictures();
  const Source source = sample();
  std::vector<std::string> drawn(4);
  std::vector<std::thread> threads;
  for (std::string& bytes : drawn)
    threads.emplace_back([&] { bytes = pictures->page(source, 1, 50, {}).value_or(Picture{}).bytes; });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& bytes : drawn) CHECK((!bytes.empty() && bytes == drawn[0]));
}

TEST_CASE("an OFD page is set anew, its characters where they stand") {
  test::OfdPage page;
  page.text(30, 60, "柳岸社区");
  page.line(20, 100, 190, 100);
  const std::string bytes = test::ofd_file(test::ofd_document(0, {page.xml()}));
  Source source;
  source.path = "notice.ofd";
  source.kind = "ofd";
  source.sha256 = extract::sha256(bytes);
  auto drawer = extract::PageDrawer::open(bytes, source);
  REQUIRE(drawer.has_value());
  const auto picture = drawer->draw(1, 96, {});
  REQUIRE(picture.has_value());
  CHECK(picture->area.width() == Approx(595.3).margin(0.5));
  const PixPointer pix = decoded(*picture);
  REQUIRE(pix != nullptr);
  const PixPointer grey(pixConvertTo8(pix.get(), 0), [](PIX* made) { pixDestroy(&made); });
  const auto ink = [&](double x0, double y0, double x1, double y1) {  // millimetres
    const double scale = 96 / 25.4;
    int dark = 0;
    for (int y = static_cast<int>(y0 * scale); y < static_cast<int>(y1 * scale); ++y)
      for (int x = static_cast<int>(x0 * scale); x < static_cast<int>(x1 * scale); ++x) {
        l_uint32 value = 255;
        pixGetPixel(grey.get(), x, y, &value);
        dark += value < 128 ? 1 : 0;
      }
    return dark;
  };
  for (int i = 0; i < 4; ++i) {
    INFO("character " << i);
    CHECK(ink(30 + 4 * i, 56, 34 + 4 * i, 61) > 10);
  }
  CHECK(ink(47, 50, 190, 70) == 0);
  CHECK(ink(20, 99, 190, 101) > 400);
  CHECK(drawer->draw(2, 96, {}).error().code == "page-missing");
}
