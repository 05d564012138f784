// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a returned ledger.
#include <cstdint>

#include "report/ledger_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(gongshi::report::read_ledger({reinterpret_cast<const char*>(data), size}));
  return 0;
}
