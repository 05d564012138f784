// SPDX-License-Identifier: GPL-3.0-or-later
// A process that answers for the programs which a worker starts: office converters start others in groups of their own,
// which outlive whoever is killed above them.
#pragma once

#include <sys/types.h>

namespace gongshi::corpus {

/// Splits the calling process, a child of `parent`. The call returns in a child process, which goes on with the work;
/// the calling process stays behind and ends as the child ends (by the same status or signal), or when `parent` dies,
/// or on SIGTERM; it takes everything with it that the child has started. `channel` is closed in it. Call with one
/// thread only. Without a process to spare (fork fails) the call returns in the calling process.
void keep_descendants(pid_t parent, int channel);

}  // namespace gongshi::corpus
