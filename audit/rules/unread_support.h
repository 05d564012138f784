// SPDX-License-Identifier: GPL-3.0-or-later
// What holds where something of a notice's file was not read.
#pragma once

#include "audit/rule.h"

namespace gongshi::audit::checks {

/// False where a page, a picture or an embedded document of the file was not read, or badly: then nothing may be said
/// to be missing from it, and what stands in the wrong row may be the reading's fault.
[[nodiscard]] inline bool read_whole(const RuleInput& input) { return input.notice.problems.empty(); }

}  // namespace gongshi::audit::checks
