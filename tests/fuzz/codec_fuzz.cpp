// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a record of a store; what is taken is written again as it was.
#include <cstdint>
#include <cstdlib>

#include "corpus/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::corpus;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(decode_document(bytes));
  static_cast<void>(decode_notice_file(bytes));
  static_cast<void>(decode_audited_notice(bytes));
  static_cast<void>(decode_finding(bytes));
  if (const auto notice = decode_notice(bytes)) {
    const std::string once = encode(*notice);
    const auto again = decode_notice(once);
    if (!again || encode(*again) != once) std::abort();
  }
  return 0;
}
