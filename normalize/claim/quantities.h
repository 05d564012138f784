// SPDX-License-Identifier: GPL-3.0-or-later
// From a claim's text to its parts and figures: numerals with unit, qualifier, role and the words they belong to.
#pragma once

#include <vector>

#include "normalize/folded_text.h"
#include "schema/claim.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// A stretch of characters of the folded text, half open.
struct Span {
  std::size_t begin = 0, end = 0;
};

/// What the steps after the reading of figures need beside the Quantity. Same index as ClaimFacts::quantities.
struct QuantityContext {
  Span span;     ///< Of Quantity::range.
  Span figure;   ///< Of Quantity::figure.
  Span label;    ///< Words before it in its clause of the sentence, back to the figure before.
  Span after;    ///< Words behind it, up to the next figure or comma.
  Span segment;  ///< Its clause of the sentence: between commas outside of parentheses.
};

/// The folded claim with its parts as spans; what binding and lists work on.
struct ClaimReading {
  ClaimReading(std::string_view claim, const Programme& by) : programme(by), original(claim), text(claim) {}

  const Programme& programme;  ///< Whose words count. Must outlive the reading, as must the text.
  std::string_view original;
  FoldedText text;
  std::vector<Span> parts;                ///< Same index as ClaimFacts::parts.
  std::vector<bool> item_chars;           ///< Characters of list item numbers.
  std::vector<QuantityContext> contexts;  ///< Same index as ClaimFacts::quantities.

  [[nodiscard]] std::u32string_view view(Span span) const { return text.view(span.begin, span.end); }
  [[nodiscard]] int part_of(std::size_t position) const;
};

/// Fills `facts.parts` and the reading's parts and item numbers.
void read_parts(ClaimReading& reading, ClaimFacts& facts);

/// Fills `facts.quantities` and the reading's contexts. `facts.dates` must be there: figures inside dates are date
/// parts. Roles that need the standard (numerator, denominator, condition of the indicator) come later, in binding.
void read_quantities(ClaimReading& reading, ClaimFacts& facts);

/// What may be divided by what: "household", "area", "piece" …; "" for a unit that the word file
/// "units" does not have.
[[nodiscard]] std::string_view unit_kind(std::string_view unit, const Programme& programme);

/// The unit that `text` begins with at `position`: its canonical name, or "" if none.
[[nodiscard]] std::string unit_at(const FoldedText& text, std::size_t position, const Programme& programme);

}  // namespace gongshi::normalize
