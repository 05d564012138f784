// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Fills `contact` from the footer and, where that says nothing, from the preamble: the unit that takes objections,
/// persons, telephones as printed.
void read_contact(Notice& notice, const Programme& programme);

}  // namespace gongshi::normalize
