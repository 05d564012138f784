// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/flow_pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "extract/flow_document.h"
#include "extract/notice_words.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kLeastRows = 3, kLeastColumns = 3;
constexpr int kLeastNoticeWords = 2;  // One of them many a page has.

std::size_t characters_of(const Block& block) {
  if (block.kind == Block::Kind::kParagraph)
    return block.paragraph.furniture ? 0 : utf8::count(block.paragraph.text.utf8);
  std::size_t count = 0;
  for (const Cell& cell : block.table.cells) count += utf8::count(cell.text().utf8);
  return count;
}

bool is_page_sized(std::string_view bytes, const FlowPictureOptions& limits) {
  const auto [width, height] = image_size(bytes);
  return std::min(width, height) >= limits.least_side;
}

}  // namespace

bool little_is_written(const std::vector<Block>& blocks, const FlowPictureOptions& limits) {
  std::size_t count = 0;
  for (const Block& block : blocks) {
    if (block.kind == Block::Kind::kTable && block.table.rows >= kLeastRows && block.table.cols >= kLeastColumns &&
        has_text({block}))
      return false;
    if ((count += characters_of(block)) > limits.most_text) return false;
  }
  return true;
}

void note_lost_pictures(Document& document, int count, std::string_view why) {
  if (count <= 0 || !little_is_written(document.blocks)) return;
  std::string text;
  for (const Block& block : document.blocks) {
    text += block.paragraph.text.utf8 + '\n';
    for (const Cell& cell : block.table.cells) text += cell.text().utf8 + '\n';
  }
  if (count_notice_words(text) < kLeastNoticeWords) return;
  document.problems.push_back(
      {"part-unread", fmt::format("{}: little is written, and {} pictures {}.", document.source.display(), count, why),
       0});
}

void insert_recognized(Document& document, const std::vector<std::size_t>& places, RecognizedPictures recognized) {
  std::vector<Block> blocks;
  std::size_t next = 0;
  const auto written_up_to = [&](std::size_t end) {
    end = std::min(end, document.blocks.size());
    for (; next < end; ++next) blocks.push_back(std::move(document.blocks[next]));
  };
  for (Block& block : recognized.document.blocks) {
    const auto page = static_cast<std::size_t>(block.page) - 1;
    written_up_to(places[recognized.file_of_page[page]]);
    blocks.push_back(std::move(block));
  }
  written_up_to(document.blocks.size());
  document.blocks = std::move(blocks);
  document.pages = std::move(recognized.document.pages);
  document.source.pages = static_cast<int>(document.pages.size());
  std::move(recognized.document.problems.begin(), recognized.document.problems.end(),
            std::back_inserter(document.problems));
}

void read_flow_pictures(Document& document, const std::vector<FlowPicture>& pictures, const Options& options,
                        const FlowPictureOptions& limits) {
  if (pictures.empty() || !little_is_written(document.blocks, limits)) return;
  std::vector<std::string> files;
  std::vector<std::size_t> places;
  int lost = 0;
  for (const FlowPicture& picture : pictures) {
    std::string bytes = picture.load();
    lost += image_size(bytes).first <= 0;
    if (!is_page_sized(bytes, limits)) continue;
    files.push_back(std::move(bytes));
    places.push_back(picture.block);
  }
  if (files.empty())
    return note_lost_pictures(
        document, lost, "are missing, damaged or of a kind that is not read: save them as PNG, or export it as PDF");
  insert_recognized(document, places, recognize_pictures({files.begin(), files.end()}, options));
}

Result<Document> with_text(Document document, std::string_view what_it_is) {
  if (has_text(document.blocks)) return document;
  const std::string name = document.source.display();
  if (!document.pages.empty() && !document.problems.empty()) {
    const Problem& why = document.problems.back();
    return Error{why.code, fmt::format("{}: only pictures, and they were not read: {}", name, why.message)};
  }
  if (!document.pages.empty()) return no_text(fmt::format("{}: only pictures, and no text was found in them", name));
  return no_text(fmt::format("{}: the {} holds no text", name, what_it_is));
}

}  // namespace gongshi::extract
