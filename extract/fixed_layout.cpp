// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/fixed_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "extract/common_ideographs.h"
#include "extract/layout.h"
#include "extract/notice_words.h"
#include "extract/ocr/page_reader.h"
#include "extract/text_layer.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kLongDocument = 7;  // pages to recognise; a notice has 3 to 12
constexpr int kFirstPages = 3;
constexpr int kLeastColumns = 3, kLeastRows = 2;  // of a table
constexpr double kMentionedPictures = 0.25;  // share of a page; pictures this large may hold text that was not read

std::string picture_note(const DrawnPage& page) {
  if (page.picture_share < kMentionedPictures) return "";
  return fmt::format("Pictures cover {:.0f} % of the page; text inside them was not read.", page.picture_share * 100);
}

// Common Chinese characters for the most part: spoilt in places, but not all made up.
bool is_mostly_chinese(const std::vector<Glyph>& glyphs) {
  const auto common =
      std::count_if(glyphs.begin(), glyphs.end(), [](const Glyph& glyph) { return is_common_ideograph(glyph.code); });
  return 2 * static_cast<std::size_t>(common) > glyphs.size();
}

// The page's content with its verdict; true where it must be recognised. `doubtful` gets a layer that says something,
// though not surely what the page shows.
bool judge(DrawnPage& page, std::vector<Glyph>& doubtful) {
  const TextLayer layer = judge_text_layer(page);
  const bool trusted = layer == TextLayer::kTrusted;
  page.content.page.note = trusted ? picture_note(page) : std::string(note_of(layer));
  page.content.page.text_source = trusted ? "text-layer" : "empty";
  if (layer == TextLayer::kUndecoded && is_mostly_chinese(page.content.glyphs))
    doubtful = std::move(page.content.glyphs);
  if (!trusted) page.content.glyphs.clear();
  return !trusted && layer != TextLayer::kEmpty;
}

// Neither a table nor a word that a notice has on its first pages.
bool is_plainly_no_notice(const std::vector<PageContent>& contents) {
  if (notice_words().empty()) return false;
  for (const PageContent& content : contents) {
    for (const Grid& grid : find_grids(content.rules))
      if (grid.cols() >= kLeastColumns && grid.rows() >= kLeastRows) return false;
    std::string text;
    for (const Glyph& glyph : content.glyphs) utf8::append(text, glyph.code);
    if (count_notice_words(text) > 0) return false;
  }
  return true;
}

// Recognises the pages; of a long document the first ones, and the others only where those may be a notice's.
std::map<int, PagePlacement> recognize(std::vector<PageContent>& contents, const std::vector<int>& numbers,
                                       const FixedPages& pages, const Options& options,
                                       std::vector<Problem>& problems) {
  if (options.max_pages == kEveryPage || numbers.size() < kLongDocument)
    return recognize_pages(contents, numbers, pages.picture, options, problems);
  const auto middle = numbers.begin() + kFirstPages;
  auto placements = recognize_pages(contents, {numbers.begin(), middle}, pages.picture, options, problems);
  const bool some_failed = placements.size() < static_cast<std::size_t>(kFirstPages);
  if (!some_failed && is_plainly_no_notice(contents)) {
    problems.push_back(
        {"stopped-early",
         fmt::format("Recognition stopped after {} of {} pages: nothing on them is a notice's. --all reads them all.",
                     kFirstPages, numbers.size()),
         0});
    return placements;
  }
  placements.merge(recognize_pages(contents, {middle, numbers.end()}, pages.picture, options, problems));
  return placements;
}

// A page that could not be recognised keeps the text layer that was not trusted, and says so: better than nothing.
void use_doubtful(std::vector<PageContent>& contents, std::vector<std::vector<Glyph>>& doubtful,
                  std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < contents.size(); ++i) {
    Page& page = contents[i].page;
    if (doubtful[i].empty() || !contents[i].glyphs.empty() || page.text_source != "empty") continue;
    contents[i].glyphs = std::move(doubtful[i]);
    page.text_source = "text-layer";
    page.note = "The text layer's fonts do not say which characters they show, and the page could not be recognised.";
    problems.push_back(
        {"part-unread", "The page's text may not be what it shows: compare it with the page.", page.number});
  }
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
  std::vector<std::vector<Glyph>> doubtful;
  std::vector<int> to_recognize;
  for (int number = 1; number <= count; ++number) {
    DrawnPage page = pages.draw(number);
    if (judge(page, doubtful.emplace_back())) to_recognize.push_back(number);
    std::move(page.problems.begin(), page.problems.end(), std::back_inserter(document.problems));
    contents.push_back(std::move(page.content));
    if (options.progress && to_recognize.empty()) options.progress(number, count);
  }
  const auto placements = recognize(contents, to_recognize, pages, options, document.problems);
  use_doubtful(contents, doubtful, document.problems);
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
