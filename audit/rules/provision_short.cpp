// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "audit/rules/figures_support.h"
#include "audit/rules/limits_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "provision-short";

bool counted(const Quantity& quantity) {
  return quantity.qualifier == Qualifier::kExact && !quantity.upper && !quantity.from_words &&
         quantity.subject.empty() &&
         (quantity.role == QuantityRole::kCount || quantity.role == QuantityRole::kNumerator ||
          quantity.role == QuantityRole::kDenominator || quantity.role == QuantityRole::kListTotal);
}

bool among(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// 每人配备手环1个, 各配手环1只, …，人均1件: the number is of each of them.
bool is_of_each(const IndicatorRecord& row, const Quantity& quantity, const Programme& programme) {
  const auto index = &quantity - row.facts.quantities.data();
  return quantity.label.find(signs::kEach) != std::string::npos ||
         has_word(quantity.label, word_list("for_each", programme)) ||
         std::any_of(row.facts.numbers.begin(), row.facts.numbers.end(), [&](const NumberStatement& number) {
           return number.figure == index && number.readings.front().reason == ReadingReason::kEach;
         });
}

/// The devices that the row says were given out: their number and the last of them.
struct Provided {
  Decimal sum;
  const Quantity* last = nullptr;
};

Provided provided(const IndicatorRecord& row, const Provision& provision, const Programme& programme) {
  Provided all;
  for (const Quantity& quantity : row.facts.quantities) {
    const bool device = std::any_of(provision.words.begin(), provision.words.end(), [&](const std::string& word) {
      return quantity.label.find(word) != std::string::npos;
    });
    if (!counted(quantity) || !device || !among(provision.units, quantity.unit)) continue;
    if (is_of_each(row, quantity, programme)) return {};
    all.sum = Decimal::add(all.sum, quantity.value).value_or(all.sum);
    all.last = &quantity;
  }
  return all;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const Provision& provision : limits(input.programme).provisions)
    for (const IndicatorRecord& row : input.notice.rows) {
      const Quantity* group = nullptr;
      int groups = 0;
      for (const Quantity& quantity : row.facts.quantities)
        if (quantity.measure == provision.group && counted(quantity)) group = &quantity, ++groups;
      const Provided devices = provided(row, provision, input.programme);
      if (groups != 1 || devices.last == nullptr || devices.sum >= group->value) continue;
      // A device may serve a household of several.
      const bool households =
          std::any_of(row.facts.quantities.begin(), row.facts.quantities.end(),
                      [&](const Quantity& one) { return one.unit == signs::kHouseholds && one.value <= devices.sum; });
      if (households) continue;
      Finding finding = figure_finding(input, row, nullptr, sentence_around(row.claim.str(), devices.last->range),
                                       message(kId, "violation",
                                               {{"row", row_label(input, row)},
                                                {"title", provision.title},
                                                {"group", group->printed},
                                                {"provided", devices.sum.to_plain_string() + devices.last->unit}}));
      finding.stated = devices.sum.to_plain_string() + devices.last->unit;
      finding.expected = "≥" + group->value.to_plain_string();
      findings.push_back(std::move(finding));
    }
  return findings;
}

}  // namespace

Rule provision_short() { return {kId, 1, Severity::kWarning, true, check}; }

}  // namespace gongshi::audit::checks
