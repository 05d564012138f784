// SPDX-License-Identifier: GPL-3.0-or-later
// What is dropped of a notice once it was judged by itself, so that thousands of them fit into memory.
#pragma once

#include "corpus/pipeline.h"

namespace gongshi::app {

/// Leaves what reports show (figures for the plots, personal mentions for the masks, places of claims) and what a
/// comparison with other notices looks at (claims, and the names in them).
void keep_what_is_compared(corpus::ProcessedFile& processed);

}  // namespace gongshi::app
