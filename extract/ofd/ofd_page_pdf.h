// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "extract/page_content.h"

namespace gongshi::extract {

/// A one-page PDF that shows what was read of a page: every character where it stands, at its size, and the rules. For
/// pictures of pages whose format Poppler does not know; type is whatever Chinese font the machine has, so that it
/// shows text and places, not the look of the original.
[[nodiscard]] std::string pdf_of_page(const PageContent& content);

/// A one-page PDF of `width` × `height` points that draws `operators`, a content stream.
[[nodiscard]] std::string pdf_of_drawing(const std::string& operators, double width, double height);

}  // namespace gongshi::extract
