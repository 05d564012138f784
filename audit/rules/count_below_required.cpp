// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <optional>

#include "audit/rules/figures_support.h"
#include "audit/rules/readings_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "count-below-required";
constexpr std::string_view kResidents = "residents", kPopulation = "population";

/// The notice's share of old people, from its counts or as stated; empty if it says neither.
std::optional<bool> elderly_over(const RuleInput& input, const Decimal& per_cent) {
  for (const RatioParts& parts : ratios_of(input)) {
    if (parts.ratio.metric.empty() || parts.ratio.metric != special_metric("elderly_share", input.programme)) continue;
    if (parts.rate != nullptr && !parts.rate->from_words) return parts.rate->value > per_cent;
    if (parts.has_counts()) return compare_with(parts, per_cent) > 0;
  }
  return std::nullopt;
}

/// The percentage in 占比超过30%; empty if the condition is none of that kind.
std::optional<Decimal> share_condition(const RuleInput& input, const Clause& clause) {
  const WordHit over = find_word(clause.condition, word_list("over", input.programme));
  const std::string_view elderly = special_metric("elderly_condition", input.programme);
  if (over.at == std::string::npos || elderly.empty() || clause.condition.find(elderly) == std::string::npos)
    return std::nullopt;
  std::string digits;
  for (std::size_t i = over.at + over.length;
       i < clause.condition.size() && clause.condition[i] >= '0' && clause.condition[i] <= '9'; ++i)
    digits += clause.condition[i];
  return Decimal::parse(digits);
}

/// The clause or another of its indicator may be met.
bool either_or(const Programme& programme, const Clause& clause) {
  return has_word(clause.condition, word_list("either_or", programme));
}

enum class Applies { kYes, kNo, kOpen };

Applies applies(const RuleInput& input, const Clause& clause) {
  if (either_or(input.programme, clause)) return Applies::kNo;  // the other of the two may be there
  if (const auto share = share_condition(input, clause)) {
    const auto over = elderly_over(input, *share);
    return !over ? Applies::kOpen : *over ? Applies::kYes : Applies::kNo;
  }
  if (has_word(clause.condition, word_list("in_principle", input.programme))) return Applies::kOpen;
  return Applies::kYes;
}

Finding below(const RuleInput& input, const IndicatorRecord& row, const Clause& clause, ByteRange range,
              const std::string& stated, std::string_view key, Applies applied) {
  const std::string threshold = threshold_text(clause);
  Finding finding = figure_finding(
      input, row, &clause, range,
      message(
          kId, key,
          {{"row", row_label(input, row)}, {"stated", stated}, {"threshold", threshold}, {"metric", clause.metric}}));
  finding.stated = stated;
  finding.expected = "≥" + threshold;
  if (applied == Applies::kOpen) finding.verdict = Verdict::kInconclusive;
  return finding;
}

struct Stated {
  Decimal sum;
  const Quantity* last = nullptr;
  bool open = false;
};

bool counts(const Quantity& quantity) {
  return quantity.clause >= 0 && !quantity.from_words &&
         (quantity.role == QuantityRole::kCount || quantity.role == QuantityRole::kListTotal ||
          quantity.role == QuantityRole::kNumerator || quantity.role == QuantityRole::kDenominator);
}

/// 较上年增加1次: what came to last year's, not what there is.
bool than_before(const RuleInput& input, const Quantity& quantity) {
  return find_word(quantity.label, word_list("than_before", input.programme)).at != std::string::npos;
}

/// Numbers bound to one clause add up: 智能快件箱1个、书柜1个.
std::map<int, Stated> stated_counts(const RuleInput& input, const IndicatorRecord& row) {
  std::map<int, Stated> all;
  for (std::size_t i = 0; i < row.facts.quantities.size(); ++i) {
    const Quantity& quantity = row.facts.quantities[i];
    if (!counts(quantity) || than_before(input, quantity)) continue;
    const std::vector<Reading> readings = readings_of(row, static_cast<int>(i));
    const std::optional<Decimal> natural = readings.front().value;
    if (!natural) continue;  // 每个小区1处: of each one, not of all
    Stated& stated = all[quantity.clause];
    stated.sum = Decimal::add(stated.sum, *natural).value_or(stated.sum);
    stated.last = &quantity;
    stated.open = stated.open || quantity.qualifier == Qualifier::kAbout ||
                  quantity.qualifier == Qualifier::kMoreThan || !quantity.subject.empty() || readings.size() > 1;
  }
  return all;
}

/// The number of people that a condition like 2000人以上社区 speaks of; empty if it is none of that kind.
std::optional<Decimal> size_condition(const Programme& programme, const Clause& clause) {
  const std::size_t over = find_word(clause.condition, word_list("people_over", programme)).at;
  std::size_t begin = over == std::string::npos ? 0 : over;
  while (begin > 0 && clause.condition[begin - 1] >= '0' && clause.condition[begin - 1] <= '9') --begin;
  return over == std::string::npos ? std::nullopt : Decimal::parse(clause.condition.substr(begin, over - begin));
}

/// Whether the community has more than so many people: as the claim says, or by the notice's figures.
Applies larger_than(const RuleInput& input, const IndicatorRecord& row, const Decimal& people) {
  for (const std::string& over : word_list("people_over", input.programme).words())
    if (row.claim.str().find(people.to_plain_string() + over) != std::string::npos) return Applies::kYes;
  for (const IndicatorRecord& other : input.notice.rows)
    for (const Quantity& quantity : other.facts.quantities)
      if ((quantity.measure == kResidents || (&other == &row && quantity.measure == kPopulation)) &&
          quantity.subject.empty() &&
          (quantity.qualifier == Qualifier::kExact || quantity.qualifier == Qualifier::kAbout))
        return quantity.value <= people                                    ? Applies::kNo
               : &other == &row && quantity.qualifier == Qualifier::kExact ? Applies::kYes
                                                                           : Applies::kOpen;
  return Applies::kNo;
}

/// What a clause counts: 智能共享图书柜 of 智能共享图书柜数, by its last characters.
std::string thing_of(const Programme& programme, const Clause& clause) {
  static constexpr std::size_t kCharacters = 9;  // bytes of three
  std::string thing = clause.metric;
  for (const std::string& number : word_list("number_of", programme).words())
    if (thing.ends_with(number)) {
      thing.resize(thing.size() - number.size());
      break;
    }
  return thing.size() > kCharacters ? thing.substr(thing.size() - kCharacters) : thing;
}

/// The number of what the same item asks of smaller communities; nullptr if the row states none.
const Quantity* smaller_thing(const RuleInput& input, const IndicatorRecord& row, const Indicator& indicator,
                              const Clause& clause) {
  for (const Quantity& quantity : row.facts.quantities) {
    if (quantity.clause < 0 || quantity.from_words) continue;
    const Clause& other = indicator.clauses[static_cast<std::size_t>(quantity.clause)];
    if (other.item == clause.item && other.unit == clause.unit && !other.condition.empty() &&
        !either_or(input.programme, other) && other.text == clause.text)
      return &quantity;
  }
  return nullptr;
}

/// 2000人以上社区: one library or two bookcases. Fewer of the one, and none of the other.
void check_either(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr) return;
  bool missing_reported = false;
  for (const Clause& clause : indicator->clauses) {
    const auto people = size_condition(input.programme, clause);
    if (!people || !either_or(input.programme, clause) || !clause.value) continue;
    Applies applied = larger_than(input, row, *people);
    if (applied == Applies::kNo) continue;
    const bool other_there =
        std::any_of(indicator->clauses.begin(), indicator->clauses.end(), [&](const Clause& other) {
          return &other != &clause && either_or(input.programme, other) &&
                 row.claim.str().find(thing_of(input.programme, other)) != std::string::npos;
        });
    Decimal sum;
    const Quantity* last = nullptr;
    for (const Quantity& quantity : row.facts.quantities) {
      const bool counted = quantity.role == QuantityRole::kCount || quantity.role == QuantityRole::kListTotal;
      if (!counted || quantity.qualifier != Qualifier::kExact ||
          quantity.label.find(thing_of(input.programme, clause)) == std::string::npos)
        continue;
      sum = Decimal::add(sum, quantity.value).value_or(sum);
      last = &quantity;
    }
    // 2000人以上社区, and only what smaller ones are asked for: 共享图书角1个.
    if (last == nullptr && !other_there && !missing_reported &&
        row.claim.str().find(thing_of(input.programme, clause)) == std::string::npos) {
      last = smaller_thing(input, row, *indicator, clause);
      missing_reported = last != nullptr;
      if (last != nullptr) applied = Applies::kOpen;
    }
    if (other_there || last == nullptr || sum >= *clause.value) continue;
    findings.push_back(
        below(input, row, clause, sentence_around(row.claim.str(), last->range), last->printed, "stated", applied));
  }
}

void check_row(const RuleInput& input, const IndicatorRecord& row, std::vector<Finding>& findings) {
  const std::map<int, Stated> stated = stated_counts(input, row);
  for (const auto& [index, entry] : stated) {
    const Clause* clause = clause_of(input, row, index);
    if (clause == nullptr || clause->op != ClauseOp::kAtLeast || !clause->value || clause->unit == "%" ||
        clause->kind == ClauseKind::kTime || is_amount_each(*clause) || entry.sum >= *clause->value)
      continue;
    Applies applied = applies(input, *clause);
    if (applied == Applies::kNo) continue;
    if (entry.open) applied = Applies::kOpen;
    findings.push_back(below(input, row, *clause, sentence_around(row.claim.str(), entry.last->range),
                             entry.last->printed, "stated", applied));
  }
  for (const ListStatement& list : row.facts.lists) {
    const Clause* clause = clause_of(input, row, list.clause);
    if (clause == nullptr || list.stated >= 0 || list.open_ended || list.examples || stated.count(list.clause) > 0)
      continue;
    if (clause->op != ClauseOp::kAtLeast || !clause->value || is_amount_each(*clause) ||
        Decimal(static_cast<std::int64_t>(list.items.size())) >= *clause->value)
      continue;
    Applies applied = applies(input, *clause);
    // A thing named alone need not be all that there is.
    if (applied == Applies::kNo || (list.items.size() == 1 && applied == Applies::kOpen)) continue;
    if (list.items.size() == 1) applied = Applies::kOpen;
    findings.push_back(
        below(input, row, *clause, list.range, std::to_string(list.items.size()) + clause->unit, "listed", applied));
  }
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  for (const IndicatorRecord& row : input.notice.rows) {
    check_row(input, row, findings);
    check_either(input, row, findings);
  }
  return findings;
}

}  // namespace

Rule count_below_required() { return {kId, 3, Severity::kError, true, check}; }

}  // namespace gongshi::audit::checks
