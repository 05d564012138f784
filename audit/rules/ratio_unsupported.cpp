// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "ratio-unsupported";
constexpr std::array<std::string_view, 3> kQuestionnaires = {"satisfied", "valid-questionnaires", "questionnaires"};

/// The definition gives the formula of the clause.
bool has_formula(const Indicator& indicator, const Clause& clause) {
  if (clause.numerator.empty() || clause.denominator.empty()) return false;
  return indicator.definition.find('=') != std::string::npos || indicator.definition.find("＝") != std::string::npos;
}

bool is_count(const Quantity& quantity) {
  return !quantity.from_words && quantity.unit != "%" &&
         (quantity.role == QuantityRole::kCount || quantity.role == QuantityRole::kNumerator ||
          quantity.role == QuantityRole::kDenominator);
}

/// 覆盖面积与社区总面积均为1.12平方公里: one figure for both.
bool says_of_both(const Quantity& quantity, const Programme& programme) {
  return has_word(quantity.label, word_list("joining", programme)) &&
         has_word(quantity.label, word_list("of_both", programme));
}

/// 1599户全部开通: one figure for both, too.
bool says_of_all(const IndicatorRecord& row, const Quantity& quantity, const Programme& programme) {
  static constexpr std::size_t kNear = 18;  // bytes
  const std::string& claim = row.claim.str();
  if (quantity.unit != signs::kHouseholds || quantity.range.end > claim.size()) return false;
  std::string behind;
  for (const char byte : std::string_view(claim).substr(quantity.range.end, kNear))
    if (byte != ' ') behind.push_back(byte);
  return starts_with_word(behind, word_list("of_all", programme));
}

bool is_area(const std::string& unit) { return unit == signs::kSquareMetres || unit == signs::kMu; }

/// The counts that the clause's formula may be of: areas for a share of an area, else anything but areas.
int counts_in(const IndicatorRecord& row, const Clause& clause, const Programme& programme) {
  const bool of_area = ends_with_word(clause.denominator, word_list("areas", programme));
  int count = 0;
  for (const Quantity& quantity : row.facts.quantities)
    if (is_count(quantity) && is_area(quantity.unit) == of_area)
      count += says_of_both(quantity, programme) || says_of_all(row, quantity, programme) ? 2 : 1;
  return count;
}

bool has_questionnaires(const IndicatorRecord& row) {
  for (const Quantity& quantity : row.facts.quantities)
    for (const std::string_view measure : kQuestionnaires)
      if (quantity.measure == measure) return true;
  return false;
}

/// Both counts stand in the claim; counts in words that are not known are trusted where there are two of them.
bool supported(const RuleInput& input, const IndicatorRecord& row, const Clause& clause) {
  const bool poll = clause.metric == special_metric("satisfaction", input.programme);
  if (poll && has_questionnaires(row)) return true;
  for (const RatioStatement& ratio : row.facts.ratios)
    if (ratio.numerator >= 0 && ratio.denominator >= 0 && ratio.denominator_row == 0 &&
        clause_of(input, row, ratio.clause) == &clause)
      return true;
  return !poll && counts_in(row, clause, input.programme) >= 2;
}

const Quantity* stated_rate(const RuleInput& input, const IndicatorRecord& row, const Clause& clause) {
  for (const RatioStatement& ratio : row.facts.ratios)
    if (ratio.rate >= 0 && clause_of(input, row, ratio.clause) == &clause) {
      const Quantity& rate = row.facts.quantities[static_cast<std::size_t>(ratio.rate)];
      if (!rate.from_words) return &rate;
    }
  return nullptr;
}

/// What of the formula the claim does not give: both counts, or the one that is missing.
std::string missing_counts(const RuleInput& input, const IndicatorRecord& row, const Clause& clause) {
  bool part = false, whole = false;
  for (const RatioStatement& ratio : row.facts.ratios) {
    if (clause_of(input, row, ratio.clause) != &clause || ratio.denominator_row != 0) continue;
    part = part || ratio.numerator >= 0;
    whole = whole || ratio.denominator >= 0;
  }
  if (part == whole) return clause.numerator + "、" + clause.denominator;
  return part ? clause.denominator : clause.numerator;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    const Indicator* indicator = input.indicator(row);
    if (indicator == nullptr) continue;
    for (const Clause& clause : indicator->clauses) {
      const bool satisfaction = clause.metric == special_metric("satisfaction", input.programme);
      if (!satisfaction && !has_formula(*indicator, clause)) continue;
      const Quantity* rate = stated_rate(input, row, clause);
      if (rate == nullptr || supported(input, row, clause)) continue;
      const std::string needed = satisfaction ? std::string() : missing_counts(input, row, clause);
      Finding finding =
          figure_finding(input, row, &clause, sentence_around(row.claim.str(), rate->range),
                         message(kId, satisfaction ? "satisfaction" : "violation",
                                 {{"row", row_label(input, row)}, {"stated", rate->printed}, {"needed", needed}}));
      finding.stated = rate->printed;
      finding.expected = needed;
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace

Rule ratio_unsupported() { return {kId, 2, Severity::kWarning, false, check}; }

}  // namespace gongshi::audit::checks
