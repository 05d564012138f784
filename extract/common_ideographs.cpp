// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/common_ideographs.h"

#include <unicode/ucnv.h>

#include <bitset>

namespace gongshi::extract {
namespace {

constexpr char32_t kFirstIdeograph = 0x4E00, kLastIdeograph = 0x9FFF;

// Level 1 of GB 2312: rows 16–55 (lead bytes 0xB0–0xD7).
std::bitset<kLastIdeograph - kFirstIdeograph + 1> common_ideographs() {
  std::bitset<kLastIdeograph - kFirstIdeograph + 1> common;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("GB2312", &status);
  if (U_FAILURE(status)) return common.set();
  for (unsigned row = 0xB0; row <= 0xD7; ++row) {
    for (unsigned cell = 0xA1; cell <= 0xFE; ++cell) {
      const char bytes[2] = {static_cast<char>(row), static_cast<char>(cell)};
      UChar text[2] = {};
      UErrorCode conversion = U_ZERO_ERROR;
      const auto length = ucnv_toUChars(converter, text, 2, bytes, 2, &conversion);
      if (length == 1 && is_ideograph(text[0])) common.set(text[0] - kFirstIdeograph);
    }
  }
  ucnv_close(converter);
  return common;
}

}  // namespace

bool is_common_ideograph(char32_t code) {
  static const auto kCommon = common_ideographs();
  return is_ideograph(code) && kCommon[code - kFirstIdeograph];
}

}  // namespace gongshi::extract
