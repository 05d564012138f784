// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules on figures share: going through ratios and quantities, dividing exactly, and writing calculations that
// a reviewer can redo.
#pragma once

#include <optional>
#include <string>

#include "audit/rules/support.h"

namespace gongshi::audit::checks {

/// A ratio of a row with what its indices point to. Pointers are into the notice and the tier; null where not stated.
struct RatioParts {
  const IndicatorRecord& row;
  const RatioStatement& ratio;
  const Quantity* rate = nullptr;
  const Quantity* numerator = nullptr;
  const Quantity* denominator = nullptr;             ///< May stand in another row.
  const IndicatorRecord* denominator_row = nullptr;  ///< That row; null where it is this one.
  const Clause* clause = nullptr;

  /// Both counts are there in one unit, and the denominator is more than zero.
  [[nodiscard]] bool has_counts() const;
  /// A count or the percentage is 约, 余, 近 or the like.
  [[nodiscard]] bool approximate() const;
};

[[nodiscard]] std::vector<RatioParts> ratios_of(const RuleInput& input);

/// The clause that a quantity or ratio of the row was bound to; null if none.
[[nodiscard]] const Clause* clause_of(const RuleInput& input, const IndicatorRecord& row, int clause);

/// 100 × numerator ÷ denominator with `decimals`. Precondition: has_counts(). Empty on overflow.
[[nodiscard]] std::optional<Decimal> percentage(const RatioParts& parts, int decimals,
                                                Decimal::Rounding rounding = Decimal::Rounding::kHalfUp);

/// numerator ÷ denominator against `per_cent` / 100, exact. Precondition: has_counts().
[[nodiscard]] std::strong_ordering compare_with(const RatioParts& parts, const Decimal& per_cent);

/// How a stated rate and its counts go together. kOpen: they differ, but the words may mean something else (约, 达到 as
/// a bound).
enum class RateMatch { kFits, kDiffers, kOpen };

/// Judges by rounding or cutting at the printed precision; bounds and ranges as RULES.md has them. Precondition:
/// has_counts(), rate not null.
[[nodiscard]] RateMatch match_rate(const RatioParts& parts);

/// Whether the rate is that of the reading's counts, rounded or cut at its printed place. Precondition: rate not null.
[[nodiscard]] bool fits_counts(const RatioParts& parts, const Reading& reading);

/// "1203 ÷ 1620 = 74.26%"; converted values where the two stand in different units. Precondition: has_counts().
[[nodiscard]] std::string calculation(const RatioParts& parts);

/// "74.26%": two decimals, or as many as the stated rate has. Precondition: has_counts().
[[nodiscard]] std::string percentage_text(const RatioParts& parts);

/// The figure as printed, without unit and qualifier, without white space: "3790", "1.2万".
[[nodiscard]] std::string figure_text(const IndicatorRecord& row, const Quantity& quantity);

/// "80.5%", as printed; a range as "90%-95%".
[[nodiscard]] std::string rate_text(const Quantity& rate);

/// A number asked for each of many (人均图书不少于5册, 生机比不高于6): a count with the terms of its division.
[[nodiscard]] bool is_amount_each(const Clause& clause);

/// "80%", "2次/年", "5个": the clause's threshold.
[[nodiscard]] std::string threshold_text(const Clause& clause);

/// A finding on a stretch of the row's claim, with clause number, metric, requirement text, quote and places.
[[nodiscard]] Finding figure_finding(const RuleInput& input, const IndicatorRecord& row, const Clause* clause,
                                     ByteRange range, std::string message);

/// The comma clause or sentence of the claim around `range`: what a reviewer must see.
[[nodiscard]] ByteRange sentence_around(const std::string& claim, ByteRange range);

}  // namespace gongshi::audit::checks
