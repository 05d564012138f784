// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include "audit/rules/figures_support.h"
#include "audit/rules/readings_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "value-below-threshold";

/// What must stand beside a percentage for it to be a coverage: other percentages (准确率, 就业率) say nothing of it.
constexpr std::array<std::string_view, 7> kCoverageWords = {"覆盖", "小区",   "安装率", "配备率",
                                                            "占比", "接入率", "部署率"};
constexpr std::string_view kInPrinciple = "原则上";
constexpr std::size_t kNameBytes = 9;  // of three characters

bool says_coverage(const IndicatorRecord& row, const Quantity& rate) {
  const ByteRange around = sentence_around(row.claim.str(), rate.range);
  // Behind the figure only what directly follows: 80%小区….
  std::string near =
      rate.label + row.claim.str().substr(rate.range.end, std::min<std::size_t>(around.end - rate.range.end, 18));
  std::erase(near, ' ');
  for (const std::string_view word : kCoverageWords)
    if (near.find(word) != std::string::npos) return true;
  return false;
}

Finding below(const RuleInput& input, const IndicatorRecord& row, const Quantity& quantity, const Clause& clause,
              std::string_view key) {
  const std::string threshold = threshold_text(clause);
  Finding finding = figure_finding(input, row, &clause, sentence_around(row.claim.str(), quantity.range),
                                   message(kId, key,
                                           {{"row", row_label(input, row)},
                                            {"stated", quantity.printed},
                                            {"threshold", threshold},
                                            {"metric", clause.metric}}));
  finding.stated = quantity.printed;
  finding.expected = (clause.op == ClauseOp::kAtMost ? "≤" : "≥") + threshold;
  if (quantity.qualifier == Qualifier::kAbout || !quantity.subject.empty() ||
      clause.condition.find(kInPrinciple) != std::string::npos)
    finding.verdict = Verdict::kInconclusive;
  return finding;
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

void check_rates(const RuleInput& input, std::vector<Finding>& findings) {
  for (const RatioParts& parts : ratios_of(input)) {
    const Clause* clause = parts.clause;
    if (parts.rate == nullptr || parts.rate->from_words || clause == nullptr || clause->unit != "%" || !clause->value)
      continue;
    if (clause->op == ClauseOp::kAtMost) {
      // Where the counts say so too, counts-below-threshold carries both.
      const bool counted = parts.has_counts() && compare_with(parts, *clause->value) > 0;
      if (parts.rate->value > *clause->value && !counted && !another_keeps(input, parts))
        findings.push_back(below(input, parts.row, *parts.rate, *clause, "rate-over"));
      continue;
    }
    const bool unmet_bound = (parts.rate->qualifier == Qualifier::kLessThan) && parts.rate->value <= *clause->value;
    if (parts.rate->value >= *clause->value && !unmet_bound) continue;
    if (clause->kind == ClauseKind::kCoverage && !says_coverage(parts.row, *parts.rate)) continue;
    if (another_meets(input, parts)) continue;
    Finding finding = below(input, parts.row, *parts.rate, *clause, "rate");
    if (parts.rate->upper && *parts.rate->upper >= *clause->value) finding.verdict = Verdict::kInconclusive;
    // 70%以上 beside counts that meet the threshold is a careless bound.
    if (parts.has_counts() && compare_with(parts, *clause->value) >= 0) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
}

/// What the numbers of times of one clause come to, each as it is read first and at most.
struct Times {
  Decimal natural, most;
  bool any = false;  ///< A number of each, of nobody says how many: as many as are asked.
  bool any_most = false;
  const Quantity* last = nullptr;
  ReadingReason other = ReadingReason::kEach;
};

/// The frequencies of one clause together: 线上1次、线下1次.
void check_frequencies(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  std::map<int, Times> sums;
  for (std::size_t i = 0; i < row.facts.quantities.size(); ++i) {
    const Quantity& quantity = row.facts.quantities[i];
    if (quantity.role != QuantityRole::kFrequency || quantity.clause < 0) continue;
    Times& times = sums[quantity.clause];
    times.last = &quantity;
    std::optional<Decimal> most;
    for (const Reading& reading : readings_of(row, static_cast<int>(i))) {
      if (!reading.value) times.any_most = true;
      if (reading.value && (!most || *reading.value > *most)) most = reading.value, times.other = reading.reason;
    }
    const std::optional<Decimal> natural = readings_of(row, static_cast<int>(i)).front().value;
    if (!natural) times.any = true;
    times.natural = Decimal::add(times.natural, natural.value_or(Decimal(0))).value_or(times.natural);
    times.most = Decimal::add(times.most, most.value_or(Decimal(0))).value_or(times.most);
  }
  for (const auto& [index, times] : sums) {
    const Clause* clause = clause_of(input, row, index);
    if (clause == nullptr || clause->op != ClauseOp::kAtLeast || clause->unit != times.last->unit || times.any ||
        times.natural >= *clause->value)
      continue;
    findings.push_back(below(input, row, *times.last, *clause, "frequency"));
    if (times.any_most || times.most >= *clause->value) {
      findings.back().verdict = Verdict::kInconclusive;
      findings.back().message += reading_words(times.other, input.programme);
    }
  }
}

void check_times(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  for (const Quantity& quantity : row.facts.quantities) {
    const Clause* clause = quantity.role == QuantityRole::kDuration ? clause_of(input, row, quantity.clause) : nullptr;
    if (clause == nullptr || clause->op != ClauseOp::kAtMost || clause->unit != quantity.unit) continue;
    // 15分钟内到达，救护车30分钟内到达: another time of the row keeps to what is asked.
    const bool another =
        std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& other) {
          return other.role == QuantityRole::kDuration && other.clause == quantity.clause &&
                 other.value <= *clause->value;
        });
    if (!another) {
      findings.push_back(below(input, row, quantity, *clause, "time"));
      continue;
    }
    // 夜间呼叫后到场时间8分钟，白天3分钟: the other keeps to it, but this one bears the name of what is asked.
    if (clause->metric.size() < kNameBytes || quantity.value <= *clause->value ||
        quantity.label.find(clause->metric) == std::string::npos)
      continue;
    findings.push_back(below(input, row, quantity, *clause, "time"));
    findings.back().verdict = Verdict::kInconclusive;
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  check_rates(input, findings);
  for (const IndicatorRecord& row : input.notice.rows) {
    check_frequencies(input, row, findings);
    check_times(input, row, findings);
  }
  return findings;
}

}  // namespace

Rule value_below_threshold() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
