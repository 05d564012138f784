// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "ratio-over-100";

/// Growth may be more than 100 %.
bool growth(const Quantity& rate, const Programme& programme) {
  if (ends_with_word(rate.label, word_list("grown_to", programme))) return false;  // 提升至109% is the rate itself
  return has_word(rate.label, word_list("growth", programme));
}

/// 120%, 100%以上, 超过100%, 90%-110%.
bool stated_over(const Quantity& rate, const Programme& programme) {
  if (rate.unit != "%" || rate.from_words || growth(rate, programme)) return false;
  const Decimal top = rate.upper.value_or(rate.value);
  if (top > Decimal(100)) return true;
  return top == Decimal(100) && (rate.qualifier == Qualifier::kAtLeast || rate.qualifier == Qualifier::kMoreThan);
}

/// 周转率210%, 登记率102%: only what is a share of a whole cannot be more than it. The standard asks for one, or its
/// name says so.
bool is_share(const Quantity& rate, const Programme& programme) {
  return rate.clause >= 0 || rate.label.empty() || has_word(rate.label, word_list("shares", programme));
}

std::vector<Finding> stated(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows)
    for (const Quantity& rate : row.facts.quantities) {
      if (rate.role != QuantityRole::kRate || !stated_over(rate, input.programme) || !is_share(rate, input.programme))
        continue;
      // 不低于100% and 不少于100% ask for the whole and claim no more than it.
      const bool bound_in_front = rate.qualifier == Qualifier::kAtLeast && rate.range.begin < rate.figure.begin &&
                                  rate.value == Decimal(100) && rate.range.end <= rate.figure.end + 3;
      const bool needs_person = bound_in_front;
      Finding finding =
          figure_finding(input, row, clause_of(input, row, rate.clause), sentence_around(row.claim.str(), rate.range),
                         message(kId, "stated", {{"row", row_label(input, row)}, {"stated", rate.printed}}));
      finding.stated = rate.printed;
      finding.expected = "≤100%";
      if (needs_person) finding.verdict = Verdict::kInconclusive;
      findings.push_back(std::move(finding));
    }
  return findings;
}

/// 12192块 for 4136户: several meters in each household are no contradiction.
bool several_each(const RatioParts& parts) {
  static constexpr int kEach = 150;  // per cent
  if (parts.numerator->unit == signs::kHouseholds || parts.denominator->unit != signs::kHouseholds) return false;
  return compare_with(parts, Decimal(kEach)) >= 0;
}

/// 1250人÷170台 where 生机比 is asked for: what is divided is no share.
bool asks_for_amount_each(const RuleInput& input, const IndicatorRecord& row) {
  const Indicator* indicator = input.indicator(row);
  return indicator != nullptr && std::any_of(indicator->clauses.begin(), indicator->clauses.end(),
                                             [](const Clause& clause) { return is_amount_each(clause); });
}

/// The counts say more than the whole; not where the percentage itself was reported already.
void add_implied(const RuleInput& input, std::vector<Finding>& findings) {
  for (const RatioParts& parts : ratios_of(input)) {
    if (!parts.has_counts() || parts.denominator_row != nullptr || parts.approximate()) continue;
    if (*parts.ratio.numerator_value <= *parts.ratio.denominator_value) continue;
    if (parts.rate != nullptr && stated_over(*parts.rate, input.programme)) continue;
    if (several_each(parts) || asks_for_amount_each(input, parts.row)) continue;
    const std::string worked = calculation(parts);
    Finding finding =
        figure_finding(input, parts.row, parts.clause, parts.ratio.range,
                       message(kId, "implied", {{"row", row_label(input, parts.row)}, {"calculation", worked}}));
    finding.stated = parts.rate != nullptr ? rate_text(*parts.rate) : std::string();
    finding.expected = "≤100%";
    finding.calculation = worked;
    if (!parts.ratio.certain) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings = stated(input);
  add_implied(input, findings);
  return findings;
}

}  // namespace

Rule ratio_over_100() { return {kId, 1, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
