// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/clause_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "claim-misplaced";

struct Options {
  std::size_t shortest_clause = 10;  ///< Characters; shorter clauses (实现全覆盖) stand anywhere.
  double restated =
      0.7;  ///< Share of the other clause's characters that the claim has, beside what its own indicator says.
  std::size_t stretch = 6;  ///< A restated clause has at least one stretch of this length in one piece.
};

/// The characters of the claim that its own indicator does not have, in any tier.
std::u32string foreign_text(const RuleInput& input, const ClaimText& claim) {
  const normalize::Marks own = input.standard_text.own_marks(claim.key.chars, claim.indicator, 3);
  const normalize::Marks any = input.standard_text.any_marks(claim.key.chars, 6);
  std::u32string text;
  for (std::size_t i = 0; i < own.size(); ++i)
    if (!own[i] && any[i]) text.push_back(claim.key.chars[i]);
  return text;
}

const normalize::ClauseText* restated_clause(const RuleInput& input, const Indicator& own, const std::u32string& text) {
  const Options options;
  if (text.size() < options.shortest_clause) return nullptr;
  const normalize::Pattern pattern(text);
  for (const normalize::ClauseText& other : input.standard_text.clauses()) {
    const double wanted = options.restated * static_cast<double>(other.key.size());
    if (other.key.size() < options.shortest_clause || static_cast<double>(text.size()) < wanted) continue;
    if (other.indicator->name != own.name && static_cast<double>(pattern.common(other.key)) >= wanted) return &other;
  }
  return nullptr;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    const IndicatorRecord& row = input.notice.rows[i];
    const Indicator* own = input.indicator(row);
    if (own == nullptr || input.claims[i].key.empty()) continue;
    if (const auto other = pasted_from(input, i)) {
      findings.push_back(
          row_finding(input, row,
                      message(kId, "pasted",
                              {{"row", row_label(input, row)}, {"other", row_label(input, input.notice.rows[*other])}}),
                      row.claim.str()));
    } else if (const auto* restated = restated_clause(input, *own, foreign_text(input, input.claims[i]))) {
      Finding finding = row_finding(input, row,
                                    message(kId, answers_nothing(input, i) ? "instead" : "beside",
                                            {{"row", row_label(input, row)},
                                             {"other", restated->indicator->name},
                                             {"clause", shortened(restated->clause->text)}}),
                                    row.claim.str());
      finding.expected = own->requirement;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace

Rule claim_misplaced() { return {kId, 1, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
