// SPDX-License-Identifier: GPL-3.0-or-later
// 问题台账.xlsx: one line per finding, for the people who follow it up.
#pragma once

#include <string>
#include <vector>

#include "report/run.h"

namespace gongshi::report {

/// Writes the ledger: sheets 汇总, 问题台账 (a line per group: the findings of one rule in one notice), 逐处明细 (a
/// line per finding), and one of groups per city where the run has several. A group's line bears the group's id, or the
/// id of its only finding. Error: "report-unwritable".
[[nodiscard]] Result<void> write_ledger(const Run& run, const std::string& path);

}  // namespace gongshi::report
