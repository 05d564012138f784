// SPDX-License-Identifier: GPL-3.0-or-later
// Claims whose reading a person corrected: put in at once, and again whenever the file is read anew.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "corpus/store/reviewing.h"
#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::corpus {

/// Puts corrections, in their order, in place of claims that read as they did when they were corrected, and parses the
/// facts anew. A claim that reads otherwise by now stays: a better reading is not undone. One that was put back to what
/// was read is as it was read, doubts included. True where anything changed.
bool apply_corrections(Notice& notice, const std::vector<Correction>& corrections, const Programmes& programmes);

/// Corrects the claim of the notice's row `no` (the first of that number), keeps the correction, and judges the notice
/// anew beside the others. `rules` as StageVersions has it; `along` is called with the cell as it was, in the
/// transaction that keeps the correction. False where the notice has no such row. Throws DatabaseError.
bool correct_claim(Store& store, std::int64_t notice_id, const Correction& correction, const Programmes& programmes,
                   const audit::Config& config, const std::string& rules,
                   const std::function<void(const RecordCell&)>& along = {});

/// Takes a correction back: `cell` stands again as it was read, and the notice is judged anew. What was corrected stays
/// on record, and so does the taking back (`correction`: key, no, person, at; `before` the claim that must stand now).
/// False where another claim stands, or no such row. Throws DatabaseError.
bool restore_claim(Store& store, std::int64_t notice_id, const Correction& correction, const RecordCell& cell,
                   const Programmes& programmes, const audit::Config& config, const std::string& rules);

/// A cell as text that a store keeps, and back; nothing where the text is damaged.
std::string text_of_cell(const RecordCell& cell);
std::optional<RecordCell> cell_of_text(const std::string& text);

}  // namespace gongshi::corpus
