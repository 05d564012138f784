// SPDX-License-Identifier: GPL-3.0-or-later
// Where the source tree and the built program stand. The paths are compiled into one file alone, so that a tree in another
// place has no other file to build anew.
#pragma once

namespace gongshi::test {

extern const char* const kSourceFolder;  ///< Top of the source tree.
extern const char* const kProgram;       ///< The built gongshi.

}  // namespace gongshi::test
