// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ocr/text_cleanup.h"

namespace gongshi::extract {

bool is_latin(char32_t code) { return code > U' ' && code < 0x250; }

LineText cleaned(LineText line) { return line; }

}  // namespace gongshi::extract
