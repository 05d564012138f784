// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/claim_view.h"

namespace gongshi::normalize {

int ClaimView::depth(std::size_t position) const {
  int depth = 0;
  for (std::size_t i = 0; i < position && i < text().size(); ++i) {
    const char32_t c = text().chars[i];
    if (c == U'\n') depth = 0;
    if (c == U'(') ++depth;
    if (c == U')' && depth > 0) --depth;
  }
  return depth;
}

}  // namespace gongshi::normalize
