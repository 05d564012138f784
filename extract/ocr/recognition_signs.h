// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::extract {

/// Characters by which recognised lines are put right: extract/data/recognition-signs.json.
struct RecognitionSigns {
  std::u32string measures;     ///< Behind a numeral: it counts (三个).
  std::u32string like_digits;  ///< What digits are misread as.
  std::u32string before_dash;  ///< Before a stroke between dates: it is a dash, no 一.
};

/// Loaded once. Throws std::runtime_error where the data file is damaged, which check_data() says before.
[[nodiscard]] const RecognitionSigns& recognition_signs();

}  // namespace gongshi::extract
