// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "indicator-unknown";

/// The notice's own tier has an indicator of this name: then the row was not matched for another reason, and nothing is
/// said.
bool own_tier_has(const RuleInput& input, const IndicatorRecord& row) {
  const auto& passages = input.standard_text.passages(row.name.str());
  return std::any_of(passages.begin(), passages.end(),
                     [&](const auto& passage) { return passage.tier->name == input.tier->name; });
}

/// The tier that has an indicator of this name, if it is not the notice's.
const Tier* tier_with(const RuleInput& input, const IndicatorRecord& row) {
  for (const normalize::Passage& passage : input.standard_text.passages(row.name.str()))
    if (passage.tier->name != input.tier->name) return passage.tier;
  return nullptr;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  if (input.tier == nullptr) return findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    if (row.indicator || row.name.empty() || own_tier_has(input, row)) continue;
    const Tier* other = tier_with(input, row);
    Finding finding = row_finding(input, row,
                                  message(kId, other == nullptr ? "none" : "other-tier",
                                          {{"no", std::to_string(row.no)},
                                           {"name", shortened(row.name.str())},
                                           {"tier", input.tier->name},
                                           {"other", other == nullptr ? "" : other->name}}),
                                  row.name.str());
    finding.places = row.name.places;
    static constexpr double kReadWell = 0.9;  // below it, the name may be misread
    if (row.name.confidence < kReadWell) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule indicator_unknown() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
