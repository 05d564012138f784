// SPDX-License-Identifier: GPL-3.0-or-later
// Reading back a 问题台账.xlsx that people filled in, whatever program saved it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/decision.h"
#include "schema/result.h"

namespace gongshi::report {

struct ReadLedger {
  /// Findings about which something was said, each once, in the order of the sheets. One that was decided before and
  /// set back to a fresh line is blank (Decision::blank): the decision is withdrawn. What was said of a group is said
  /// of each of its findings that nothing else was said of; where the sheet of single lines is gone, `finding` is the
  /// group's id.
  std::vector<Decision> decisions;
  /// What stands on every line that says something, changed or not: for a ledger whose earlier decisions are nowhere
  /// else.
  std::vector<Decision> standing;
  std::vector<std::string>
      problems;   ///< English, one line each: unknown states, dismissals without a reason, two sheets that differ.
  int lines = 0;  ///< Lines with a finding's id, each finding once.
};

/// Reads the .xlsx in `bytes`. Columns are found by their headings, so that they may be moved; sheets without the
/// columns 编号 and 状态 are left out. A line that says the same as when the ledger was written says nothing. Where a
/// finding stands on several sheets, the one that was changed counts; two that differ are a problem, and the first
/// counts. A dismissal without a reason is a problem and is not taken over. Errors: "file-damaged", "zip-bomb",
/// "ledger-unknown" (no sheet has the columns).
[[nodiscard]] Result<ReadLedger> read_ledger(std::string_view bytes);

/// What the ledger's hidden column says of a line that was filled in when the ledger was written, so that it can be
/// told from one that a person changed. White space does not count.
[[nodiscard]] std::string ledger_stamp(const Decision& decision);

}  // namespace gongshi::report
