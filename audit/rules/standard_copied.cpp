// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "standard-copied";

using normalize::Passage;

/// Share of the claim's characters that stand in the passage in the same order.
double share(const ClaimText& claim, const Passage& passage) {
  if (claim.key.empty()) return 0;
  return static_cast<double>(normalize::common_subsequence(claim.key.chars, passage.key.chars)) /
         static_cast<double>(claim.key.size());
}

/// The text of the standard that the claim repeats: of its own indicator where that has most of it, else of another.
const Passage* repeated(const RuleInput& input, const ClaimText& claim) {
  static constexpr double kMost = 0.6;
  const Passage* best = nullptr;
  double greatest = 0;
  const auto look_at = [&](std::string_view indicator) {
    for (const Passage& passage : input.standard_text.passages(indicator))
      if (const double part = share(claim, passage); part > greatest) {
        greatest = part;
        best = &passage;
      }
  };
  look_at(claim.indicator);
  if (greatest >= kMost || input.tier == nullptr) return best;
  for (const Indicator& other : input.tier->indicators)
    if (other.name != claim.indicator) look_at(other.name);
  return best;
}

/// A figure that the passage does not print is the claim's own.
bool has_own_figure(const ClaimText& claim, const Passage& passage) {
  return std::any_of(claim.figures.begin(), claim.figures.end(), [&](const normalize::KeyFigure& figure) {
    return std::none_of(passage.figures.begin(), passage.figures.end(),
                        [&](const normalize::KeyFigure& printed) { return printed.value == figure.value; });
  });
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const auto grade = input.evidence.find(row.no);
    if (grade == input.evidence.end() || grade->second != EvidenceGrade::kCopied) continue;
    const Passage* passage = repeated(input, input.claims[i]);
    const bool other = passage != nullptr && passage->indicator->name != input.claims[i].indicator;
    const char* key = passage != nullptr && has_own_figure(input.claims[i], *passage) ? "with-figure"
                      : other                                                         ? "elsewhere"
                                                                                      : "violation";
    findings.push_back(row_finding(
        input, row,
        message(kId, key,
                {{"row", row_label(input, row)},
                 {"body", input.programme.names().body},
                 {"claim", shortened(row.claim.str())},
                 {"text", message(kId, passage == nullptr || passage->requirement ? "requirement" : "definition")},
                 {"other", other ? passage->indicator->name : std::string()}}),
        row.claim.str()));
  }
  return findings;
}

}  // namespace

Rule standard_copied() { return {kId, 3, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
