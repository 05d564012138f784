// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an archive, its members one by one, within limits that keep a run short.
#include <cstdint>

#include "extract/archive/archive_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi::extract;
  ArchiveLimits limits;
  limits.member_bytes = limits.total_bytes = limits.ratio_free_bytes = 1 << 20;
  limits.members = 200;
  static_cast<void>(for_each_member({reinterpret_cast<const char*>(data), size}, "fuzz", limits,
                                    [](const std::string&, const gongshi::Result<std::string_view>&) { return true; }));
  return 0;
}
