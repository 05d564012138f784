// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// What people decided about one finding. It stands beside the finding and outlives it: findings are made anew by every
/// run, decisions are found again by Finding::id.
struct Decision {
  std::string finding;   ///< Finding::id
  std::string state;     ///< One of kDecisionStates.
  std::string opinion;   ///< 复核意见
  std::string reason;    ///< 排除理由; never empty where the state is "dismissed".
  std::string reply;     ///< 反馈 of the community
  std::string reviewer;  ///< Who decided; may be empty.
  std::string decided;   ///< Day, "2025-03-04"; may be empty.
  /// For people, where the finding is no longer at hand: "柳岸社区 第3项 百分比与数量不一致"; may be empty.
  std::string subject{};

  friend bool operator==(const Decision&, const Decision&) = default;

  [[nodiscard]] bool dismissed() const { return state == "dismissed"; }
  /// True where it says no more than that nobody has looked yet.
  [[nodiscard]] bool blank() const { return state == "open" && opinion.empty() && reason.empty() && reply.empty(); }
};

/// How a decision came in.
struct DecisionOrigin {
  std::string origin =
      "ledger";  ///< "ledger", "page", "carried" (a finding got another name), "earlier" (before there was a history)
  std::string note;      ///< Said about the decision itself.
  std::string recorded;  ///< "2025-03-04T09:12:00Z"; empty: now.
  /// Id of the event that the one who decides has seen (0: none): where another stands meanwhile, nothing is taken
  /// over.
  std::optional<std::int64_t> expected;
};

/// One word in the history of a finding. Words are appended and never changed.
struct DecisionEvent {
  std::int64_t id = 0;  ///< Grows with every event of a store.
  Decision decision;
  std::string group;          ///< group_of(finding); "" where the finding was not at hand.
  std::string before;         ///< Decision::state before; "" for the first word.
  std::string recorded;       ///< UTC, "2025-03-04T09:12:00Z"; "" for what was decided before there was a history.
  std::string origin, note;   ///< As DecisionOrigin.
  std::string community;      ///< City, county, street and name of the community, with "/" between; of then.
  std::string rule, message;  ///< Of the finding, as it was then.
  std::optional<int> no;
};

/// A decision whose finding the store does not hold (any more).
struct UnplacedDecision {
  DecisionEvent event;
  std::vector<std::string> candidates;  ///< Findings that it may have been about; a person has to say which.
};

/// Decision::state in the order in which work goes on. "awaiting-evidence": 待补证, whether it holds is open until the
/// community has sent something; "correcting": 整改中.
inline constexpr std::string_view kDecisionStates[] = {"open",       "awaiting-evidence", "confirmed",
                                                       "correcting", "corrected",         "dismissed"};

/// A decisions file: {"format": "gongshi.decisions/1", "decisions": […]}, by finding, one line each.
[[nodiscard]] std::string write_decisions(const std::vector<Decision>& decisions);

/// Reads what write_decisions wrote. Errors: "json-invalid" (no JSON, another format, a member of another type, an
/// unknown state, a dismissal without a reason: the message names the entry).
[[nodiscard]] Result<std::vector<Decision>> read_decisions(std::string_view text);

/// Puts `changes` over `known`, one entry per finding, sorted by finding; a blank change takes the entry away.
[[nodiscard]] std::vector<Decision> merged(std::vector<Decision> known, const std::vector<Decision>& changes);

}  // namespace schema
}  // namespace gongshi
