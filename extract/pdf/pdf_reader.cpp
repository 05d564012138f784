// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/pdf_reader.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "extract/layout.h"
#include "extract/ocr/page_reader.h"

namespace gongshi::extract {
namespace {

// Shares that decide about a text layer. Clean layers measured: under 0.5 % undecoded (bullets in private-use fonts).
constexpr double kMostUndecoded = 0.10;
constexpr double kPicturePage = 0.5;    // of the page covered by one picture
constexpr std::size_t kFewGlyphs = 12;  // a page number or a stamp's line over a scan

std::string_view note_of(TextLayer layer) {
  switch (layer) {
    case TextLayer::kTrusted:
      return "";
    case TextLayer::kEmpty:
      return "The page is blank.";
    case TextLayer::kMissing:
      return "The page is a picture without text.";
    case TextLayer::kHidden:
      return "The text layer is invisible (another program's recognition) and was not used.";
    case TextLayer::kUndecoded:
      return "The text layer's fonts do not say which characters they show; it was not used.";
  }
  return "";
}

}  // namespace

TextLayer judge_text_layer(const PdfPage& page) {
  const std::size_t visible = page.content.glyphs.size();
  if (visible < kFewGlyphs && page.picture_share > kPicturePage)
    return page.hidden.empty() ? TextLayer::kMissing : TextLayer::kHidden;
  if (visible == 0) return page.hidden.empty() ? TextLayer::kEmpty : TextLayer::kHidden;
  if (page.undecoded > kMostUndecoded * static_cast<double>(visible)) return TextLayer::kUndecoded;
  return TextLayer::kTrusted;
}

Result<Document> read_pdf(std::string_view bytes, Source source, const Options& options) {
  const std::string name = source.display();
  Result<PdfFile> file = PdfFile::open(bytes);
  if (!file) return Error{file.error().code, fmt::format("{}: {}", name, file.error().message)};
  Document document;
  const int pages = std::min(file->pages(), options.max_pages);
  if (pages < file->pages())
    document.problems.push_back(
        {"too-many-pages", fmt::format("Only the first {} of {} pages were read.", pages, file->pages()), 0});
  std::vector<PageContent> contents;
  std::vector<int> scanned;
  for (int number = 1; number <= pages; ++number) {
    PdfPage page = file->read_page(number);
    const TextLayer layer = judge_text_layer(page);
    page.content.page.note = note_of(layer);
    page.content.page.text_source = layer == TextLayer::kTrusted ? "text-layer" : "empty";
    if (layer != TextLayer::kTrusted) page.content.glyphs.clear();
    if (layer != TextLayer::kTrusted && layer != TextLayer::kEmpty) scanned.push_back(number);
    std::move(page.problems.begin(), page.problems.end(), std::back_inserter(document.problems));
    contents.push_back(std::move(page.content));
    if (options.progress && scanned.empty()) options.progress(number, pages);
  }
  const auto placements = recognize_pages(
      contents, scanned, [&](int number) { return file->picture(number); }, options, document.problems);
  for (const PageContent& content : contents) document.pages.push_back(content.page);
  document.problems.insert(document.problems.end(), file->problems().begin(), file->problems().end());
  document.blocks = layout_pages(contents, options);
  show_as_in_file(placements, document);
  source.kind = placements.size() * 2 > contents.size() ? "scan" : "pdf";
  source.pages = file->pages();
  document.source = std::move(source);
  if (document.blocks.empty())
    return Error{"no-text", fmt::format("{}: nothing could be read on any of its {} pages.", name, pages)};
  return document;
}

}  // namespace gongshi::extract
