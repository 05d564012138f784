// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/figures_support.h"

#include <algorithm>
#include <array>

#include "schema/chinese_signs.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::array<std::string_view, 5> kSentenceEnds = {"。", "；", ";", "\n", "！"};

const IndicatorRecord* find_row(const Notice& notice, int no) {
  for (const IndicatorRecord& row : notice.rows)
    if (row.no == no) return &row;
  return nullptr;
}

const Quantity* at(const IndicatorRecord& row, int index) {
  const auto& all = row.facts.quantities;
  return index >= 0 && static_cast<std::size_t>(index) < all.size() ? &all[static_cast<std::size_t>(index)] : nullptr;
}

bool about(const Quantity* quantity) { return quantity != nullptr && quantity->qualifier == Qualifier::kAbout; }

std::string without_space(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t') result += c;
  return result;
}

/// The unit as printed behind the figure.
std::string printed_unit(const IndicatorRecord& row, const Quantity& quantity) {
  const std::string& claim = row.claim.str();
  if (quantity.range.end < quantity.figure.end || quantity.range.end > claim.size()) return {};
  return without_space(claim.substr(quantity.figure.end, quantity.range.end - quantity.figure.end));
}

/// How far an approximate percentage may lie from its counts, in percentage points. 约80% for 81.4 % is fair.
constexpr int kApproximatePoints = 2;

/// The counts' percentage, rounded or cut at the printed place, is the stated one.
bool equal_at_printed_precision(const RatioParts& parts) {
  const auto unit = Decimal::multiply(*parts.ratio.denominator_value, parts.rate->step);
  const auto hundredfold = Decimal::multiply(*parts.ratio.numerator_value, 100);
  if (!unit || !hundredfold || unit->is_zero()) return true;
  for (const Decimal::Rounding rounding : {Decimal::Rounding::kHalfUp, Decimal::Rounding::kDown}) {
    const auto steps = Decimal::divide(*hundredfold, *unit, 0, rounding);
    const auto rounded = steps ? Decimal::multiply(*steps, parts.rate->step) : std::nullopt;
    if (!rounded || *rounded == parts.rate->value) return true;  // too large to judge: no accusation
  }
  return false;
}

RateMatch match_about(const RatioParts& parts) {
  const auto implied = percentage(parts, 2);
  const auto difference = implied ? Decimal::subtract(*implied, parts.rate->value) : std::nullopt;
  if (!difference) return RateMatch::kFits;
  return *difference <= Decimal(kApproximatePoints) && *difference >= Decimal(-kApproximatePoints) ? RateMatch::kFits
                                                                                                   : RateMatch::kOpen;
}

RateMatch match_range(const RatioParts& parts) {
  return compare_with(parts, parts.rate->value) >= 0 && compare_with(parts, *parts.rate->upper) <= 0
             ? RateMatch::kFits
             : RateMatch::kDiffers;
}

}  // namespace

bool fits_counts(const RatioParts& parts, const Reading& reading) {
  if (!reading.numerator_value || !reading.denominator_value) return false;
  RatioStatement ratio = parts.ratio;
  ratio.numerator_value = reading.numerator_value;
  ratio.denominator_value = reading.denominator_value;
  return equal_at_printed_precision({parts.row, ratio, parts.rate});
}

RateMatch match_rate(const RatioParts& parts) {
  const bool enough = compare_with(parts, parts.rate->value) >= 0;
  if (parts.rate->upper) return match_range(parts);
  switch (parts.rate->qualifier) {
    case Qualifier::kAbout:
      return match_about(parts);
    case Qualifier::kAtLeast:
    case Qualifier::kMoreThan:
      return enough || equal_at_printed_precision(parts) ? RateMatch::kFits : RateMatch::kDiffers;
    case Qualifier::kAtMost:
    case Qualifier::kLessThan:
      return !enough || equal_at_printed_precision(parts) ? RateMatch::kFits : RateMatch::kDiffers;
    case Qualifier::kReaches: {
      if (equal_at_printed_precision(parts)) return RateMatch::kFits;
      if (!enough) return RateMatch::kDiffers;
      const bool threshold =
          parts.clause != nullptr && parts.clause->value && *parts.clause->value == parts.rate->value;
      return threshold ? RateMatch::kFits : RateMatch::kOpen;  // 达到95% for 97 % may be a bound
    }
    case Qualifier::kExact:
      break;
  }
  return equal_at_printed_precision(parts) ? RateMatch::kFits : RateMatch::kDiffers;
}

bool RatioParts::has_counts() const {
  return ratio.numerator_value && ratio.denominator_value && numerator != nullptr && denominator != nullptr &&
         *ratio.denominator_value > Decimal(0);
}

bool RatioParts::approximate() const { return about(numerator) || about(denominator) || about(rate); }

std::vector<RatioParts> ratios_of(const RuleInput& input) {
  std::vector<RatioParts> all;
  for (const IndicatorRecord& row : input.notice.rows)
    for (const RatioStatement& ratio : row.facts.ratios) {
      RatioParts parts{row,
                       ratio,
                       at(row, ratio.rate),
                       at(row, ratio.numerator),
                       nullptr,
                       nullptr,
                       clause_of(input, row, ratio.clause)};
      const IndicatorRecord* other =
          ratio.denominator_row != 0 ? find_row(input.notice, ratio.denominator_row) : nullptr;
      parts.denominator_row = other;
      parts.denominator = at(other != nullptr ? *other : row, ratio.denominator);
      all.push_back(parts);
    }
  return all;
}

const Clause* clause_of(const RuleInput& input, const IndicatorRecord& row, int clause) {
  const Indicator* indicator = input.indicator(row);
  if (indicator == nullptr || clause < 0 || static_cast<std::size_t>(clause) >= indicator->clauses.size())
    return nullptr;
  return &indicator->clauses[static_cast<std::size_t>(clause)];
}

std::optional<Decimal> percentage(const RatioParts& parts, int decimals, Decimal::Rounding rounding) {
  const auto hundredfold = Decimal::multiply(*parts.ratio.numerator_value, 100);
  if (!hundredfold) return std::nullopt;
  return Decimal::divide(*hundredfold, *parts.ratio.denominator_value, decimals, rounding);
}

std::strong_ordering compare_with(const RatioParts& parts, const Decimal& per_cent) {
  const auto hundredfold = Decimal::multiply(*parts.ratio.numerator_value, 100);
  if (!hundredfold) return std::strong_ordering::equal;
  return Decimal::compare_ratio(*hundredfold, *parts.ratio.denominator_value, per_cent);
}

std::string percentage_text(const RatioParts& parts) {
  const int decimals = parts.rate != nullptr ? std::max(2, std::min(parts.rate->value.scale(), 6)) : 2;
  const auto value = percentage(parts, decimals);
  return value ? value->to_plain_string() + "%" : std::string();
}

std::string figure_text(const IndicatorRecord& row, const Quantity& quantity) {
  const std::string& claim = row.claim.str();
  if (quantity.figure.end > claim.size() || quantity.figure.begin >= quantity.figure.end)
    return quantity.value.to_plain_string();
  return without_space(std::string_view(claim).substr(quantity.figure.begin, quantity.figure.size()));
}

std::string calculation(const RatioParts& parts) {
  const IndicatorRecord& other = parts.denominator_row != nullptr ? *parts.denominator_row : parts.row;
  const std::string top_unit = printed_unit(parts.row, *parts.numerator),
                    bottom_unit = printed_unit(other, *parts.denominator);
  std::string top = figure_text(parts.row, *parts.numerator), bottom = figure_text(other, *parts.denominator);
  if (parts.numerator->unit == signs::kSquareMetres && top_unit != bottom_unit) {
    top = parts.numerator->value.to_plain_string() + parts.numerator->unit;
    bottom = parts.denominator->value.to_plain_string() + parts.denominator->unit;
  }
  if (parts.ratio.remainder) top = "(" + bottom + " − " + top + ")";
  if (parts.ratio.terms.size() > 1) {
    top.clear();
    for (const int term : parts.ratio.terms)
      top += (top.empty() ? "(" : " + ") +
             figure_text(parts.row, parts.row.facts.quantities[static_cast<std::size_t>(term)]);
    top += ")";
  }
  return top + " ÷ " + bottom + " = " + percentage_text(parts);
}

std::string rate_text(const Quantity& rate) {
  const std::string upper = rate.upper ? "-" + rate.upper->to_string() + rate.unit : std::string();
  return rate.value.to_string() + rate.unit + upper;
}

bool is_amount_each(const Clause& clause) {
  return clause.kind == ClauseKind::kCount && clause.value && !clause.denominator.empty();
}

std::string threshold_text(const Clause& clause) {
  return clause.value ? clause.value->to_plain_string() + clause.unit : std::string();
}

Finding figure_finding(const RuleInput& input, const IndicatorRecord& row, const Clause* clause, ByteRange range,
                       std::string message) {
  const std::string& claim = row.claim.str();
  range.end = std::min<std::uint32_t>(range.end, static_cast<std::uint32_t>(claim.size()));
  range.begin = std::min(range.begin, range.end);
  Finding finding = row_finding(input, row, std::move(message), claim.substr(range.begin, range.size()));
  finding.places = row.claim.text.places(range);
  if (clause != nullptr) {
    finding.clause = clause->item;
    finding.metric = clause->metric;
    finding.requirement = clause->text;
  }
  return finding;
}

ByteRange sentence_around(const std::string& claim, ByteRange range) {
  std::size_t begin = 0, end = claim.size();
  for (const std::string_view mark : kSentenceEnds) {
    if (range.begin > 0)
      if (const std::size_t found = claim.rfind(mark, range.begin - 1);
          found != std::string::npos && found + mark.size() <= range.begin)
        begin = std::max(begin, found + mark.size());
    end = std::min(end, claim.find(mark, range.end));
  }
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace gongshi::audit::checks
