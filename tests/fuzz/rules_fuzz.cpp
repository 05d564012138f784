// SPDX-License-Identifier: GPL-3.0-or-later
// Any claims in any rows of a notice, one a line, beside any preamble and footer: rules over records. What they say is
// text, and quotes whole characters.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "audit/auditor.h"
#include "normalize/claim/facts.h"
#include "schema/utf8.h"
#include "tests/support/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  static const Notice kNotice = test::make_notice("基础型", "青禾里社区", "");
  const std::string text = utf8::encode(utf8::decode({reinterpret_cast<const char*>(data), size}));
  Notice notice = kNotice;
  std::size_t part = 0;
  for (std::size_t begin = 0; begin <= text.size() && part < notice.rows.size() + 2; ++part) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (part == 0)
      notice.preamble.utf8 = line;
    else if (part == 1)
      notice.footer.utf8 = line;
    else
      notice.rows[part - 2].claim.text.utf8 = line;
    begin = end + 1;
  }
  normalize::parse_facts(notice, test::programme());
  for (const Finding& finding : audit::audit_notice(notice, test::programme()).findings)
    if (!utf8::valid(finding.message) || !utf8::valid(finding.quote)) std::abort();
  return 0;
}
