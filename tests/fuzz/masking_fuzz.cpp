// SPDX-License-Identifier: GPL-3.0-or-later
// Any text through the masker: lengths stay, and what is masked is masked for good.
#include <cstdint>
#include <cstdlib>

#include "schema/masking.h"
#include "schema/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  const std::string text = utf8::encode(utf8::decode({reinterpret_cast<const char*>(data), size}));
  Notice notice;
  notice.footer.utf8 = text;
  const Masker masker(notice);
  const std::string shown = masker.masked(text);
  if (shown.size() != text.size() || !utf8::valid(shown)) std::abort();
  return 0;
}
