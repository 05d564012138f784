// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "corpus/pipeline.h"

namespace gongshi::cli {

/// Reads every input below `paths` in worker processes, with progress on a terminal; what could not be read is said on
/// stderr, one line a problem. `status` is raised to kExitUnreadable where an input was refused, crashed or was read in
/// part.
std::vector<corpus::ProcessedFile> read_inputs(const std::vector<std::string>& paths, const Standard& standard,
                                               const extract::Options& options, int& status);

}  // namespace gongshi::cli
