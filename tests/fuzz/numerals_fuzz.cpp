// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as figures and dates: what is found lies in the text, in order.
#include <cstdint>
#include <cstdlib>

#include "normalize/claim/dates.h"
#include "normalize/claim/numerals.h"
#include "schema/utf8.h"
#include "tests/support/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  const std::string text = utf8::encode(utf8::decode({reinterpret_cast<const char*>(data), size}));
  const normalize::FoldedText folded(text);
  std::size_t end = 0;
  for (const normalize::Numeral& numeral : normalize::find_numerals(folded, test::programme())) {
    if (numeral.begin < end || numeral.end <= numeral.begin || numeral.end > folded.size()) std::abort();
    end = numeral.end;
  }
  for (const normalize::DateReading& date : normalize::find_dates(folded, test::programme()))
    if (date.end <= date.begin || date.end > folded.size()) std::abort();
  static_cast<void>(normalize::chinese_numeral(folded.view()));
  return 0;
}
