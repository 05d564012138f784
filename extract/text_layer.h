// SPDX-License-Identifier: GPL-3.0-or-later
// Can a page's text layer be believed?
#pragma once

#include <string_view>

#include "extract/page_canvas.h"

namespace gongshi::extract {

/// Whether a page's text layer says what the page shows.
enum class TextLayer {
  kTrusted,
  kEmpty,      ///< No text, no picture: a blank page.
  kMissing,    ///< No text worth the name on a page that is a picture: a scan.
  kDrawn,      ///< Text drawn as outlines, without characters.
  kHidden,     ///< Only invisible text, or text under a picture: another program's recognition.
  kUndecoded,  ///< Fonts without a usable ToUnicode table: characters are missing, private, or not those of Chinese
               ///< text.
};

/// Judges by shares of glyphs; the thresholds stand in the .cpp file with what chose them.
[[nodiscard]] TextLayer judge_text_layer(const DrawnPage& page);

/// What the verdict means for the reader of a report: English, one line; empty for kTrusted.
[[nodiscard]] std::string_view note_of(TextLayer layer);

}  // namespace gongshi::extract
