// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Parses what the texts of the notice state: `facts` of every row's claim (quantities, ratios, lists, dates, bound to
/// the clauses of the row's indicator), period, acceptance, contact, authority, city, county, street. Uses the rows'
/// `indicator`, the tier and the edition; texts are not changed. Called by build_notices, and by whoever read a notice
/// back from JSON.
void parse_facts(Notice& notice, const Programme& programme);

}  // namespace gongshi::normalize
