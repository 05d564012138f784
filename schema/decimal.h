// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongshi {
inline namespace schema {

/// An exact decimal number: coefficient × 10^-scale. Figures of a notice are held in it and nowhere in a double.
/// The scale is what was printed ("80.50" has scale 2), so that rounding can be judged at the printed precision;
/// comparison goes by value (80.5 == 80.50).
class Decimal {
 public:
  static constexpr int kMaxScale = 12;

  constexpr Decimal() = default;
  constexpr Decimal(std::int64_t integer) : coefficient_(integer) {}  // NOLINT(google-explicit-constructor)
  /// Precondition: 0 <= scale <= kMaxScale.
  constexpr Decimal(std::int64_t coefficient, int scale) : coefficient_(coefficient), scale_(scale) {}

  /// ASCII digits with an optional sign, one optional point and optional thousands separators ("1,234.50"). Empty for
  /// anything else, for more than 18 digits, and for more than kMaxScale decimals.
  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t coefficient() const { return coefficient_; }
  [[nodiscard]] constexpr int scale() const { return scale_; }
  [[nodiscard]] constexpr bool is_zero() const { return coefficient_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return coefficient_ < 0; }
  [[nodiscard]] bool is_integer() const;

  /// Plain digits with all `scale` decimals: "80.50". No thousands separators.
  [[nodiscard]] std::string to_string() const;
  /// Without trailing zeros after the point: "80.5".
  [[nodiscard]] std::string to_plain_string() const;
  /// Nearest integer when it fits into 64 bits (it always does); half away from zero.
  [[nodiscard]] std::int64_t to_integer() const;

  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == std::strong_ordering::equal; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

  /// Exact; empty on overflow.
  [[nodiscard]] static std::optional<Decimal> add(const Decimal& a, const Decimal& b);
  [[nodiscard]] static std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
  [[nodiscard]] static std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);

  enum class Rounding { kHalfUp, kDown, kUp };
  /// a ÷ b with `scale` decimals, rounded away from zero at half, or towards / away from zero. Empty when b is zero, on
  /// overflow, or when scale is not in [0, kMaxScale].
  [[nodiscard]] static std::optional<Decimal> divide(const Decimal& a, const Decimal& b, int scale,
                                                     Rounding rounding = Rounding::kHalfUp);
  /// Compares a ÷ b with c exactly, without dividing. Precondition: b > 0.
  [[nodiscard]] static std::strong_ordering compare_ratio(const Decimal& a, const Decimal& b, const Decimal& c);
  /// The value with exactly `scale` decimals. Precondition: 0 <= scale <= kMaxScale. Empty on overflow.
  [[nodiscard]] std::optional<Decimal> rescaled(int scale, Rounding rounding = Rounding::kHalfUp) const;

 private:
  std::int64_t coefficient_ = 0;
  int scale_ = 0;
};

}  // namespace schema
}  // namespace gongshi
