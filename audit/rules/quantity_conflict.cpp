// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "audit/rules/figures_support.h"
#include "audit/rules/limits_support.h"
#include "audit/rules/rules.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "quantity-conflict";

struct Stated {
  const IndicatorRecord* row = nullptr;
  const Quantity* quantity = nullptr;
};

/// Two figures of one quantity, each true within one unit of its last printed place when they are printed with
/// different precision.
bool conflicts(const Quantity& a, const Quantity& b) {
  if (a.unit != b.unit && !a.unit.empty() && !b.unit.empty()) return false;
  if (a.value == b.value) return false;
  if (a.step == b.step) return true;
  const auto difference = a.value > b.value ? Decimal::subtract(a.value, b.value) : Decimal::subtract(b.value, a.value);
  return difference && *difference >= std::max(a.step, b.step);
}

Finding conflict(const RuleInput& input, const std::string& title, const Stated& first, const Stated& later) {
  Finding finding =
      figure_finding(input, *later.row, nullptr, sentence_around(later.row->claim.str(), later.quantity->range),
                     message(kId, "values",
                             {{"title", title},
                              {"first_row", row_label(input, *first.row)},
                              {"first", first.quantity->printed},
                              {"row", row_label(input, *later.row)},
                              {"later", later.quantity->printed}}));
  finding.metric = title;
  finding.stated = later.quantity->printed;
  finding.expected = first.quantity->printed;
  finding.requirement.clear();
  return finding;
}

/// Two values of one quantity; once per quantity, on the first row that differs from the one before.
void check_values(const RuleInput& input, std::vector<Finding>& findings) {
  std::map<std::string, Stated> first;
  std::map<std::string, bool> reported;
  for (const IndicatorRecord& row : input.notice.rows)
    for (const Quantity& quantity : row.facts.quantities) {
      const auto title = limits(input.programme).single.find(quantity.measure);
      if (title == limits(input.programme).single.end() || !quantity.subject.empty() ||
          quantity.qualifier != Qualifier::kExact || quantity.upper)
        continue;
      const Stated now{&row, &quantity};
      const auto [entry, added] = first.try_emplace(quantity.measure, now);
      if (added || reported[quantity.measure] || !conflicts(*entry->second.quantity, quantity)) continue;
      reported[quantity.measure] = true;
      findings.push_back(conflict(input, title->second, entry->second, now));
    }
}

/// A percentage here whose whole stands in another row: 630人 as 11.2 % of 5814.
void check_shares(const RuleInput& input, std::vector<Finding>& findings) {
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.denominator_row == nullptr || parts.rate == nullptr || parts.rate->from_words || !parts.has_counts() ||
        parts.approximate())
      continue;
    const RateMatch result = match_rate(parts);
    if (result == RateMatch::kFits) continue;
    const IndicatorRecord& other = *parts.denominator_row;
    const bool other_is_later = &other > &parts.row;
    const IndicatorRecord& later = other_is_later ? other : parts.row;
    const Quantity& shown = other_is_later ? *parts.denominator : *parts.rate;
    const std::string worked = calculation(parts), stated = rate_text(*parts.rate);
    Finding finding = figure_finding(input, later, nullptr, sentence_around(later.claim.str(), shown.range),
                                     message(kId, "share",
                                             {{"row", row_label(input, parts.row)},
                                              {"count", parts.numerator->printed},
                                              {"stated", stated},
                                              {"other_row", row_label(input, other)},
                                              {"whole", parts.denominator->printed},
                                              {"calculation", worked}}));
    finding.metric = parts.ratio.metric;
    finding.stated = stated;
    finding.expected = percentage_text(parts);
    finding.calculation = worked;
    finding.requirement.clear();
    if (result == RateMatch::kOpen) finding.verdict = Verdict::kInconclusive;
    findings.push_back(std::move(finding));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  check_values(input, findings);
  check_shares(input, findings);
  return findings;
}

}  // namespace

Rule quantity_conflict() { return {kId, 2, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
