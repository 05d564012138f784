// SPDX-License-Identifier: GPL-3.0-or-later
// Returned ledgers, read in a worker process: a spreadsheet from outside that crashes, hangs or bombs its reader costs
// that ledger only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/workers/sandbox.h"
#include "report/ledger_reader.h"
#include "schema/result.h"

namespace gongshi::corpus {

struct LedgerReadingOptions {
  Limits limits;
  std::vector<std::string> worker_command;  ///< Empty: this program. Tests put another one here.
};

/// Reads the ledger at `path`. Errors, beside those of report::read_ledger: "file-unreadable", "file-too-large",
/// "ledger-crashed" (the worker died on it: the message says how), "worker-start".
[[nodiscard]] Result<report::ReadLedger> read_ledger_caged(const std::string& path,
                                                           const LedgerReadingOptions& options = {});

/// How a worker reads: report::read_ledger, or a test's own.
using LedgerReader = std::function<Result<report::ReadLedger>(std::string_view bytes)>;

/// The main function of a worker process that reads ledgers (`gongshi worker ledgers`). Returns its exit status.
int serve_ledger_reading(const LedgerReader& reader = {});

}  // namespace gongshi::corpus
