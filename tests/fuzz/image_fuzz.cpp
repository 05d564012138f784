// SPDX-License-Identifier: GPL-3.0-or-later
// Any bits as a page in black and white: two bytes of its width, then its pixels; rules are found in it, and lie on it.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "extract/ocr/rule_lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::extract;
  if (size < 3) return 0;
  const int width = 1 + (data[0] | (data[1] & 3) << 8);
  const int height = static_cast<int>((size - 2) * 8) / width;
  if (height < 1) return 0;
  InkImage ink(width, height);
  for (int i = 0; i < width * height; ++i)
    ink.pixels[static_cast<std::size_t>(i)] = (data[2 + i / 8] >> (i % 8) & 1) != 0 ? 0 : 255;
  for (const RuleLine& line : find_rule_lines(ink, 72))
    if (!std::isfinite(line.x0 + line.x1 + line.y0 + line.y1)) std::abort();
  // The same page large enough that strokes are as long as rules are.
  InkImage wide(width * 8, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width * 8; ++x) wide.row(y)[x] = ink.at(x / 8, y);
  static_cast<void>(find_rule_lines(wide, 96));
  return 0;
}
