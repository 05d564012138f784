// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>

#include "schema/standard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(gongshi::parse_standard({reinterpret_cast<const char*>(data), size}, "fuzz"));
  return 0;
}
