// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/decimal.h"

#include <algorithm>
#include <array>
#include <limits>

namespace gongshi {
inline namespace schema {
namespace {

__extension__ using Wide = __int128;

constexpr std::array<std::int64_t, 19> kPowers = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

Wide power_of_ten(int exponent) {
  Wide power = 1;
  while (exponent > 18) power *= kPowers[18], exponent -= 18;
  return power * kPowers[static_cast<std::size_t>(exponent)];
}

std::optional<Decimal> narrowed(Wide coefficient, int scale) {
  if (coefficient > std::numeric_limits<std::int64_t>::max() || coefficient < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return Decimal(static_cast<std::int64_t>(coefficient), scale);
}

Wide divided(Wide numerator, Wide denominator, Decimal::Rounding rounding) {
  const bool negative = (numerator < 0) != (denominator < 0);
  if (numerator < 0) numerator = -numerator;
  if (denominator < 0) denominator = -denominator;
  Wide quotient = numerator / denominator;
  const Wide rest = numerator % denominator;
  if ((rounding == Decimal::Rounding::kHalfUp && rest >= denominator - rest) ||
      (rounding == Decimal::Rounding::kUp && rest != 0))
    ++quotient;
  return negative ? -quotient : quotient;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t coefficient = 0;
  int digits = 0, scale = -1, group = -1;  // group: digits since the last separator
  for (char c : text) {
    if (c >= '0' && c <= '9') {
      if (++digits > 18) return std::nullopt;
      coefficient = coefficient * 10 + (c - '0');
      if (scale >= 0) ++scale;
      if (group >= 0 && scale < 0) ++group;
    } else if (c == '.' && scale < 0 && digits > 0) {
      if (group >= 0 && group != 3) return std::nullopt;
      scale = 0;
    } else if (c == ',' && scale < 0 && digits > 0 && (group < 0 ? digits <= 3 : group == 3)) {
      group = 0;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || scale == 0 || scale > kMaxScale || (group >= 0 && group != 3)) return std::nullopt;
  return Decimal(negative ? -coefficient : coefficient, std::max(scale, 0));
}

bool Decimal::is_integer() const { return coefficient_ % kPowers[static_cast<std::size_t>(scale_)] == 0; }

std::string Decimal::to_string() const {
  const bool negative = coefficient_ < 0;
  std::string digits = std::to_string(coefficient_);
  if (negative) digits.erase(0, 1);
  if (scale_ > 0) {
    const auto scale = static_cast<std::size_t>(scale_);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

std::string Decimal::to_plain_string() const {
  std::string text = to_string();
  if (scale_ > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::int64_t Decimal::to_integer() const {
  return static_cast<std::int64_t>(divided(coefficient_, kPowers[static_cast<std::size_t>(scale_)], Rounding::kHalfUp));
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  const Wide left = static_cast<Wide>(a.coefficient_) * power_of_ten(scale - a.scale_);
  const Wide right = static_cast<Wide>(b.coefficient_) * power_of_ten(scale - b.scale_);
  return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::optional<Decimal> Decimal::add(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  return narrowed(static_cast<Wide>(a.coefficient_) * power_of_ten(scale - a.scale_) +
                      static_cast<Wide>(b.coefficient_) * power_of_ten(scale - b.scale_),
                  scale);
}

std::optional<Decimal> Decimal::subtract(const Decimal& a, const Decimal& b) {
  if (b.coefficient_ == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return add(a, Decimal(-b.coefficient_, b.scale_));
}

std::optional<Decimal> Decimal::multiply(const Decimal& a, const Decimal& b) {
  Wide coefficient = static_cast<Wide>(a.coefficient_) * b.coefficient_;
  int scale = a.scale_ + b.scale_;
  while (scale > 0 && coefficient % 10 == 0 && scale > std::max(a.scale_, b.scale_)) coefficient /= 10, --scale;
  if (scale > kMaxScale) return std::nullopt;
  return narrowed(coefficient, scale);
}

std::optional<Decimal> Decimal::divide(const Decimal& a, const Decimal& b, int scale, Rounding rounding) {
  if (b.is_zero() || scale < 0 || scale > kMaxScale) return std::nullopt;
  // a/10^sa ÷ b/10^sb × 10^scale = a × 10^(scale + sb) ÷ (b × 10^sa); |a| < 2^63 leaves room for 10^19.
  const int up = scale + b.scale_ - a.scale_;
  Wide numerator = a.coefficient_, denominator = b.coefficient_;
  if (up >= 0) {
    if (up > 19) return std::nullopt;
    numerator *= power_of_ten(up);
  } else {
    denominator *= power_of_ten(-up);
  }
  return narrowed(divided(numerator, denominator, rounding), scale);
}

std::strong_ordering Decimal::compare_ratio(const Decimal& a, const Decimal& b, const Decimal& c) {
  // a/b <=> c, b > 0: a × 10^(sb + sc) <=> c × b × 10^sa. Products of two 63-bit numbers fill Wide; scale the smaller side first.
  const Wide product = static_cast<Wide>(b.coefficient_) * c.coefficient_;
  const int left_up = b.scale_ + c.scale_ - a.scale_;
  Wide left = a.coefficient_, right = product;
  if (left_up >= 0) {
    left *= power_of_ten(std::min(left_up, 19));
  } else {
    right = product / power_of_ten(-left_up);
    const Wide rest = product % power_of_ten(-left_up);
    if (left == right) return rest == 0 ? std::strong_ordering::equal : rest > 0 ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::optional<Decimal> Decimal::rescaled(int scale, Rounding rounding) const {
  if (scale >= scale_) return narrowed(static_cast<Wide>(coefficient_) * power_of_ten(scale - scale_), scale);
  return narrowed(divided(coefficient_, power_of_ten(scale_ - scale), rounding), scale);
}

}  // namespace schema
}  // namespace gongshi
