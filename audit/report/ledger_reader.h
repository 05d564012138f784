// SPDX-License-Identifier: GPL-3.0-or-later
// Reading back a 问题台账.xlsx that people filled in, whatever program saved it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::audit::report {

/// What people decided about one finding.
struct Decision {
  std::string finding;  ///< Finding::id
  std::string state;    ///< "open", "confirmed", "correcting", "corrected", "dismissed"
  std::string opinion;  ///< 复核意见
  std::string reason;   ///< 不予采纳理由
  std::string reply;    ///< 反馈
  std::string place;    ///< Sheet and row, for messages: "问题台账, row 12".

  friend bool operator==(const Decision&, const Decision&) = default;
};

struct ReadLedger {
  std::vector<Decision> decisions;  ///< Findings about which something was said, each once, in the order of the sheets.
  std::vector<std::string>
      problems;   ///< English, one line each: unknown states, dismissals without a reason, two sheets that differ.
  int lines = 0;  ///< Lines with a finding's id, each finding once.
};

/// Reads the .xlsx in `bytes`. Columns are found by their headings, so that they may be moved; sheets without the
/// columns 编号 and 状态 are left out. A line that says the same as a fresh ledger says nothing. Where a finding stands
/// on several sheets, the one that was filled in counts; two that differ are a problem, and the first counts. A
/// dismissal without a reason is a problem and is not taken over. Errors: "file-damaged", "zip-bomb", "ledger-unknown"
/// (no sheet has the columns).
[[nodiscard]] Result<ReadLedger> read_ledger(std::string_view bytes);

}  // namespace gongshi::audit::report
