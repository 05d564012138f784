// SPDX-License-Identifier: GPL-3.0-or-later
// What people decided about findings: from ledgers that they filled in, into a store or a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/steps.h"
#include "corpus/store/store.h"
#include "schema/decision.h"
#include "schema/result.h"

namespace gongshi::app {

struct LedgerRequest {
  std::vector<std::string> ledgers;  ///< Paths of 问题台账.xlsx; later ones count over earlier ones.
  std::string reviewer;              ///< Who decided; may be empty.
};

struct LedgerAnswer {
  std::vector<Decision> decisions;    ///< As the ledgers have them, with reviewer and today's day.
  std::vector<std::string> problems;  ///< What was left out, one line each, beginning with the ledger's path.
  int unknown = 0;                    ///< Decisions on findings that the store does not hold; they are kept.
};

/// Reads the ledgers without changing anything. Errors: "file-unreadable" and those of report::read_ledger; every
/// message begins with the path.
[[nodiscard]] Result<LedgerAnswer> read_ledgers(const LedgerRequest& request);

/// A decision on a group (a ledger without its single lines names the group alone) as one on each of its findings that
/// the store holds and that nothing was decided about. Throws DatabaseError.
[[nodiscard]] std::vector<Decision> spread(corpus::Store& store, const std::vector<Decision>& decisions);

/// Decisions on findings that the store does not hold. Errors: "store-failed".
[[nodiscard]] Result<std::vector<UnplacedDecision>> unplaced_decisions(corpus::Store& store);

/// What a ledger changes.
struct LedgerChange {
  DecisionEvent after;  ///< Of the preview, too; its id counts for the import alone.
  std::optional<DecisionEvent> before;
  std::vector<std::int64_t> notices;  ///< That have the finding; empty where the store does not hold it.
};
struct LedgerStep {
  std::vector<LedgerChange> changes;
  std::size_t unknown = 0;  ///< Decisions on findings that the store does not hold; they are kept.
  Step step;                ///< Can be taken back; empty for a preview.
};
/// Says what a ledger says, as read_ledgers() or corpus::read_ledger_caged() give it, in the name of `person` and as of
/// today; a preview says nothing. Errors: "store-failed".
[[nodiscard]] Result<LedgerStep> take_ledger(corpus::Store& store, const std::vector<Decision>& decisions,
                                             const std::string& person, bool preview);

/// Puts what the ledgers say into the store, as a step of the reviewer. Errors: as read_ledgers, "store-failed".
[[nodiscard]] Result<LedgerAnswer> import_into_store(corpus::Store& store, const LedgerRequest& request);

/// The same over what the decisions file at `path` holds, which is made where it is not there. Errors: also
/// "json-invalid", "report-unwritable".
[[nodiscard]] Result<LedgerAnswer> import_into_file(const std::string& path, const LedgerRequest& request);

}  // namespace gongshi::app
