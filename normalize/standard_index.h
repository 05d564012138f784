// SPDX-License-Identifier: GPL-3.0-or-later
// The standard's texts prepared for comparison: which indicator does a cell's text fit, and how well.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "normalize/likeness.h"
#include "schema/programme.h"
#include "schema/standard.h"

namespace gongshi::normalize {

/// The texts by which a row can be recognised.
enum class StandardField { kName, kDefinition, kRequirement };
inline constexpr std::size_t kStandardFields = 3;
inline constexpr std::array<StandardField, kStandardFields> kAllStandardFields = {
    StandardField::kName, StandardField::kDefinition, StandardField::kRequirement};

/// A cell's likeness to every distinct text of one field, by text number.
using Likenesses = std::vector<float>;

/// Keeps a reference to the standard, which must outlive it. Tiers are numbered as in Standard::tiers.
class StandardIndex {
 public:
  explicit StandardIndex(const Standard& standard);
  explicit StandardIndex(const Programme& programme) : StandardIndex(programme.standard()) {}

  [[nodiscard]] const Standard& standard() const { return standard_; }

  /// Likeness of `text` to every distinct text of the field; empty for an empty text.
  [[nodiscard]] Likenesses compare(StandardField field, std::string_view text) const;
  /// The greatest of compare(): how surely `text` is a text of that field, in any tier.
  [[nodiscard]] double best(StandardField field, std::string_view text) const;
  /// Number (for Likenesses) of the text that indicator `no` (1-based) of a tier has.
  [[nodiscard]] std::size_t text_number(std::size_t tier, int no, StandardField field) const;
  /// True where `text` is one of the standard's 一级指标, whole.
  [[nodiscard]] bool is_category(std::string_view text) const;

 private:
  struct FieldTexts {
    std::vector<std::u32string> keys;
    std::vector<Shingles> shingles;
    std::vector<std::vector<std::size_t>> numbers;  // [tier][no - 1]
  };
  const FieldTexts& texts(StandardField field) const { return fields_[static_cast<std::size_t>(field)]; }

  const Standard& standard_;
  std::array<FieldTexts, kStandardFields> fields_;
  std::vector<std::u32string> categories_;
};

}  // namespace gongshi::normalize
