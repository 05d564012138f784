// SPDX-License-Identifier: GPL-3.0-or-later
// Claims whose reading a person corrected: put in at once, and again whenever the file is read anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "corpus/store/reviewing.h"
#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::corpus {

/// Puts corrections, in their order, in place of claims that read as they did when they were corrected, and parses the
/// facts anew. A claim that reads otherwise by now stays: a better reading is not undone. True where anything changed.
bool apply_corrections(Notice& notice, const std::vector<Correction>& corrections, const Programmes& programmes);

/// Corrects the claim of the notice's row `no` (the first of that number), keeps the correction, and judges the notice
/// anew beside the others. `rules` as StageVersions has it. False where the notice has no such row. Throws
/// DatabaseError.
bool correct_claim(Store& store, std::int64_t notice_id, const Correction& correction, const Programmes& programmes,
                   const audit::Config& config, const std::string& rules);

}  // namespace gongshi::corpus
