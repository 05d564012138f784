// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
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

/// Reads one document in a worker process, whether there are notices in it or not. Nothing, with the reason on stderr,
/// where it could not be read or is an archive.
std::optional<Document> read_document(const std::string& path, const Standard& standard,
                                      const extract::Options& options);

}  // namespace gongshi::cli
