// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/claim_view.h"

namespace gongshi::normalize {

ClaimView::ClaimView(const ClaimReading& reading, ClaimFacts& facts) : reading_(reading), facts_(facts) {
  depths_.reserve(text().size() + 1);
  int depth = 0;
  for (const char32_t c : text().chars) {
    depths_.push_back(depth);
    if (c == U'\n') depth = 0;
    if (c == U'(') ++depth;
    if (c == U')' && depth > 0) --depth;
  }
  depths_.push_back(depth);
}

}  // namespace gongshi::normalize
