// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios that are printed as divisions: 3790户/3790户=100%, 100%(3790÷3790).
#include <algorithm>

#include "normalize/claim/binding_steps.h"
#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

bool may_be_divided(const Figure& figure) {
  return (figure.is_count() || figure.is_rate() || figure.role() == QuantityRole::kUnknown) && !figure.is_percentage();
}

/// 占比(1332/4039), 覆盖率:1332/4039: two bare numbers are those of the row's only share, where no other thing is named
/// in front of them.
bool names_only_share(const Binding& binding, const Figure& numerator) {
  if (binding.clauses->size() != 1 || !is_share_clause(*binding.clauses->front().clause) ||
      !numerator.quantity->unit.empty())
    return false;
  std::u32string_view before = binding.reading.text.view(0, numerator.context->span.begin);
  before.remove_prefix(std::min(before.size(), before.find_last_of(U",;。!\n") + 1));
  while (!before.empty() && std::u32string_view(U"(:=").find(before.back()) != kNone) before.remove_suffix(1);
  const ClauseWords& words = binding.clauses->front();
  return before.empty() || is_any(before, binding.words.share_alone) || is_any(before, words.words) ||
         is_any(before, words.generic);
}

std::optional<std::size_t> clause_of_counts(const Binding& binding, const Figure& numerator,
                                            const Figure& denominator) {
  if (binding.clauses == nullptr) return std::nullopt;
  for (std::size_t c = 0; c < binding.clauses->size(); ++c)
    if (has(binding.clause(c).numerators, numerator.quantity->measure) ||
        has(binding.clause(c).denominators, denominator.quantity->measure))
      return c;
  return names_only_share(binding, numerator) ? std::optional<std::size_t>(0) : std::nullopt;
}

/// 覆盖率93.8%(60/64)，联网率100%(64/64): each division is that of the percentage whose parenthesis holds it.
Figure* rate_in_front(Binding& binding, const Figure& numerator) {
  Figure* before = binding.previous(numerator);
  // the 5G of (5G信号覆盖的区域面积…
  while (before != nullptr && before->role() == QuantityRole::kName) before = binding.previous(*before);
  if (before == nullptr || !before->is_percentage() || before->quantity->from_words) return nullptr;
  const std::u32string_view between = binding.between(*before, numerator);
  return between.find(U'(') != kNone && between.find_first_of(U",;。\n") == kNone ? before : nullptr;
}

/// 2789户/社区家庭总数2999户，家庭千兆光纤网络覆盖率93%: the rate is named behind the division, in the same sentence.
Figure* rate_named_behind(Binding& binding, const Figure& denominator) {
  Figure* rate = binding.next(denominator);
  if (rate == nullptr || !rate->is_percentage() || rate->quantity->from_words) return nullptr;
  const std::u32string_view between = binding.between(denominator, *rate);
  return contains_any(between, binding.words.rate_signs) && between.find_first_of(U";。\n") == kNone ? rate : nullptr;
}

/// The percentage of a division: behind "=", or in front of the parenthesis that holds it.
Figure* rate_of(Binding& binding, const Figure& numerator, const Figure& denominator) {
  static constexpr std::size_t kMost = 2, kLongest = 6;  // ×100%, then =98.5%
  const Figure* before = &denominator;
  Figure* behind = binding.next(denominator);
  for (std::size_t looked = 0; looked < kMost && behind != nullptr && behind->is_percentage(); ++looked) {
    const std::u32string_view between = binding.between(*before, *behind);
    if (between.find_first_of(U"×*x") == kNone) {
      if (between.find_first_of(U"=≈") != kNone && between.size() <= kLongest) return behind;
      break;
    }
    behind->quantity->role = QuantityRole::kUnknown;
    before = behind;
    behind = binding.next(*behind);
  }
  if (Figure* rate = rate_in_front(binding, numerator)) return rate;
  return rate_named_behind(binding, denominator);
}

}  // namespace

namespace {

/// The only figure that bears one of the names; nullptr if there is none or several.
Figure* named(Binding& binding, const std::vector<std::u32string>& names) {
  Figure* found = nullptr;
  for (Figure& figure : binding.figures) {
    std::u32string_view label = figure.label;
    while (!label.empty() && binding.words.copulas.find(label.back()) != kNone) label.remove_suffix(1);
    if (!ends_with_any(label, names) || figure.is_percentage() || figure.in_ratio) continue;
    if (found != nullptr) return nullptr;
    found = &figure;
  }
  return found;
}

/// 覆盖率98.7%；分子：2073；分母：2100户: the two numbers are called what they are.
void add_named_division(Binding& binding) {
  Figure* numerator = named(binding, binding.words.numerator_names);
  Figure* denominator = named(binding, binding.words.denominator_names);
  if (numerator == nullptr || denominator == nullptr) return;
  // The rate in front of the two; one behind them (…，其中办理820户，占42.1%) may be of something else.
  Figure *rate = nullptr, *behind = nullptr;
  std::size_t many = 0;
  for (Figure& figure : binding.figures) {
    if (!figure.is_rate() || figure.quantity->from_words || figure.in_ratio) continue;
    if (figure.index < std::min(numerator->index, denominator->index))
      rate = &figure;
    else if (++many == 1)
      behind = &figure;
  }
  if (rate == nullptr && many == 1) rate = behind;
  if (rate == nullptr) return;
  binding.add(rate, numerator, denominator, binding.clause_of(*rate), true);
}

/// 快件箱/售卖机：9/4, 预警/警情/上报：35/21/88条, 3个/1处: numbers of several things side by side, as the names in
/// front or their units say, and no share.
bool lists_side_by_side(const Binding& binding, const Figure& above, const Figure& below) {
  if (above.quantity->value <= below.quantity->value) return false;
  const auto& text = binding.reading.text;
  std::u32string_view before = text.view(0, above.context->span.begin);
  before.remove_prefix(std::min(before.size(), before.find_last_of(U",;。!\n") + 1));
  const std::u32string_view behind = text.view(below.context->span.end, text.size());
  const bool named = before.find(U'/') != kNone;
  const bool more = !behind.empty() && behind.front() == U'/';
  const bool units =
      !above.quantity->unit.empty() && !below.quantity->unit.empty() && above.quantity->unit != below.quantity->unit;
  return named || more || units;
}

}  // namespace

void add_divisions(Binding& binding) {
  add_named_division(binding);
  for (Figure& above : binding.figures) {
    Figure* below = binding.next(above);
    if (below == nullptr || !may_be_divided(above) || !may_be_divided(*below)) continue;
    const std::u32string_view between = binding.between(above, *below);
    if (between.empty() || (between[0] != U'/' && between[0] != U'÷') || between.find_first_of(U",;。\n") != kNone)
      continue;
    Figure* rate = rate_of(binding, above, *below);
    if (rate == nullptr && lists_side_by_side(binding, above, *below)) continue;
    // 5G/总面积：0.67/0.70平方公里: the part is not the whole, whatever stands in front of both.
    if (!above.quantity->measure.empty() && above.quantity->measure == below->quantity->measure &&
        above.quantity->value != below->quantity->value)
      above.quantity->measure.clear();
    const auto clause = rate != nullptr ? binding.clause_of(*rate) : clause_of_counts(binding, above, *below);
    RatioStatement& ratio = binding.add(rate, &above, below, clause, true);
    const std::string& whole = below->quantity->measure;
    if (above.quantity->measure == kElderly && (whole == kResidents || whole == kPopulation))
      ratio.metric = binding.metrics.elderly_share_metric;
  }
}

}  // namespace gongshi::normalize
