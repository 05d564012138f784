// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gongshi::cli {

/// The whole program: parses the command line, runs the command, returns the exit status of docs/manual.md (0, 1, 2 or
/// 3).
int run(int argc, char** argv);

}  // namespace gongshi::cli
