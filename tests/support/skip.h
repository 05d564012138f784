// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <catch2/catch.hpp>

/// Ends a test whose precondition is missing on this machine and says why; ctest counts it as skipped
/// (tests/CMakeLists.txt knows the word). For the body of a TEST_CASE.
#define GONGSHI_SKIP(reason)  \
  do {                        \
    WARN("SKIPPED: " reason); \
    return;                   \
  } while (false)
