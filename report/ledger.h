// SPDX-License-Identifier: GPL-3.0-or-later
// 问题台账.xlsx: one line per finding, for the people who follow it up.
#pragma once

#include <string>
#include <vector>

#include "report/run.h"

namespace gongshi::report {

/// Writes the ledger: sheets 汇总 and 问题台账, and one per city where the run has several. Error: "report-unwritable".
[[nodiscard]] Result<void> write_ledger(const Run& run, const std::string& path);

}  // namespace gongshi::report
