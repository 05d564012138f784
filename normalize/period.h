// SPDX-License-Identifier: GPL-3.0-or-later
// The publicity period and the time of the acceptance, from the texts around the table.
#pragma once

#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Fills `acceptance` from the preamble and `period` from footer, else preamble, else title. Days without a year take
/// the acceptance's.
void read_period(Notice& notice, const Programme& programme);

}  // namespace gongshi::normalize
