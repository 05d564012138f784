// SPDX-License-Identifier: GPL-3.0-or-later
// The review of a store's notices: one notice with all that is known of it, what people decide, correct and hand on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/queue.h"
#include "audit/auditor.h"
#include "corpus/pipeline.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/store.h"
#include "schema/decision.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// A notice with all that the workbench shows of it.
struct ReviewedNotice {
  corpus::NoticeKey key;
  std::int64_t id = 0;
  corpus::ProcessedFile file;                      ///< Its file, with this notice alone.
  std::map<std::string, DecisionEvent> decisions;  ///< The last word on each finding, by Finding::id.
  std::vector<corpus::Correction> corrections;
  std::optional<corpus::NoticeState> state;  ///< As a person set it last.

  [[nodiscard]] const Notice& notice() const { return file.file.notices.front(); }
  [[nodiscard]] const AuditedNotice& audited() const { return file.audited.front(); }
};
/// Error: "notice-unknown", "store-failed".
[[nodiscard]] Result<ReviewedNotice> load_reviewed(corpus::Store& store, std::string_view key);
/// Without personal data: texts, findings, decisions and corrections.
[[nodiscard]] ReviewedNotice masked(ReviewedNotice reviewed);

struct DecisionRequest {
  std::string finding;  ///< Finding::id
  std::string state;    ///< Decision::state; "open" withdraws.
  std::string reason, opinion, reply;
  std::string person;
  std::optional<std::int64_t> expected;  ///< Id of the word that the person has seen (0: none).
};
struct DecisionAnswer {
  DecisionEvent event;                  ///< What stands now; id 0 where nothing was said and nothing stands.
  std::optional<DecisionEvent> before;  ///< What stood before.
  std::vector<std::int64_t> notices;    ///< That have the finding.
};
/// Errors: "finding-unknown", "decision-invalid" (unknown state, dismissal without a reason), "decision-changed"
/// (another word stands than expected), "store-failed".
[[nodiscard]] Result<DecisionAnswer> decide(corpus::Store& store, const DecisionRequest& request);
/// Words on several findings, all or none. `requests` need not be of one notice. `along` is called in the same
/// transaction, when all are said; may be empty.
[[nodiscard]] Result<std::vector<DecisionAnswer>> decide_all(
    corpus::Store& store, const std::vector<DecisionRequest>& requests,
    const std::function<void(const std::vector<DecisionAnswer>&)>& along = {});
/// Oldest first. Errors: "finding-unknown" (never decided, and no notice has it), "store-failed".
[[nodiscard]] Result<std::vector<DecisionEvent>> decisions_of(corpus::Store& store, const std::string& finding);

struct StateRequest {
  std::string notice;                ///< NoticeKey::str()
  std::optional<std::string> state;  ///< to_string(ReviewState), or "" to follow the decisions again.
  std::optional<std::string> assigned;
  std::string person;
};
/// Another state is a step that can be taken back (app/steps.h). Errors: "notice-unknown", "state-invalid",
/// "store-failed".
[[nodiscard]] Result<corpus::NoticeState> set_state(corpus::Store& store, const StateRequest& request);

struct CorrectionRequest {
  std::string notice;  ///< NoticeKey::str()
  int no = 0;
  std::string text;  ///< What stands in the file; at most kLongestClaim bytes.
  std::string person;
};
inline constexpr std::size_t kLongestClaim = 100'000;
/// The notice audited anew; a step that can be taken back (app/steps.h). Errors: "notice-unknown", "row-unknown",
/// "text-invalid" (too long, no UTF-8, or masked: a reading without personal data is no reading), "store-failed".
[[nodiscard]] Result<ReviewedNotice> correct(corpus::Store& store, const CorrectionRequest& request,
                                             const Programmes& programmes, const audit::Config& config,
                                             const std::string& rules);

}  // namespace gongshi::app
