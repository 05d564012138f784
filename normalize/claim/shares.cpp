// SPDX-License-Identifier: GPL-3.0-or-later
// What a percentage may be of: the counts that were bound to it, and the others that a reader may take. Where two
// readings are as natural (1620户中1562户…，其中486户，占31.1%: of the 1562 or of all), the one that is true is taken
// first.
#include <algorithm>

#include "normalize/claim/binding.h"
#include "normalize/claim/binding_words.h"
#include "normalize/claim/claim_view.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kMostOthers = 8, kMostTerms = 6;

class ShareSettler {
 public:
  ShareSettler(const ClaimView& claim, const std::vector<ClauseWords>* clauses)
      : words_(claim.reading().programme.prepared<BindingWords>()), claim_(claim), clauses_(clauses) {}

  void settle() {
    for (RatioStatement& ratio : claim_.facts().ratios)
      if (ratio.rate >= 0 && !claim_.figure(ratio.rate).from_words) {
        find_others(ratio);
        take_nearest(ratio);
        take_together(ratio);
      }
    leave_answered();
  }

 private:
  bool same_sentence(int a, int b) const { return claim_.figure(a).part == claim_.figure(b).part; }

  /// Whether two counts can be divided: of one kind, or both numbers of things that are counted one by one.
  bool comparable(int a, int b) const {
    return unit_kind(claim_.figure(a).unit, claim_.reading().programme) ==
               unit_kind(claim_.figure(b).unit, claim_.reading().programme) ||
           claim_.figure(a).unit.empty() || claim_.figure(b).unit.empty();
  }

  void find_others(RatioStatement& ratio) {
    std::vector<int> parts;
    for (int i = ratio.rate - 1; i >= 0 && same_sentence(i, ratio.rate); --i)
      if (claim_.is_count(i)) {
        parts.push_back(i);
        if (parts.size() == 2) break;
      }
    // 94.4%(459份)
    if (const int next = ratio.rate + 1;
        next < claim_.count() && claim_.is_count(next) && claim_.between(ratio.rate, next).starts_with(U"("))
      parts.insert(parts.begin(), next);
    for (const int part : parts) {
      bool first = true;
      for (int whole = std::min(part, ratio.rate) - 1; whole >= 0; --whole) {
        if (!claim_.is_count(whole) || !comparable(part, whole) ||
            claim_.figure(whole).value < claim_.figure(part).value || claim_.figure(whole).value <= Decimal(0))
          continue;
        if (!(part == ratio.numerator && whole == ratio.denominator) && ratio.others.size() < kMostOthers)
          ratio.others.push_back({first && part == parts.front() ? ReadingReason::kNearest : ReadingReason::kWider,
                                  part,
                                  whole,
                                  claim_.figure(part).value,
                                  claim_.figure(whole).value,
                                  {}});
        first = false;
      }
    }
  }

  /// The counts give the percentage, rounded or cut at its last place.
  bool fits(const Quantity& rate, const std::optional<Decimal>& part, const std::optional<Decimal>& whole) const {
    if (!part || !whole) return false;
    const auto hundredfold = Decimal::multiply(*part, 100);
    const auto stated = Decimal::multiply(rate.value, *whole), step = Decimal::multiply(rate.step, *whole);
    if (!hundredfold || !stated || !step) return false;
    const auto difference = Decimal::subtract(*hundredfold, *stated);
    const auto twice = difference ? Decimal::multiply(*difference, 2) : std::nullopt;
    const auto below = Decimal::multiply(*step, -1);
    if (!difference || !twice || !below) return false;
    const bool cut = *difference >= Decimal(0) && *difference < *step;
    return cut || (*twice <= *step && *twice >= *below);
  }

  bool fits(const RatioStatement& ratio) const {
    return ratio.denominator_row == 0 &&
           fits(claim_.figure(ratio.rate), ratio.numerator_value, ratio.denominator_value);
  }

  /// 占31.1%, 其中…占31.1%: the percentage bears no name that the standard asks for.
  bool unnamed(int rate, int clause) const {
    if (clauses_ == nullptr || clause < 0) return true;
    const ClauseWords& words = (*clauses_)[static_cast<std::size_t>(clause)];
    return !contains_any(claim_.label(rate), words.words) && !contains_any(claim_.label(rate), words.generic) &&
           claim_.label(rate).size() <= 8;
  }

  /// A rate of a clause that has no counts yet.
  bool named_by_clause(const RatioStatement& ratio) const {
    return ratio.clause >= 0 && ratio.numerator < 0 && ratio.denominator < 0 && !unnamed(ratio.rate, ratio.clause);
  }

  /// 1140户里，…加起来1092户，占95.8%: the only percentage of a row that asks for one share, and of the first count.
  bool answers_alone(const RatioStatement& ratio, const Reading& reading) const {
    if (clauses_ == nullptr || clauses_->size() != 1 || ratio.clause < 0) return false;
    int rates = 0, first = -1;
    for (int i = 0; i < claim_.count(); ++i) {
      rates += claim_.figure(i).role == QuantityRole::kRate ? 1 : 0;
      if (first < 0 && claim_.is_count(i)) first = i;
    }
    return rates == 1 && first == reading.denominator;
  }

  /// 有线电视550户(38.2%)
  bool in_brackets(const RatioStatement& ratio) const {
    return ratio.numerator >= 0 && ratio.rate == ratio.numerator + 1 &&
           claim_.between(ratio.numerator, ratio.rate).ends_with(U"(");
  }

  /// 有线520户，IPTV 861户，覆盖率95.2%: a percentage with decimals that several counts in a row give together is of
  /// those.
  void take_together(RatioStatement& ratio) {
    if (ratio.numerator < 0 || ratio.denominator < 0 || ratio.denominator_row != 0 || !ratio.terms.empty() ||
        !ratio.numerator_value || fits(ratio))
      return;
    const Quantity& rate = claim_.figure(ratio.rate);
    if (rate.step >= Decimal(1)) return;
    std::vector<int> counts;
    std::size_t own = 0;
    for (int i = 0; i < ratio.rate; ++i) {
      if (!claim_.is_count(i) || i == ratio.denominator || claim_.figure(i).unit != claim_.figure(ratio.numerator).unit)
        continue;
      if (i == ratio.numerator) own = counts.size();
      counts.push_back(i);
    }
    for (std::size_t first = own - std::min(own, kMostTerms); first <= own; ++first) {
      std::optional<Decimal> sum = Decimal(0);
      for (std::size_t last = first; last < counts.size() && last < first + kMostTerms && sum; ++last) {
        sum = Decimal::add(*sum, claim_.figure(counts[last]).value);
        if (last < own || last == first || !fits(rate, sum, ratio.denominator_value)) continue;
        ratio.terms.assign(counts.begin() + static_cast<std::ptrdiff_t>(first),
                           counts.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        ratio.numerator_value = sum;
        return;
      }
    }
  }

  /// 占全部小区的62.5%
  bool of_all(int rate) const { return contains_any(claim_.label(rate), words_.all); }

  void take_nearest(RatioStatement& ratio) {
    if (fits(ratio)) return;
    const Quantity& rate = claim_.figure(ratio.rate);
    for (Reading& other : ratio.others) {
      // A lone percentage with a name (入住率76%) is of none of the counts.
      const bool share = contains_any(claim_.label(ratio.rate), words_.shares);
      // 4618/4872，其中办理1431户，占31.0%: a lone share given to tenths is of the whole that gives it.
      const bool wider = share && ratio.numerator < 0 && rate.step < Decimal(1);
      // 6个，其中5个已装，占全部小区的62.5%: a share with decimals that the same part gives of another whole is of
      // that.
      const bool of_same =
          (share || in_brackets(ratio)) && rate.step < Decimal(1) && other.numerator == ratio.numerator;
      // 2600余户，具备能力的2531户，覆盖率97.3%: a rate of the clause without counts is that of the two that give it.
      const bool counted =
          named_by_clause(ratio) && other.reason == ReadingReason::kNearest && rate.value < Decimal(100);
      const bool natural =
          wider || of_same || (other.reason == ReadingReason::kNearest && (ratio.numerator >= 0 || share));
      if (!(natural && (of_same || unnamed(ratio.rate, ratio.clause))) && !counted) continue;
      if (!fits(rate, other.numerator_value, other.denominator_value)) continue;
      const Reading before{ratio.reason,          ratio.numerator,         ratio.denominator,
                           ratio.numerator_value, ratio.denominator_value, {}};
      ratio.reason = other.reason;
      ratio.numerator = other.numerator;
      ratio.denominator = other.denominator;
      ratio.numerator_value = other.numerator_value;
      ratio.denominator_value = other.denominator_value;
      if (answers_alone(ratio, other)) {
        Quantity& all = claim_.figure(other.denominator);
        const ClauseWords& words = (*clauses_)[static_cast<std::size_t>(ratio.clause)];
        if (all.measure.empty() && all.unit == signs::kHouseholds && !words.denominators.empty())
          all.measure = words.denominators.front();
      } else if (!counted && !of_all(ratio.rate)) {
        ratio.clause = -1;
        ratio.metric.clear();
      }
      ratio.certain = true;
      if (before.numerator >= 0 && before.denominator >= 0)
        other = before;
      else
        ratio.others.erase(ratio.others.begin() + (&other - ratio.others.data()));
      return;
    }
  }

  /// Where the counts of a clause give one percentage, those without a name are of something else.
  void leave_answered() {
    std::vector<RatioStatement>& ratios = claim_.facts().ratios;
    for (const RatioStatement& answer : ratios) {
      if (answer.clause < 0 || answer.rate < 0 || claim_.figure(answer.rate).from_words || !fits(answer)) continue;
      const int clause = answer.clause, rate = answer.rate;
      for (RatioStatement& other : ratios)
        if (other.clause == clause && other.rate >= 0 && other.rate != rate && other.rate > rate &&
            !claim_.figure(other.rate).from_words && unnamed(other.rate, clause) && !fits(other)) {
          other.clause = -1;
          other.metric.clear();
        }
    }
  }

  const BindingWords& words_;
  const ClaimView& claim_;
  const std::vector<ClauseWords>* clauses_;
};

}  // namespace

void settle_shares(const ClaimView& claim, const std::vector<ClauseWords>* clauses) {
  ShareSettler(claim, clauses).settle();
}

}  // namespace gongshi::normalize
