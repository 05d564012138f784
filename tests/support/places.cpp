// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/places.h"

namespace gongshi::test {

const char* const kSourceFolder = GONGSHI_SOURCE_DIR;
const char* const kProgram = GONGSHI_PROGRAM;

}  // namespace gongshi::test
