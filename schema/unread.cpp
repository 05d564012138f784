// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/unread.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace gongshi {

bool hides_text(const Problem& problem) {
  static constexpr std::string_view kCodes[] = {"page-damaged", "part-unread",    "ocr-unavailable",
                                                "ocr-failed",   "too-many-pages", "picture-too-large"};
  return std::find(std::begin(kCodes), std::end(kCodes), problem.code) != std::end(kCodes);
}

bool may_hide_text(const Problem& problem) { return problem.code == "page-unclear" || hides_text(problem); }

}  // namespace gongshi
