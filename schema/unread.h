// SPDX-License-Identifier: GPL-3.0-or-later
// Problems that mean that something of a file was not read, so that nobody can say what is not in it.
#pragma once

#include "schema/document.h"

namespace gongshi {

/// A page, a picture or an embedded document was not read.
[[nodiscard]] bool hides_text(const Problem& problem);

/// As hides_text(), or a page reads so badly that much of it may be missing.
[[nodiscard]] bool may_hide_text(const Problem& problem);

}  // namespace gongshi
