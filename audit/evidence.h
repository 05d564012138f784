// SPDX-License-Identifier: GPL-3.0-or-later
// How well a claim is supported: one grade per indicator row (RULES.md's table of evidence grades).
#pragma once

#include <map>

#include "audit/claim_text.h"
#include "schema/finding.h"
#include "schema/standard.h"

namespace gongshi::audit {

/// Grades by row no; where two rows bear one number, the better grade stands. `claims` as prepare_claims gives them.
/// `tier` may be nullptr (unknown tier): then figures are compared with the whole standard's. Pure.
[[nodiscard]] std::map<int, EvidenceGrade> grade_notice(const Notice& notice, const std::vector<ClaimText>& claims,
                                                        const normalize::StandardText& standard, const Tier* tier);

}  // namespace gongshi::audit
