// SPDX-License-Identifier: GPL-3.0-or-later
// Which figure is what: the community's quantities by name (measures), rates and counts by clause, ratios of counts.
#pragma once

#include <string>
#include <vector>

#include "normalize/claim/claim_view.h"
#include "normalize/claim/quantities.h"
#include "schema/notice.h"
#include "schema/programme.h"
#include "schema/standard.h"

namespace gongshi::normalize {

/// The words of one clause, folded: the standard's own and those of the word file "metrics".
struct ClauseWords {
  const Clause* clause = nullptr;
  std::u32string text;                                ///< Metric and requirement, folded.
  std::vector<std::u32string> words;                  ///< Enough inside a row of the indicator.
  std::vector<std::u32string> generic;                ///< 覆盖率: enough only where no other indicator is named.
  std::vector<std::u32string> marks;                  ///< Tell the metric anywhere.
  std::vector<std::u32string> none;                   ///< Stand against it.
  std::vector<std::u32string> items;                  ///< Names of what a counted metric counts: 助餐, 助浴.
  std::vector<std::string> units;                     ///< Of a counted metric.
  std::vector<std::string> numerators, denominators;  ///< Ids of measures, best first.
};

/// The words of all clauses of a tier of a programme; refers to both.
class TierWords {
 public:
  TierWords(const Programme& programme, const Tier& tier);
  TierWords(const TierWords&) = delete;
  TierWords& operator=(const TierWords&) = delete;

  /// Those of a tier of the programme's standard, prepared once. Precondition: it has a tier of this name and edition.
  [[nodiscard]] static const TierWords& of(const Programme& programme, const Tier& tier);

  /// By clause index of the indicator.
  [[nodiscard]] const std::vector<ClauseWords>& of(const Indicator& indicator) const {
    return indicators_[static_cast<std::size_t>(indicator.no) - 1];
  }
  /// Marks of all other indicators that are no words of this one.
  [[nodiscard]] const std::vector<std::u32string>& foreign_marks(const Indicator& indicator) const {
    return foreign_[static_cast<std::size_t>(indicator.no) - 1];
  }

 private:
  std::vector<std::vector<ClauseWords>> indicators_;
  std::vector<std::vector<std::u32string>> foreign_;
};

/// Fills subject, measure, role and clause of the quantities and `facts.ratios`. `indicator` may be nullptr (unknown
/// row): then only measures and ratios that need no standard are found. `tier` goes with it. `community` is the
/// notice's own name.
void bind_claim(const ClaimReading& reading, ClaimFacts& facts, const Indicator* indicator, const TierWords* tier,
                std::string_view community);

/// Adds to each ratio the other counts that its percentage may be of (RatioStatement::others), and takes another as the
/// natural one where it is as likely and true. After bind_claim(). `clauses`: those of the row's indicator, or nullptr.
void settle_shares(const ClaimView& claim, const std::vector<ClauseWords>* clauses);

/// Denominators that stand in another row: adds denominator_row to ratios that have a numerator and a rate, where
/// exactly one other value is stated.
void bind_across_rows(Notice& notice, const Programme& programme);

}  // namespace gongshi::normalize
