// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <algorithm>

#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "low-confidence";

struct Options {
  /// Cells read with less confidence are not audited for figures. A cell's confidence is that of its least certain
  /// character, and says little about its figures: of 423 cells with figures (12 scans, faxes and photos, PP-OCR) the
  /// one wrong one had 0.62 and was marked by the second look; 43 right ones lay below 0.6, 9 below 0.3.
  double least_confidence = 0.6;
};

bool has_figures(const IndicatorRecord& row) {
  return std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [](const Quantity& quantity) {
    return !quantity.from_words && quantity.role != QuantityRole::kItemNumber;
  });
}

std::vector<Finding> check(const RuleInput& input) {
  const Options options;
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const bool unsure = row.claim.confidence < options.least_confidence && has_figures(row);
    if (!row.claim.uncertain && !unsure) continue;
    const std::string confidence = fmt::format("{:.0f}%", row.claim.confidence * 100);
    Finding finding = row_finding(input, row,
                                  message(kId, row.claim.uncertain ? "figure" : "cell",
                                          {{"row", row_label(input, row)}, {"confidence", confidence}}),
                                  row.claim.str());
    finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule low_confidence() { return {kId, 1, Severity::kInfo, false, check}; }

}  // namespace gongshi::audit::checks
