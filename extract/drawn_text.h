// SPDX-License-Identifier: GPL-3.0-or-later
// Characters as a fixed-layout format draws them, before they are put on the page: seals and watermarks that are drawn
// as text are told from the text under them, and bytes of Chinese in fonts that know only Latin are read as what they
// are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/page_canvas.h"

namespace gongshi::extract {

struct DrawnCharacter {
  std::u32string text;
  Box box;
  double size = 0;
  bool hidden = false;
  int turns = 0;            ///< Quarter turns clockwise.
  bool slanted = false;     ///< At an angle between: never text of a notice, but it tells a seal.
  std::uint32_t color = 0;  ///< As ink_of() gives it.
  int byte = -1;  ///< What the file has, where its font is one of single bytes that is not in the file; else -1.
};

/// A colour (each part 0–1) as a number under which like ones are one: 0 for black and what is near it.
[[nodiscard]] std::uint32_t ink_of(double red, double green, double blue, double opacity);

/// Decodes pairs of bytes that are GBK. True, and the pairs become characters, where most bytes above 0x7F pair up to
/// common Chinese characters; else nothing is changed.
bool decode_gbk(std::vector<DrawnCharacter>& characters);

/// Collects the text of a page in drawing order.
class DrawnText {
 public:
  void add(DrawnCharacter character) { characters_.push_back(std::move(character)); }
  /// Gives to `canvas` what was added since the last call, without seals and watermarks.
  void put_on(PageCanvas& canvas);

 private:
  std::vector<DrawnCharacter> characters_;
};

}  // namespace gongshi::extract
