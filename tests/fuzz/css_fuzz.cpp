// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a style sheet, as declarations and as a media query.
#include <cstdint>

#include "extract/web/style_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::extract;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  StyleSheet sheet;
  sheet.add(text);
  static_cast<void>(parse_style(text));
  static_cast<void>(is_for_screen(text));
  return 0;
}
