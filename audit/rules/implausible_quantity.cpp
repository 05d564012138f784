// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "audit/rules/figures_support.h"
#include "audit/rules/limits_support.h"
#include "audit/rules/rules.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "implausible-quantity";

struct Stated {
  const IndicatorRecord* row = nullptr;
  const Quantity* quantity = nullptr;
};

/// The first value of each of the community's quantities.
std::map<std::string, Stated> stated_quantities(const Notice& notice) {
  std::map<std::string, Stated> all;
  for (const IndicatorRecord& row : notice.rows)
    for (const Quantity& quantity : row.facts.quantities)
      if (!quantity.measure.empty() && quantity.subject.empty() && !quantity.from_words)
        all.try_emplace(quantity.measure, Stated{&row, &quantity});
  return all;
}

/// Whether of ÷ per lies outside; exact, by cross multiplication. Precondition: per > 0.
bool outside(const RatioLimit& limit, const Decimal& of, const Decimal& per) {
  return (limit.min && Decimal::compare_ratio(of, per, *limit.min) < 0) ||
         (limit.max && Decimal::compare_ratio(of, per, *limit.max) > 0);
}

std::string limit_text(const RatioLimit& limit) {
  const std::string low = limit.min ? limit.min->to_plain_string() : "0";
  return limit.max ? low + "～" + limit.max->to_plain_string() + limit.unit : "≥" + low + limit.unit;
}

void check_ratio(const RuleInput& input, const RatioLimit& limit, const Stated& of, const Stated& per,
                 std::vector<Finding>& findings) {
  if (of.quantity->unit == signs::kMu || per.quantity->value <= Decimal(0) ||
      !outside(limit, of.quantity->value, per.quantity->value))
    return;
  const auto value = Decimal::divide(of.quantity->value, per.quantity->value, 2);
  if (!value) return;
  const std::string worked =
      of.quantity->printed + " ÷ " + per.quantity->printed + " = " + value->to_plain_string() + limit.unit;
  Finding finding = figure_finding(input, *of.row, nullptr, sentence_around(of.row->claim.str(), of.quantity->range),
                                   message(kId, "ratio",
                                           {{"row", row_label(input, *of.row)},
                                            {"title", limit.title},
                                            {"calculation", worked},
                                            {"limit", limit_text(limit)},
                                            {"source", limit.source}}));
  finding.metric = limit.title;
  finding.stated = of.quantity->printed;
  finding.expected = limit_text(limit);
  finding.calculation = worked;
  findings.push_back(std::move(finding));
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  const std::map<std::string, Stated> stated = stated_quantities(input.notice);
  for (const auto& [id, title] : limits(input.programme).not_zero)
    if (const auto found = stated.find(id); found != stated.end() && found->second.quantity->value <= Decimal(0)) {
      const Stated& zero = found->second;
      Finding finding =
          figure_finding(input, *zero.row, nullptr, sentence_around(zero.row->claim.str(), zero.quantity->range),
                         message(kId, "zero", {{"row", row_label(input, *zero.row)}, {"title", title}}));
      finding.metric = title;
      finding.stated = zero.quantity->printed;
      findings.push_back(std::move(finding));
    }
  for (const RatioLimit& limit : limits(input.programme).ratios) {
    const auto of = stated.find(limit.of), per = stated.find(limit.per);
    if (of != stated.end() && per != stated.end()) check_ratio(input, limit, of->second, per->second, findings);
  }
  return findings;
}

}  // namespace

Rule implausible_quantity() { return {kId, 2, Severity::kWarning, true, check}; }

}  // namespace gongshi::audit::checks
