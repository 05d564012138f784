// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that someone pasted into Word or a web page as pictures of their pages.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/ocr/image_reader.h"
#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// When a flow document's pictures are looked at.
struct FlowPictureOptions {
  int least_side = 500;          ///< Pixels. A4 has 595 × 842 at 72 dpi, where characters are just legible; logos and
                                 ///< stamps are smaller.
  std::size_t most_text = 1000;  ///< Characters. Title, preamble and footer of a notice have 100–500, its table 2 000
                                 ///< and more.
};

/// A picture of a flow document: where it stands, and what brings its bytes ("" where they cannot be had).
struct FlowPicture {
  std::size_t block = 0;  ///< The block of the document that follows it.
  std::function<std::string()> load;
};

/// True where what is written can be no whole notice: no table of at least three rows and columns, and little text.
[[nodiscard]] bool little_is_written(const std::vector<Block>& blocks, const FlowPictureOptions& limits = {});

/// Says ("part-unread") that `count` pictures could not be read, where what is written is little and speaks of a
/// notice: its table may be on them. `why` ends the sentence.
void note_lost_pictures(Document& document, int count, std::string_view why);

/// Where little is written, recognises those pictures that are as large as a page and puts what they say into their
/// places; they become the document's pages. Does nothing otherwise. What could not be read is a problem of the
/// document.
void read_flow_pictures(Document& document, const std::vector<FlowPicture>& pictures, const Options& options,
                        const FlowPictureOptions& limits = {});

/// The insertion alone: `recognized` comes from the pictures at `places` (block indices, ascending), one per file.
void insert_recognized(Document& document, const std::vector<std::size_t>& places, RecognizedPictures recognized);

/// The document, or "no-text" where it holds none; where its pictures could not be read, the reason for that.
[[nodiscard]] Result<Document> with_text(Document document, std::string_view what_it_is);

}  // namespace gongshi::extract
