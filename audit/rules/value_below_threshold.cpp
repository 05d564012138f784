// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "audit/rules/figures_support.h"
#include "audit/rules/readings_support.h"
#include "audit/rules/rules.h"
#include "audit/rules/threshold_support.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "value-below-threshold";

constexpr std::array<std::string_view, 8> kEntryMarks = {"，", ",", "。", "；", ";", "\n", "、", "（"};
constexpr std::size_t kNameBytes = 9;  // of three characters

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
      has_word(clause.condition, word_list("in_principle", input.programme)))
    finding.verdict = Verdict::kInconclusive;
  return finding;
}

void check_rates(const RuleInput& input, std::vector<Finding>& findings) {
  const std::vector<RatioParts> all = ratios_of(input);
  for (const RatioParts& parts : all) {
    const Clause* clause = parts.clause;
    if (!rate_misses(input, parts) || counts_miss(all, parts)) continue;
    if (clause->op == ClauseOp::kAtMost) {
      findings.push_back(below(input, parts.row, *parts.rate, *clause, "rate-over"));
      continue;
    }
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

/// The minutes of a clause's condition (步行15分钟可达范围内); empty if it has none.
std::optional<Decimal> minutes_asked(const Clause& clause) {
  const std::size_t unit = clause.condition.find(signs::kMinutes);
  std::size_t begin = unit == std::string::npos ? 0 : unit;
  while (begin > 0 && clause.condition[begin - 1] >= '0' && clause.condition[begin - 1] <= '9') --begin;
  return unit == std::string::npos || begin == unit ? std::nullopt
                                                    : Decimal::parse(clause.condition.substr(begin, unit - begin));
}

/// 市体育馆，步行约40分钟, where 15 minutes on foot are asked and no other way is told.
void check_distance(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr) return;
  for (const Clause& clause : indicator->clauses) {
    const auto asked = minutes_asked(clause);
    if (!asked) continue;
    const Quantity* nearest = nullptr;
    for (const Quantity& quantity : row.facts.quantities)
      if (quantity.unit == signs::kMinutes && (nearest == nullptr || quantity.value < nearest->value))
        nearest = &quantity;
    if (nearest == nullptr || nearest->role != QuantityRole::kCondition || nearest->value <= *asked ||
        nearest->qualifier == Qualifier::kAtMost || !has_word(nearest->label, word_list("on_foot", input.programme)))
      continue;
    // 健身广场1处，步行30分钟到体育馆: there is another.
    const bool another =
        std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(), [&](const Quantity& quantity) {
          return quantity.range.begin < nearest->range.begin && clause_of(input, row, quantity.clause) == &clause;
        });
    if (another) continue;
    // 步行20分钟可达范围内有1处: it may well be nearer.
    if (starts_with_word(std::string_view(row.claim.str()).substr(nearest->range.end),
                         word_list("within", input.programme)))
      continue;
    Finding finding = figure_finding(input, row, &clause, sentence_around(row.claim.str(), nearest->range),
                                     message(kId, "time",
                                             {{"row", row_label(input, row)},
                                              {"stated", nearest->printed},
                                              {"threshold", asked->to_plain_string() + std::string(signs::kMinutes)},
                                              {"metric", clause.metric}}));
    finding.stated = nearest->printed;
    finding.expected = "≤" + asked->to_plain_string() + std::string(signs::kMinutes);
    finding.verdict = Verdict::kInconclusive;  // there may be another that is nearer
    findings.push_back(std::move(finding));
    return;
  }
}

/// Where the sentence or list entry that the figure stands in begins.
std::size_t entry_begin(std::string_view claim, std::size_t at) {
  std::size_t begin = 0;
  for (const std::string_view mark : kEntryMarks)
    if (const std::size_t before = claim.substr(0, at).rfind(mark); before != std::string_view::npos)
      begin = std::max(begin, before + mark.size());
  return begin;
}

/// The figure bears the name of what the clause asks for, in its unit or (生机比9.41) without one.
bool is_named(const RuleInput& input, const IndicatorRecord& row, const Quantity& quantity, const Clause& clause) {
  const std::string_view claim = row.claim.str();
  if (quantity.from_words || quantity.figure.begin > claim.size()) return false;
  const bool unit = quantity.unit == clause.unit || quantity.unit.empty() ||
                    normalize::same_unit(quantity.unit, clause.unit, input.programme);
  const std::size_t begin = entry_begin(claim, quantity.figure.begin);
  const std::string_view lead = claim.substr(begin, quantity.figure.begin - begin);
  return unit && std::any_of(clause.metric_terms.begin(), clause.metric_terms.end(),
                             [&](const std::string& term) { return lead.find(term) != std::string_view::npos; });
}

/// Amounts for each of many (人均3册, 生机比9.41) and times that must last at least so long (录像保存60日): asserted
/// where every figure of that name misses the threshold.
void check_named(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr) return;
  for (const Clause& clause : indicator->clauses) {
    if (!is_amount_each(clause) && (clause.kind != ClauseKind::kTime || clause.op != ClauseOp::kAtLeast)) continue;
    const Quantity* missing = nullptr;
    bool met = false;
    for (const Quantity& quantity : row.facts.quantities) {
      if (!is_named(input, row, quantity, clause)) continue;
      if (clause.kind == ClauseKind::kTime && utf8::decode(quantity.printed).starts_with(signs::kZeroSign)) {
        met = true;  // 两个月零五天: the rest of a longer time
        continue;
      }
      const bool over = quantity.value > *clause.value, under = quantity.value < *clause.value;
      if (clause.op == ClauseOp::kAtMost ? over : under)
        missing = &quantity;
      else
        met = true;
    }
    if (missing != nullptr && !met)
      findings.push_back(below(input, row, *missing, clause, clause.op == ClauseOp::kAtMost ? "rate-over" : "rate"));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  check_rates(input, findings);
  for (const IndicatorRecord& row : input.notice.rows) {
    check_frequencies(input, row, findings);
    check_times(input, row, findings);
    check_distance(input, row, findings);
    check_named(input, row, findings);
  }
  return findings;
}

}  // namespace

Rule value_below_threshold() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
