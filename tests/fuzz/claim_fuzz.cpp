// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a claim: parsed and audited.
#include <cstdint>

#include "audit/auditor.h"
#include "schema/utf8.h"
#include "tests/support/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  static const Notice kNotice = test::make_notice("标杆型", "青禾里社区");
  const std::string claim = utf8::encode(utf8::decode({reinterpret_cast<const char*>(data), size}));
  Notice notice = kNotice;
  const int no = size == 0 ? 1 : 1 + data[0] % 32;
  test::set_claim(notice, no, claim);
  static_cast<void>(audit::audit_notice(notice, test::programme()));
  return 0;
}
