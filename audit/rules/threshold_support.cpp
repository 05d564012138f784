// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/threshold_support.h"

#include <algorithm>
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

/// What must stand beside a percentage for it to be a coverage: other percentages (准确率, 就业率) say nothing of it.
bool says_coverage(const Programme& programme, const IndicatorRecord& row, const Quantity& rate) {
  const ByteRange around = sentence_around(row.claim.str(), rate.range);
  // Behind the figure only what directly follows: 80%小区….
  std::string near =
      rate.label + row.claim.str().substr(rate.range.end, std::min<std::size_t>(around.end - rate.range.end, 18));
  std::erase(near, ' ');
  return has_word(near, word_list("coverage", programme));
}

/// 有线电视覆盖率60%，IPTV覆盖率38%，合计98%: another percentage of the same metric is as asked.
template <typename Keeps>
bool another(const RuleInput& input, const RatioParts& parts, const Keeps& keeps) {
  const auto& quantities = parts.row.facts.quantities;
  return std::any_of(parts.row.facts.ratios.begin(), parts.row.facts.ratios.end(), [&](const RatioStatement& other) {
    if (other.rate < 0 || clause_of(input, parts.row, other.clause) != parts.clause) return false;
    const Quantity& rate = quantities[static_cast<std::size_t>(other.rate)];
    return !rate.from_words && keeps(rate.value);
  });
}

bool another_meets(const RuleInput& input, const RatioParts& parts) {
  return another(input, parts, [&](const Decimal& rate) { return rate >= *parts.clause->value; });
}

/// 漏损率由12%降到7%: of what may be so much at most.
bool another_keeps(const RuleInput& input, const RatioParts& parts) {
  return another(input, parts, [&](const Decimal& rate) { return rate <= *parts.clause->value; });
}

/// The share that the counts give is as asked: so much at least, or at most.
bool keeps(const RatioParts& parts, const Clause& clause) {
  const auto order = compare_with(parts, *clause.value);
  return clause.op == ClauseOp::kAtMost ? order <= 0 : order >= 0;
}

/// 255 of 300 lamps, 60盏 of them by the sun: other counts of the clause in the row reach what is asked.
bool others_reach(const std::vector<RatioParts>& all, const RatioParts& parts) {
  return std::any_of(all.begin(), all.end(), [&](const RatioParts& other) {
    return &other.row == &parts.row && other.clause == parts.clause && other.has_counts() &&
           keeps(other, *parts.clause);
  });
}

/// 2023年底76%（1140户/1500户），…提升到91.2%（1368户/1500户）: later in the row more of the same whole, as much as is
/// asked.
bool grown_later(const RatioParts& parts) {
  const Clause& clause = *parts.clause;
  if (clause.op == ClauseOp::kAtMost || !parts.has_counts()) return false;
  const auto& ratios = parts.row.facts.ratios;
  return std::any_of(ratios.begin(), ratios.end(), [&](const RatioStatement& later) {
    return later.range.begin > parts.ratio.range.begin && later.numerator_value && later.denominator_value &&
           *later.denominator_value == *parts.ratio.denominator_value &&
           *later.numerator_value > *parts.ratio.numerator_value &&
           keeps(RatioParts{parts.row, later, nullptr, parts.numerator, parts.denominator, nullptr, &clause}, clause);
  });
}

}  // namespace

bool counts_miss(const std::vector<RatioParts>& all, const RatioParts& parts) {
  const Clause* clause = parts.clause;
  return clause != nullptr && clause->op != ClauseOp::kNone && clause->value && clause->unit == "%" &&
         parts.has_counts() && !keeps(parts, *clause) && !others_reach(all, parts) && !grown_later(parts);
}

bool rate_misses(const RuleInput& input, const RatioParts& parts) {
  const Clause* clause = parts.clause;
  if (parts.rate == nullptr || parts.rate->from_words || clause == nullptr || clause->unit != "%" || !clause->value)
    return false;
  if (clause->op == ClauseOp::kAtMost) return parts.rate->value > *clause->value && !another_keeps(input, parts);
  const bool unmet_bound = parts.rate->qualifier == Qualifier::kLessThan && parts.rate->value <= *clause->value;
  if (parts.rate->value >= *clause->value && !unmet_bound) return false;
  if (clause->kind == ClauseKind::kCoverage && !says_coverage(input.programme, parts.row, *parts.rate)) return false;
  return !another_meets(input, parts) && !grown_later(parts);
}

}  // namespace gongshi::audit::checks
