// SPDX-License-Identifier: GPL-3.0-or-later
// A claim while it is being understood: each figure with the words around it. What the steps behind the reading of
// figures work on.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "normalize/claim/quantities.h"
#include "schema/claim.h"

namespace gongshi::normalize {

/// Refers to reading and facts. Figures are addressed by their index into ClaimFacts::quantities; an index must be
/// valid.
class ClaimView {
 public:
  ClaimView(const ClaimReading& reading, ClaimFacts& facts);

  [[nodiscard]] int count() const { return static_cast<int>(facts_.quantities.size()); }
  [[nodiscard]] Quantity& figure(int i) const { return facts_.quantities[static_cast<std::size_t>(i)]; }
  [[nodiscard]] const QuantityContext& context(int i) const { return reading_.contexts[static_cast<std::size_t>(i)]; }
  [[nodiscard]] Span span(int i) const { return context(i).span; }
  [[nodiscard]] std::u32string_view label(int i) const { return reading_.view(context(i).label); }
  [[nodiscard]] std::u32string_view after(int i) const { return reading_.view(context(i).after); }
  [[nodiscard]] const FoldedText& text() const { return reading_.text; }
  [[nodiscard]] const ClaimReading& reading() const { return reading_; }
  [[nodiscard]] ClaimFacts& facts() const { return facts_; }

  /// The sentence or numbered item that the figure stands in.
  [[nodiscard]] Span sentence(int i) const {
    const int part = figure(i).part;
    return part < 0 ? Span{0, text().size()} : reading_.parts[static_cast<std::size_t>(part)];
  }
  /// The text between two figures. Precondition: the first stands in front of the second.
  [[nodiscard]] std::u32string_view between(int first, int second) const {
    return text().view(span(first).end, std::max(span(first).end, span(second).begin));
  }
  /// A number of things, whatever it was found to be for.
  [[nodiscard]] bool is_count(int i) const {
    switch (figure(i).role) {
      case QuantityRole::kCount:
      case QuantityRole::kNumerator:
      case QuantityRole::kDenominator:
      case QuantityRole::kListTotal:
      case QuantityRole::kFrequency:
        return !figure(i).from_words;
      default:
        return false;
    }
  }
  [[nodiscard]] bool is_exact(int i) const { return figure(i).qualifier == Qualifier::kExact && !figure(i).upper; }
  /// How deep in parentheses a character stands.
  [[nodiscard]] int depth(std::size_t position) const { return depths_[std::min(position, depths_.size() - 1)]; }

 private:
  const ClaimReading& reading_;
  ClaimFacts& facts_;
  std::vector<int> depths_;  // by character, and behind the last
};

/// Fills `facts.numbers`: numbers that are of each of several dates, seasons or places. `facts.quantities` must be
/// bound.
void read_numbers(const ClaimView& claim);

/// Fills `facts.sums`. After read_numbers().
void read_sums(const ClaimView& claim);

}  // namespace gongshi::normalize
