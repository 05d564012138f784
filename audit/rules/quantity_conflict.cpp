// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "audit/rules/figures_support.h"
#include "audit/rules/limits_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kEstates = "estates";
constexpr std::string_view kId = "quantity-conflict";

struct Stated {
  const IndicatorRecord* row = nullptr;
  const Quantity* quantity = nullptr;
};

/// Square metres, exact: 亩 is 2000/3 m², so everything is taken three times.
std::optional<Decimal> threefold_area(const Decimal& value, const std::string& unit) {
  if (unit == signs::kMu) return Decimal::multiply(value, 2000);
  return Decimal::multiply(value, 3);
}

bool is_area(const Quantity& quantity) { return quantity.unit == signs::kMu || quantity.unit == signs::kSquareMetres; }

/// Two figures of one quantity, each true within one unit of its last printed place when they are printed with
/// different precision or in different units.
bool conflicts(const Quantity& a, const Quantity& b) {
  std::optional<Decimal> first = a.value, second = b.value, step_a = a.step, step_b = b.step;
  if (a.unit != b.unit && !a.unit.empty() && !b.unit.empty()) {
    if (!is_area(a) || !is_area(b)) return false;
    first = threefold_area(a.value, a.unit);
    second = threefold_area(b.value, b.unit);
    step_a = threefold_area(a.step, a.unit);
    step_b = threefold_area(b.step, b.unit);
    if (!first || !second || !step_a || !step_b) return false;
  } else if (a.value == b.value) {
    return false;
  } else if (a.step == b.step) {
    return true;
  }
  const auto difference = *first > *second ? Decimal::subtract(*first, *second) : Decimal::subtract(*second, *first);
  return difference && *difference >= std::max(*step_a, *step_b);
}

/// The quantity that a figure states; a land that is called otherwise (社区占地) is the community's area.
std::string measure_of(const Quantity& quantity, const Programme& programme) {
  const auto same = limits(programme).same.find(quantity.measure);
  if (same == limits(programme).same.end()) return quantity.measure;
  return has_word(quantity.label, word_list("of_community", programme)) ? same->second : quantity.measure;
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
  const WordList& averages = word_list("averages", input.programme);
  for (const IndicatorRecord& row : input.notice.rows)
    for (const Quantity& quantity : row.facts.quantities) {
      const std::string measure = measure_of(quantity, input.programme);
      const auto title = limits(input.programme).single.find(measure);
      if (title == limits(input.programme).single.end() || !quantity.subject.empty() ||
          quantity.qualifier != Qualifier::kExact || quantity.upper || has_word(quantity.label, averages))
        continue;
      const Stated now{&row, &quantity};
      const auto [entry, added] = first.try_emplace(measure, now);
      if (added || reported[measure] || !conflicts(*entry->second.quantity, quantity)) continue;
      reported[measure] = true;
      findings.push_back(conflict(input, title->second, entry->second, now));
    }
}

bool stated(const Quantity& quantity) {
  return quantity.subject.empty() && quantity.qualifier == Qualifier::kExact && !quantity.upper && !quantity.from_words;
}

bool among(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// 封闭式小区10个, 9个小区均…: whether the figure counts parts of what `limit` has as the whole.
bool is_part(const IndicatorRecord& row, const Quantity& quantity, const PartLimit& limit, const Programme& programme) {
  if (!quantity.measure.empty()) return among(limit.measures, quantity.measure);
  const bool counted = quantity.role == QuantityRole::kCount || quantity.role == QuantityRole::kNumerator ||
                       quantity.role == QuantityRole::kDenominator || quantity.role == QuantityRole::kListTotal;
  if (!counted || !among(limit.units, quantity.unit)) return false;
  if (limit.nouns.empty()) return true;
  const std::string& claim = row.claim.str();
  if (quantity.range.end > claim.size()) return false;
  std::string behind;
  for (const char byte : std::string_view(claim).substr(quantity.range.end, 24))
    if (byte != ' ') behind.push_back(byte);
  return std::any_of(limit.nouns.begin(), limit.nouns.end(), [&](const std::string& noun) {
    // 3个封闭式小区11个出入口: what stands behind the figure is what it counts.
    const bool named = behind.empty() || starts_with_word(behind, word_list("after_counted", programme));
    return behind.starts_with(noun) ||
           (named && quantity.label.ends_with(noun) && quantity.label.size() <= noun.size() + 6);
  });
}

/// A part that is more than its whole in another row.
void check_parts(const RuleInput& input, std::vector<Finding>& findings) {
  for (const PartLimit& limit : limits(input.programme).parts) {
    Stated whole;
    for (const IndicatorRecord& row : input.notice.rows)
      for (const Quantity& quantity : row.facts.quantities)
        if (whole.quantity == nullptr && stated(quantity) && measure_of(quantity, input.programme) == limit.whole)
          whole = {&row, &quantity};
    if (whole.quantity == nullptr) continue;
    bool reported = false;
    for (const IndicatorRecord& row : input.notice.rows)
      for (const Quantity& quantity : row.facts.quantities) {
        if (reported || &row == whole.row || !stated(quantity) || !is_part(row, quantity, limit, input.programme))
          continue;
        if (quantity.value <= whole.quantity->value || !conflicts(quantity, *whole.quantity)) continue;
        if (quantity.unit != whole.quantity->unit && is_area(quantity)) continue;
        reported = true;
        const bool later = &row > whole.row;
        const IndicatorRecord& shown_row = later ? row : *whole.row;
        const Quantity& shown = later ? quantity : *whole.quantity;
        Finding finding = figure_finding(input, shown_row, nullptr, sentence_around(shown_row.claim.str(), shown.range),
                                         message(kId, "part",
                                                 {{"row", row_label(input, row)},
                                                  {"part", quantity.printed},
                                                  {"whole_row", row_label(input, *whole.row)},
                                                  {"title", limit.title},
                                                  {"whole", whole.quantity->printed}}));
        finding.metric = limit.title;
        finding.stated = quantity.printed;
        finding.expected = "≤" + whole.quantity->printed;
        finding.requirement.clear();
        findings.push_back(std::move(finding));
      }
  }
}

/// 社区共6个小区, and 社区4个小区全部… in another row.
void check_all_of_community(const RuleInput& input, const Stated& total, std::vector<Finding>& findings) {
  const WordList &all = word_list("all_of_estates", input.programme),
                 &community = word_list("of_community", input.programme);
  for (const IndicatorRecord& row : input.notice.rows)
    for (const Quantity& quantity : row.facts.quantities) {
      if (&row == total.row || !stated(quantity) || quantity.unit != signs::kPieces || !quantity.measure.empty() ||
          quantity.value >= total.quantity->value || !ends_with_word(quantity.label, community) ||
          quantity.range.end > row.claim.str().size() ||
          find_word(std::string_view(row.claim.str()).substr(quantity.range.end), all).at != 0)
        continue;
      const Stated here{&row, &quantity};
      const bool later = &row > total.row;
      findings.push_back(conflict(input, limits(input.programme).single.at(std::string(kEstates)), later ? total : here,
                                  later ? here : total));
      findings.back().verdict = Verdict::kInconclusive;
      return;
    }
}

/// 5个小区均…, 6个小区全部…: said of all there are, in one row of five and in another of six. Which of them is right,
/// or whether one row speaks of some only, the notice does not say.
void check_wholes(const RuleInput& input, std::vector<Finding>& findings) {
  const WordList &all = word_list("all_of_estates", input.programme), &estate = word_list("estate", input.programme),
                 &these = word_list("these", input.programme);
  Stated first;
  for (const IndicatorRecord& row : input.notice.rows)
    for (const Quantity& quantity : row.facts.quantities) {
      if (!stated(quantity) || quantity.range.end > row.claim.str().size()) continue;
      if (measure_of(quantity, input.programme) == kEstates)  // the whole is stated; see also check_parts()
        return check_all_of_community(input, {&row, &quantity}, findings);
      const std::string_view behind = std::string_view(row.claim.str()).substr(quantity.range.end);
      // 6个小区全部…, 5个小区中5个…
      const bool whole = starts_with_word(behind, all) ||
                         (quantity.role == QuantityRole::kDenominator && starts_with_word(behind, estate));
      // 4个小区里3个有电梯，这3个小区都装了: those just named.
      if (quantity.unit != signs::kPieces || !whole || ends_with_word(quantity.label, these)) continue;
      if (first.quantity == nullptr) first = {&row, &quantity};
      if (first.row == &row || quantity.value == first.quantity->value) continue;
      findings.push_back(
          conflict(input, limits(input.programme).single.at(std::string(kEstates)), first, {&row, &quantity}));
      findings.back().verdict = Verdict::kInconclusive;
      return;
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
  check_parts(input, findings);
  if (limits(input.programme).single.count(std::string(kEstates)) > 0) check_wholes(input, findings);
  check_shares(input, findings);
  return findings;
}

}  // namespace

Rule quantity_conflict() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
