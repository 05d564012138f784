// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of texts: how alike two keys are, and what of a claim stands in the standard (in any tier or edition,
// under the same indicator or any) and what is its own, with spans. Keys come from comparison_key (text_forms.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/text_forms.h"
#include "schema/programme.h"
#include "schema/standard.h"

namespace gongshi::normalize {

/// A text prepared for many comparisons; holds one bit vector per character (bit-parallel longest common subsequence
/// after Crochemore et al., 2001: |text| × ⌈|pattern| / 64⌉ steps).
class Pattern {
 public:
  explicit Pattern(std::u32string_view text);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Length of the longest common subsequence with `text`.
  [[nodiscard]] std::size_t common(std::u32string_view text) const;
  /// 2 × common ÷ (both lengths): 1 for equal texts, 0 for texts without a common character (two empty texts: 1).
  /// Results below `at_least` may be any value below it: lengths and character counts often show it without the full
  /// comparison.
  [[nodiscard]] double similarity(const Pattern& other, double at_least = 0) const;
  [[nodiscard]] const std::u32string& text() const { return text_; }

 private:
  template <typename Text, typename PlaceOf>
  [[nodiscard]] std::size_t common_by_place(const Text& text, PlaceOf place_of) const;

  std::u32string text_;
  std::size_t size_ = 0, words_ = 0;
  std::vector<char32_t> alphabet_;        // sorted
  std::vector<std::uint32_t> counts_;     // of each character
  std::vector<std::uint32_t> places_;     // in the alphabet, of each character of the text
  std::vector<std::uint64_t> positions_;  // words_ per character
};

/// Length of the longest common subsequence of two keys.
[[nodiscard]] std::size_t common_subsequence(std::u32string_view a, std::u32string_view b);

/// True for each character of `key` that stands in a stretch of at least `length` characters which the texts contain.
using Marks = std::vector<bool>;

/// A stretch of a key, half open, in key characters.
struct KeySpan {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const KeySpan&, const KeySpan&) = default;
};

/// Maximal stretches where marks are `value`.
[[nodiscard]] std::vector<KeySpan> spans(const Marks& marks, bool value);

/// The set of all stretches of N characters in some texts, for marking what of a key stands in them.
class StretchSet {
 public:
  explicit StretchSet(std::size_t length) : length_(length) {}
  void add(std::u32string_view text);
  void remove(std::u32string_view text);
  /// Marks every character of `key` that a stretch of the set covers, leaving out stretches that `except` has too. Both
  /// sets are of one length.
  [[nodiscard]] Marks marks(std::u32string_view key, const StretchSet* except = nullptr) const;
  /// True for each character of `key` where a stretch of the set begins.
  [[nodiscard]] Marks beginnings(std::u32string_view key) const;
  [[nodiscard]] bool contains(std::u32string_view stretch) const;

 private:
  [[nodiscard]] bool has(std::uint64_t hash) const;
  void insert(std::uint64_t hash);
  void rebuild(std::size_t slots, const std::vector<std::uint64_t>& hashes);

  std::size_t length_;
  std::size_t count_ = 0;
  std::vector<std::uint64_t> slots_;  // open addressing, a power of two; 0 is a free one
};

/// One text of the standard: an indicator's requirement or definition in one tier and edition.
struct Passage {
  const Tier* tier = nullptr;
  const Indicator* indicator = nullptr;
  bool requirement = true;  ///< Else the definition.
  ComparisonKey key;
  std::vector<KeyFigure> figures;  ///< Of the key.
};

/// One clause of the standard.
struct ClauseText {
  const Indicator* indicator = nullptr;
  const Clause* clause = nullptr;
  std::u32string key;  ///< Of the clause's text.
};

/// A name's or header's key: as comparison_key, but nothing left out except white space and punctuation.
[[nodiscard]] std::u32string name_key(std::string_view name);

/// The standard prepared for comparison with claims: Programme::prepared<StandardText>().
class StandardText {
 public:
  /// Passages point into the programme's standard.
  explicit StandardText(const Programme& programme);
  StandardText(const StandardText&) = delete;
  StandardText& operator=(const StandardText&) = delete;

  /// Share of the key's characters (figures left aside) that stand in the same order in the indicator's requirement,
  /// definition or both, in the tier and edition where it is greatest. 0 for an empty key and for an unknown name.
  [[nodiscard]] double ordered_share(std::u32string_view key, std::string_view indicator_name) const;
  /// The same, of the indicator for which it is greatest. Takes one ordered_share per indicator.
  [[nodiscard]] double ordered_share_anywhere(std::u32string_view key) const;

  /// Marks by stretches of at least 2 or 3 characters of the indicator's own texts, in any tier or edition.
  [[nodiscard]] Marks own_marks(std::u32string_view key, std::string_view indicator_name, std::size_t length) const;
  /// Marks by stretches of at least 2, 4 or 6 characters of any text of the standard.
  [[nodiscard]] Marks any_marks(std::u32string_view key, std::size_t length) const;

  /// Marks by stretches of 4 characters without figures that stand under this indicator in another tier than
  /// `tier_name`, and in no edition of `tier_name`.
  [[nodiscard]] Marks foreign_marks(std::u32string_view key, std::string_view tier_name,
                                    std::string_view indicator_name) const;
  /// Marks by stretches of 2 characters of this indicator's texts in any edition of the tier.
  [[nodiscard]] Marks tier_marks(std::u32string_view key, std::string_view tier_name,
                                 std::string_view indicator_name) const;
  /// Marks the stretches of at least 6 characters that repeat the indicator's definitions and at least in part none of
  /// its requirements.
  [[nodiscard]] Marks definition_marks(std::u32string_view key, std::string_view indicator_name) const;

  /// All passages of the indicators with this name, tiers in the standard's order.
  [[nodiscard]] const std::vector<Passage>& passages(std::string_view indicator_name) const;
  /// All clauses of all tiers and editions, in the standard's order.
  [[nodiscard]] const std::vector<ClauseText>& clauses() const { return clauses_; }
  [[nodiscard]] const Standard& standard() const { return programme_.standard(); }
  [[nodiscard]] const Programme& programme() const { return programme_; }

 private:
  struct Group;  // everything under one indicator name
  [[nodiscard]] const Group* group(std::string_view indicator_name) const;
  [[nodiscard]] static double share_of(const Pattern& pattern, std::size_t size, const Group& texts);

  const Programme& programme_;
  std::vector<ClauseText> clauses_;
  std::map<std::u32string, std::shared_ptr<const Group>> groups_;
  std::map<std::string, const Group*, std::less<>> by_printed_name_;  // spares making keys of the standard's own names
  std::map<std::string, StretchSet, std::less<>> tier4_;              // all texts of a tier
  StretchSet any2_{2}, any4_{4}, any6_{6};
};

/// Marks what of a claim is the standard's where claims are compared with each other: stretches from 4 characters on.
[[nodiscard]] Marks standards_marks(const ComparisonKey& key, const StandardText& standard);

/// The parts of a claim that standards_marks leaves unmarked, joined, as comparison text.
[[nodiscard]] std::u32string own_text(const ComparisonKey& key, const Marks& standards);
[[nodiscard]] std::u32string own_text(const ComparisonKey& key, const StandardText& standard);

}  // namespace gongshi::normalize
