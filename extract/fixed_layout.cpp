// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/fixed_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "extract/layout.h"
#include "extract/ocr/page_reader.h"
#include "extract/text_layer.h"
#include "schema/refusal.h"

namespace gongshi::extract {
namespace {

constexpr double kMentionedPictures = 0.25;  // share of a page; pictures this large may hold text that was not read

std::string picture_note(const DrawnPage& page) {
  if (page.picture_share < kMentionedPictures) return "";
  return fmt::format("Pictures cover {:.0f} % of the page; text inside them was not read.", page.picture_share * 100);
}

// The page's content with its verdict; true where it must be recognised.
bool judge(DrawnPage& page) {
  const TextLayer layer = judge_text_layer(page);
  const bool trusted = layer == TextLayer::kTrusted;
  page.content.page.note = trusted ? picture_note(page) : std::string(note_of(layer));
  page.content.page.text_source = trusted ? "text-layer" : "empty";
  if (!trusted) page.content.glyphs.clear();
  return !trusted && layer != TextLayer::kEmpty;
}

}  // namespace

Result<FixedDocument> read_fixed_pages(const FixedPages& pages, Source source, const Options& options) {
  FixedDocument result;
  Document& document = result.document;
  const int count = std::min(pages.count, options.max_pages);
  if (count < pages.count)
    document.problems.push_back(
        {"too-many-pages", fmt::format("Only the first {} of {} pages were read.", count, pages.count), 0});
  std::vector<PageContent> contents;
  std::vector<int> to_recognize;
  for (int number = 1; number <= count; ++number) {
    DrawnPage page = pages.draw(number);
    if (judge(page)) to_recognize.push_back(number);
    std::move(page.problems.begin(), page.problems.end(), std::back_inserter(document.problems));
    contents.push_back(std::move(page.content));
    if (options.progress && to_recognize.empty()) options.progress(number, count);
  }
  const auto placements = recognize_pages(contents, to_recognize, pages.picture, options, document.problems);
  for (const PageContent& content : contents) document.pages.push_back(content.page);
  if (placements.size() == contents.size()) put_in_order(contents, document.problems);
  document.blocks = layout_pages(contents, options);
  show_as_in_file(placements, document);
  result.scanned = placements.size() * 2 > contents.size();
  source.pages = pages.count;
  document.source = std::move(source);
  if (!document.blocks.empty()) return result;
  const std::string why = document.problems.empty() ? "" : " (" + document.problems.back().message + ")";
  return no_text(
      fmt::format("{}: nothing could be read on any of its {} pages{}", document.source.display(), count, why));
}

}  // namespace gongshi::extract
