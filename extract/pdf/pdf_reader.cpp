// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdf/pdf_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "extract/layout.h"
#include "extract/ocr/page_reader.h"
#include "extract/pdf/pdf_file.h"
#include "extract/text_layer.h"

namespace gongshi::extract {
namespace {

constexpr double kMentionedPicture = 0.25;  // share of a page; a picture this large may hold text that was not read

std::string picture_note(const DrawnPage& page) {
  if (page.picture_share < kMentionedPicture) return "";
  return fmt::format("Pictures cover {:.0f} % of the page; text inside them was not read.", page.picture_share * 100);
}

}  // namespace

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
    DrawnPage page = file->read_page(number);
    const TextLayer layer = judge_text_layer(page);
    page.content.page.note = layer == TextLayer::kTrusted ? picture_note(page) : std::string(note_of(layer));
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
