// SPDX-License-Identifier: GPL-3.0-or-later
// A claim while its figures are bound to what they are of: one list of figures, each with its words and with what the
// steps (binding_steps.h) have found for it so far.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/claim/binding.h"
#include "normalize/claim/binding_words.h"
#include "normalize/claim/metric_words.h"
#include "normalize/claim/quantities.h"

namespace gongshi::normalize {

/// One figure. Refers to the reading and to ClaimFacts::quantities, which must stay as long as the binding.
struct Figure {
  std::size_t index = 0;  ///< Into ClaimFacts::quantities.
  Quantity* quantity = nullptr;
  const QuantityContext* context = nullptr;
  std::u32string_view label;         ///< Words in front of it.
  std::u32string_view after;         ///< Words behind it.
  std::u32string_view sentence;      ///< Its sentence or numbered item; empty where it stands in none.
  std::vector<std::size_t> clauses;  ///< Of the indicator, that it answers as a rate.
  bool in_ratio = false;             ///< Stands in a ratio already.

  [[nodiscard]] QuantityRole role() const { return quantity->role; }
  [[nodiscard]] bool is_count() const { return role() == QuantityRole::kCount; }
  [[nodiscard]] bool is_rate() const { return role() == QuantityRole::kRate; }
  [[nodiscard]] bool is_percentage() const;
  [[nodiscard]] bool answers(std::size_t clause) const;
  [[nodiscard]] const Decimal& value() const { return quantity->value; }
};

/// Ids of measures that the steps look at by themselves.
inline constexpr std::string_view kElderly = "elderly", kElderlySaid = "elderly-said", kResidents = "residents",
                                  kPopulation = "population", kSatisfied = "satisfied", kHouseholds = "households";

[[nodiscard]] bool is_share_clause(const Clause& clause);
[[nodiscard]] bool has(const std::vector<std::string>& ids, std::string_view id);

/// A claim with its indicator. Functions that look for a figure return nullptr where there is none.
class Binding {
 public:
  Binding(const ClaimReading& reading, ClaimFacts& facts, const Indicator* indicator, const TierWords* tier,
          std::string_view community);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  const MetricWords& metrics;
  const BindingWords& words;
  const ClaimReading& reading;
  ClaimFacts& facts;
  const std::u32string community;                     ///< The notice's own, folded; may be empty.
  const std::vector<ClauseWords>* clauses = nullptr;  ///< Of the indicator; nullptr where it is not known.
  std::vector<Figure> figures;                        ///< In text order.

  [[nodiscard]] Figure* previous(const Figure& figure) {
    return figure.index > 0 ? &figures[figure.index - 1] : nullptr;
  }
  [[nodiscard]] Figure* next(const Figure& figure) {
    return figure.index + 1 < figures.size() ? &figures[figure.index + 1] : nullptr;
  }
  [[nodiscard]] std::u32string_view between(const Figure& first, const Figure& second) const {
    return reading.text.view(first.context->span.end, second.context->span.begin);
  }
  /// What the unit counts: "household"; see unit_kind().
  [[nodiscard]] std::string_view kind(const Figure& figure) const {
    return unit_kind(figure.quantity->unit, reading.programme);
  }
  [[nodiscard]] bool same_sentence(const Figure& a, const Figure& b) const {
    return a.quantity->part == b.quantity->part;
  }
  [[nodiscard]] const ClauseWords& clause(std::size_t index) const { return (*clauses)[index]; }
  /// The clause that the figure was bound to.
  [[nodiscard]] std::optional<std::size_t> clause_of(const Figure& figure) const;

  /// The sentence speaks of another indicator.
  [[nodiscard]] bool foreign(const Figure& figure) const;
  /// The length of the word for an estate that a text begins with; 0 if it begins with none.
  [[nodiscard]] std::size_t estate_at_start(std::u32string_view text) const;
  /// 402盏，除后巷〈18盏〉外均已更换; 仅〈60户〉未具备: those that lack the thing.
  [[nodiscard]] bool left_out(const Figure& figure) const;
  /// Nothing but an item's number stands in front of the figure in its sentence.
  [[nodiscard]] bool begins_sentence(const Figure& figure) const;
  /// Said to be a whole; also 4个小区中3个小区…, 1620户家庭中1296户.
  [[nodiscard]] bool is_total(const Figure& figure) const;
  /// 1620户〈中〉
  [[nodiscard]] bool is_whole_of_next(const Figure& figure) const;
  /// 4284户居民〈，其中〉3984户
  [[nodiscard]] bool among_follows(const Figure& figure) const;
  /// 社区内5个小区,2个小区实现…: the first number is of all estates.
  [[nodiscard]] bool is_all_estates(const Figure& figure) const;
  /// The whole directly in front of a part: 1620户中1296户.
  [[nodiscard]] Figure* whole_right_before(const Figure& part);
  /// The count that a percentage in parentheses is of: 高清200台(占77%).
  [[nodiscard]] Figure* count_in_front(const Figure& rate);

  /// Figures of the best of these measures that stand in no ratio yet.
  [[nodiscard]] std::vector<Figure*> with_measure(const std::vector<std::string>& ids, const std::string& subject);
  /// The one figure of them, or the first of one value; nullptr where several values are stated.
  [[nodiscard]] static Figure* single(const std::vector<Figure*>& found);

  /// Adds a ratio of figures that may be nullptr, and gives these their roles.
  RatioStatement& add(Figure* rate, Figure* numerator, Figure* denominator, std::optional<std::size_t> clause,
                      bool certain);

 private:
  void bring_to_one_unit(RatioStatement& ratio, const Figure& numerator, const Figure& denominator) const;
  [[nodiscard]] std::u32string_view text_behind_segment(const Figure& figure) const;

  const Indicator* indicator_;
  const TierWords* tier_;
};

}  // namespace gongshi::normalize
