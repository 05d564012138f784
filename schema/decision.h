// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
  std::string state;     ///< "open", "confirmed", "correcting", "corrected", "dismissed"
  std::string opinion;   ///< 复核意见
  std::string reason;    ///< 不予采纳理由; never empty where the state is "dismissed".
  std::string reply;     ///< 反馈 of the community
  std::string reviewer;  ///< Who decided; may be empty.
  std::string decided;   ///< Day, "2025-03-04"; may be empty.

  friend bool operator==(const Decision&, const Decision&) = default;

  [[nodiscard]] bool dismissed() const { return state == "dismissed"; }
  /// True where it says no more than that nobody has looked yet.
  [[nodiscard]] bool blank() const { return state == "open" && opinion.empty() && reason.empty() && reply.empty(); }
};

/// Decision::state in the order in which work goes on.
inline constexpr std::string_view kDecisionStates[] = {"open", "confirmed", "correcting", "corrected", "dismissed"};

/// A decisions file: {"format": "gongshi.decisions/1", "decisions": […]}, by finding, one line each.
[[nodiscard]] std::string write_decisions(const std::vector<Decision>& decisions);

/// Reads what write_decisions wrote. Errors: "json-invalid" (no JSON, another format, a member of another type, an
/// unknown state, a dismissal without a reason: the message names the entry).
[[nodiscard]] Result<std::vector<Decision>> read_decisions(std::string_view text);

/// Puts `changes` over `known`, one entry per finding, sorted by finding; a blank change takes the entry away.
[[nodiscard]] std::vector<Decision> merged(std::vector<Decision> known, const std::vector<Decision>& changes);

}  // namespace schema
}  // namespace gongshi
