// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Reads a web page as a browser shows it: paragraphs and tables (rowspan, colspan, row groups, tables that style
/// sheets make of other elements), frames whose page is in the file, hidden elements left out. Where nothing shown is a
/// table and something hidden is, the page's scripts would show that: it is read too. Tables that only lay out the page
/// are dissolved into their content. Navigation, site header and footer are paragraphs marked as furniture. A line
/// break starts a new Paragraph. A page that is hardly more than pictures of pages is recognised, where they are in the
/// file. The charset is found by decode_text. Errors: "file-damaged", "table-too-large", "no-text".
[[nodiscard]] Result<Document> read_html(std::string_view bytes, Source source, const Options& options);

/// What carries a page (a MIME file) and knows more about it.
struct PageCarrier {
  std::string charset;                                           ///< As it declares it; "" if it does not.
  std::function<std::string(std::string_view address)> picture;  ///< Bytes by an img's src; "" where it has none.
  /// The page that a frame shows, in UTF-8, by its src; "" where it has none. May be empty.
  std::function<std::string(std::string_view address)> page;
  /// The style sheet that a link names, in UTF-8; "" where it has none. May be empty.
  std::function<std::string(std::string_view address)> sheet;
};

/// As above, for a page that comes in something.
[[nodiscard]] Result<Document> read_html_in(const PageCarrier& carrier, std::string_view bytes, Source source,
                                            const Options& options);

}  // namespace gongshi::extract
