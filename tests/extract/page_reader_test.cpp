// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/page_reader.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/extract/ocr_sample.h"

using namespace gongshi;
using namespace gongshi::extract;

namespace {

using test::Sheet;

PageRecognizer::EngineMaker frames() {
  return [] { return Result<std::unique_ptr<Recognizer>>(std::make_unique<test::FakeEngine>(test::read_frames)); };
}

Result<RecognizedPage> read(const PagePicture& picture) {
  OcrOptions options;
  options.workers = 1;
  const auto reader = PageRecognizer::with_engines(frames(), {}, options);
  REQUIRE(reader != nullptr);
  auto pages = reader->read({1}, [&](int) { return Result<PagePicture>(picture); });
  REQUIRE(pages.size() == 1);
  return std::move(pages[0]);
}

}  // namespace

TEST_CASE("a page is turned upright by what reads best, and its boxes lead back to the picture") {
  const Sheet sheet(5);
  const int quarters = GENERATE(0, 1, 2, 3);
  // Turned away from upright by so many quarters: the reader has to go on to a full turn.
  const GreyImage image = turned(sheet.image, quarters);
  const auto page = read(test::picture_of(image, Sheet::kDpi));
  REQUIRE(page);
  CHECK(page->content.page.rotation == (4 - quarters) % 4 * 90);
  CHECK(page->content.page.text_source == "ocr");
  CHECK(page->content.page.engine == "fake 1");
  CHECK(page->content.page.dpi == Sheet::kDpi);
  REQUIRE_FALSE(page->content.glyphs.empty());
  CHECK(page->placement.width == Approx(image.width * 72 / Sheet::kDpi));
  // Every glyph's box, back on the picture, holds ink.
  for (const Glyph& glyph : page->content.glyphs) {
    const Box box = page->placement.box(glyph.box);
    int dark = 0;
    for (int y = static_cast<int>(box.y0 * Sheet::kDpi / 72); y < static_cast<int>(box.y1 * Sheet::kDpi / 72); ++y)
      for (int x = static_cast<int>(box.x0 * Sheet::kDpi / 72); x < static_cast<int>(box.x1 * Sheet::kDpi / 72); ++x)
        dark += image.at(std::clamp(x, 0, image.width - 1), std::clamp(y, 0, image.height - 1)) < 128;
    CHECK(dark > 10);
  }
}

TEST_CASE("an empty page is empty, not an error") {
  const auto page = read(test::picture_of(GreyImage(660, 930), Sheet::kDpi));
  REQUIRE(page);
  CHECK(page->content.page.text_source == "empty");
  CHECK(page->content.glyphs.empty());
}

TEST_CASE("a page that reads badly is named, one that does not read at all is given up early") {
  const Sheet sheet(8);
  const float confidence = GENERATE(0.2F, 0.6F, 0.97F);
  int looks = 0;
  const auto engine = [&] {
    return Result<std::unique_ptr<Recognizer>>(std::make_unique<test::FakeEngine>([&](const GreyImage& line) {
      ++looks;
      return test::line_of("达到标准的完成情况", static_cast<float>(line.width) / 9, confidence);
    }));
  };
  OcrOptions options;
  options.workers = 1;
  const auto reader = PageRecognizer::with_engines(engine, {}, options);
  const auto pages =
      reader->read({3}, [&](int) { return Result<PagePicture>(test::picture_of(sheet.image, Sheet::kDpi)); });
  REQUIRE(pages[0]);
  CHECK(pages[0]->doubt.empty() == (confidence > 0.9F));
  CHECK(pages[0]->content.glyphs.empty() == (confidence < 0.3F));
  if (confidence < 0.3F) CHECK(looks <= 24);
  if (confidence < 0.9F) CHECK(pages[0]->doubt.find("Page 3") == 0);
}

TEST_CASE("pictures that cannot be are refused, with their page") {
  PagePicture short_one = test::picture_of(GreyImage(660, 930), Sheet::kDpi);
  short_one.pixels.pop_back();
  const PagePicture none;
  for (const PagePicture& picture : {short_one, none}) {
    const auto page = read(picture);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "picture-too-large");
  }
}

TEST_CASE("pages come back in their order, one loaded at a time, each counted once") {
  const Sheet sheet(2);
  OcrOptions options;
  options.workers = 3;
  std::vector<int> told;
  options.progress = [&](int done, int total) { told.push_back(done * 10 + total); };
  const auto reader = PageRecognizer::with_engines(frames(), {}, options);
  REQUIRE(reader != nullptr);
  std::atomic<int> loading = 0;
  std::atomic<bool> overlapped = false;
  const auto pages = reader->read({3, 1, 4, 5, 9, 2, 6}, [&](int number) -> Result<PagePicture> {
    if (++loading != 1) overlapped = true;
    std::this_thread::yield();
    --loading;
    if (number == 9) return Error{"page-damaged", "no picture", 9};
    return test::picture_of(sheet.image, Sheet::kDpi);
  });
  REQUIRE(pages.size() == 7);
  for (std::size_t i = 0; i < 7; ++i) {
    const int number = std::vector{3, 1, 4, 5, 9, 2, 6}[i];
    if (number == 9) {
      CHECK(pages[i].error().code == "page-damaged");
    } else {
      CHECK(pages[i]->content.page.number == number);
    }
  }
  CHECK(told == std::vector<int>{17, 27, 37, 47, 57, 67, 77});
  CHECK_FALSE(overlapped);
}

TEST_CASE("a figure that the second engine reads differently is marked on the page") {
  GreyImage image(660, 930);
  test::draw_line(image, 60, 60, 5, 16);  // As many characters as are read.
  const auto says = [](std::string text) {
    return [text] {
      return Result<std::unique_ptr<Recognizer>>(std::make_unique<test::FakeEngine>([text](const GreyImage& line) {
        LineText read = test::line_of(text, static_cast<float>(line.width) / 5);
        return read;
      }));
    };
  };
  OcrOptions options;
  options.workers = 1;
  const auto first_reading = [] {
    return Result<std::unique_ptr<Recognizer>>(std::make_unique<test::FakeEngine>(
        [](const GreyImage& line) { return test::line_of("共162户", static_cast<float>(line.width) / 5, 0.97F); }));
  };
  for (const bool agree : {true, false}) {
    const auto reader =
        PageRecognizer::with_engines(first_reading, {{says(agree ? "共162户" : "共168户")}, {}}, options);
    const auto pages =
        reader->read({1}, [&](int) { return Result<PagePicture>(test::picture_of(image, Sheet::kDpi)); });
    REQUIRE(pages[0]);
    int uncertain = 0;
    for (const Glyph& glyph : pages[0]->content.glyphs) uncertain += glyph.uncertain;
    CHECK(uncertain == (agree ? 0 : 3));
  }
}

TEST_CASE("a page that reads badly is read with its strokes joined where it reads better so") {
  // An engine that likes soft strokes: it reads a picture of black and white with less confidence.
  const auto soft = [] {
    return Result<std::unique_ptr<Recognizer>>(std::make_unique<test::FakeEngine>([](const GreyImage& line) {
      const auto grey =
          std::count_if(line.pixels.begin(), line.pixels.end(), [](int it) { return it > 60 && it < 190; });
      LineText text = test::read_frames(line);
      for (LineCharacter& character : text.characters) character.confidence = grey > 20 ? 0.97F : 0.85F;
      return text;
    }));
  };
  OcrOptions options;
  options.workers = 1;
  const auto reader = PageRecognizer::with_engines(soft, {}, options);
  const auto pages =
      reader->read({1}, [&](int) { return Result<PagePicture>(test::picture_of(Sheet(6).image, Sheet::kDpi)); });
  REQUIRE(pages[0]);
  REQUIRE_FALSE(pages[0]->content.glyphs.empty());
  for (const Glyph& glyph : pages[0]->content.glyphs) CHECK(glyph.confidence > 0.95F);
}

TEST_CASE("digits beside a guess, and all of a line that reads badly, are marked") {
  GreyImage image(660, 930);
  test::draw_line(image, 60, 60, 5, 16);
  const auto marks = [&](const std::function<float(std::size_t)>& confidence) {
    const auto reading = [confidence] {
      return Result<std::unique_ptr<Recognizer>>(
          std::make_unique<test::FakeEngine>([confidence](const GreyImage& line) {
            LineText read = test::line_of("共1/2个", static_cast<float>(line.width) / 5);
            for (std::size_t i = 0; i < read.characters.size(); ++i) read.characters[i].confidence = confidence(i);
            return read;
          }));
    };
    OcrOptions options;
    options.workers = 1;
    const auto reader = PageRecognizer::with_engines(reading, {{reading}, {}}, options);
    const auto pages =
        reader->read({1}, [&](int) { return Result<PagePicture>(test::picture_of(image, Sheet::kDpi)); });
    REQUIRE(pages[0]);
    int uncertain = 0;
    for (const Glyph& glyph : pages[0]->content.glyphs) uncertain += glyph.uncertain;
    return uncertain;
  };
  CHECK(marks([](std::size_t) { return 0.99F; }) == 0);
  CHECK(marks([](std::size_t i) { return i == 2 ? 0.67F : 0.99F; }) == 2);
  CHECK(marks([](std::size_t i) { return i == 0 || i == 4 ? 0.4F : 0.99F; }) == 5);
}

TEST_CASE("engines that are not there are said to be missing") {
  OcrOptions options;
  options.engine = "none";
  CHECK(PageRecognizer::create(options).error().code == "ocr-unavailable");
  options.engine = "typo";
  CHECK(PageRecognizer::create(options).error().message.find("typo") != std::string::npos);
  CHECK(PageRecognizer::with_engines(
            [] {
              return Result<std::unique_ptr<Recognizer>>(Error{"ocr-unavailable", "none"});
            },
            {}, options) == nullptr);
}

TEST_CASE("a placement maps boxes with their corners and keeps them on the page") {
  PagePlacement placement;
  placement.to_picture = Homography{{0, -1, 300, 1, 0, 0, 0, 0, 1}};
  placement.width = 300, placement.height = 400;
  const Box box = placement.box({10, 20, 30, 60});
  CHECK(box == Box{240, 10, 280, 30});
  CHECK(placement.box({-50, -50, 500, 500}) == Box{0, 0, 300, 400});
}
