// SPDX-License-Identifier: GPL-3.0-or-later
// How well a claim is supported: one grade per indicator row (RULES.md's table of evidence grades).
#pragma once

#include <map>

#include "schema/finding.h"
#include "schema/standard.h"

namespace gongshi::audit {

/// The grade of one row. `tier` may be nullptr (unknown tier): then the row is compared with the whole standard. Pure.
[[nodiscard]] EvidenceGrade grade_row(const Notice& notice, const IndicatorRecord& row, const Standard& standard,
                                      const Tier* tier);

/// Grades by row no; where two rows bear one number, the better grade stands.
[[nodiscard]] std::map<int, EvidenceGrade> grade_notice(const Notice& notice, const Standard& standard,
                                                        const Tier* tier);

}  // namespace gongshi::audit
