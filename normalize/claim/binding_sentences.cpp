// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios of a whole and its part in one sentence (共有120户，其中118户…，占98.3%), percentages that stand alone, and
// the names of wholes.
#include <algorithm>

#include "normalize/claim/binding_steps.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

/// The only count between the rate and the rate before it in the sentence that is said to be a part.
Figure* pending_part(Binding& binding, const Figure& rate) {
  Figure* found = nullptr;
  for (Figure* before = binding.previous(rate); before != nullptr && binding.same_sentence(*before, rate);
       before = binding.previous(*before)) {
    if (before->is_rate()) break;
    if (!before->is_count()) continue;
    if (binding.is_total(*before)) break;
    if (found != nullptr) return nullptr;
    found = before;
  }
  return found;
}

/// The only whole of its kind in front of a part in the sentence.
Figure* total_before(Binding& binding, const Figure& part) {
  Figure* found = nullptr;
  for (Figure* before = binding.previous(part); before != nullptr && binding.same_sentence(*before, part);
       before = binding.previous(*before)) {
    if (!before->is_count() && before->role() != QuantityRole::kDenominator) continue;
    if (!binding.is_total(*before) || binding.kind(*before) != binding.kind(part)) continue;
    if (found != nullptr) return nullptr;
    found = before;
  }
  return found;
}

bool linked(Binding& binding, const Figure& rate, const Figure& part) {
  static constexpr std::size_t kLongestShare = 12;
  const BindingWords& words = binding.words;
  if (part.quantity->subject != rate.quantity->subject) return false;
  if (contains_any(part.label, words.not_a_part) || contains_any(part.after, words.not_a_part) ||
      is_of_other_matter(binding, rate, part))
    return false;
  if (contains_any(rate.label, words.shares) && rate.label.size() <= kLongestShare) return true;
  // 5个小区，2个装了电梯识别，40%: one right behind the other, and no other word.
  const Figure* first = binding.previous(part);
  if (rate.label.empty() && rate.index == part.index + 1 && first != nullptr && binding.begins_sentence(*first))
    return true;
  // 2600户中有2531户可收看
  if (binding.clause_of(rate) && binding.whole_right_before(part) != nullptr && !has_own_matter(binding, rate))
    return true;
  if (contains_any(part.label, words.among_them)) {
    if (starts_with_any(part.after, words.estates)) return true;
    const std::string_view kind = binding.kind(part);
    if (kind == "household" || kind == "area" || kind == "person" || kind == "sheet") return true;
  }
  return std::any_of(words.links.begin(), words.links.end(), [&](const std::u32string& word) {
    return (part.label.find(word) != kNone || part.after.find(word) != kNone) && rate.label.find(word) != kNone;
  });
}

/// 已覆盖3个小区(社区共5个小区): the whole right behind in brackets.
Figure* estates_behind(Binding& binding, const Figure& part) {
  static constexpr std::size_t kNoun = 3;
  Figure* whole = binding.next(part);
  if (whole == nullptr || !whole->is_count() || !starts_with_any(whole->after, binding.words.estates) ||
      whole->value() < part.value())
    return nullptr;
  const std::u32string_view between = binding.between(part, *whole);
  const std::size_t open = between.find(U'(');
  return open <= kNoun && ends_with_any(between.substr(open + 1), binding.words.here) ? whole : nullptr;
}

/// 临海苑、翠屏园2个小区实现…，社区共有小区5个: the next number is that of all estates.
Figure* all_estates_behind(Binding& binding, const Figure& part) {
  Figure* whole = binding.next(part);
  const bool all = whole != nullptr && whole->quantity->measure == "estates" && whole->value() >= part.value();
  return all && binding.same_sentence(*whole, part) && part.quantity->measure.empty() ? whole : nullptr;
}

/// The whole in front is said to be all the estates that the part is of.
bool is_of_all_estates(Binding& binding, const Figure& part, const Figure& whole) {
  const BindingWords& words = binding.words;
  if (contains_any(part.label, words.among_them))
    return whole.quantity->measure == "estates" || binding.is_all_estates(whole);
  if (binding.is_whole_of_next(whole) && starts_with_any(whole.after, words.estates)) return true;
  const Figure* between = binding.next(whole);
  const bool adjacent =
      part.index == whole.index + 1 || (part.index == whole.index + 2 && between->role() == QuantityRole::kItemNumber);
  return adjacent && binding.is_all_estates(whole);
}

/// The first share of the indicator that has words in the text.
std::optional<std::size_t> share_named_in(const Binding& binding, std::u32string_view text) {
  for (std::size_t c = 0; c < binding.clauses->size(); ++c)
    if (is_share_clause(*binding.clause(c).clause) && contains_any(text, binding.clause(c).words)) return c;
  return std::nullopt;
}

/// 共11个小区，其中10个小区…, without a percentage.
void add_counts_of_estates(Binding& binding) {
  if (binding.clauses == nullptr) return;
  const BindingWords& words = binding.words;
  for (Figure& part : binding.figures) {
    if (!part.is_count() || part.in_ratio) continue;
    const bool pieces = part.quantity->unit == signs::kPieces;
    const bool does = pieces && starts_with_any(part.after, binding.metrics.verbs);  // 有3个部署了…
    const bool told = pieces && part.after.empty() && ends_with_any(part.label, words.told_in_front);  // 已部署的有3个
    // 5个小区中3个有电梯: what they are like, and nothing that they have done.
    const auto tells_kind = [&](const Figure& figure) {
      return starts_with_any(figure.after.substr(binding.estate_at_start(figure.after)), words.only_there);
    };
    // …，3个小区都装了: all of those.
    const bool all_of_kind = std::any_of(binding.figures.begin(), binding.figures.end(), [&](const Figure& figure) {
      return figure.index < part.index && binding.same_sentence(figure, part) && figure.value() == part.value() &&
             tells_kind(figure);
    });
    if (tells_kind(part) || all_of_kind) continue;
    if ((!starts_with_any(part.after, words.estates) && !does && !told) || contains_any(part.after, words.not_a_part) ||
        binding.is_total(part))
      continue;
    Figure* behind = estates_behind(binding, part);
    Figure* whole = behind != nullptr ? behind : total_before(binding, part);
    const bool of_all = behind != nullptr || (whole != nullptr && is_of_all_estates(binding, part, *whole));
    if (!of_all) whole = all_estates_behind(binding, part);
    if (whole == nullptr) continue;
    const std::u32string_view said = told || behind != nullptr ? part.label : part.after;
    auto clause = share_named_in(binding, said);
    // 电动车进电梯识别已在8个小区中的5个运行
    if (!clause && does) clause = share_named_in(binding, binding.reading.view(part.context->segment));
    // 2个小区实现…，社区共有小区5个: the others may have nothing to have it in.
    if (clause) binding.add(nullptr, &part, whole, clause, of_all);
  }
}

/// 本社区共有居民4860户，已全部具备…，覆盖率100%: all of the community's households are all there are.
bool is_whole_of_all(const Binding& binding, const RatioStatement& ratio) {
  if (ratio.clause < 0 || ratio.denominator < 0 || ratio.numerator >= 0 || ratio.denominator_row != 0) return false;
  const Figure& whole = binding.figures[static_cast<std::size_t>(ratio.denominator)];
  const ClauseWords& words = binding.clause(static_cast<std::size_t>(ratio.clause));
  if (words.denominators.empty() || binding.kind(whole) != "household" || !whole.quantity->subject.empty() ||
      !has(words.denominators, whole.quantity->measure) || !contains_any(whole.label, binding.words.community))
    return false;
  return std::any_of(binding.figures.begin(), binding.figures.end(), [&](const Figure& one) {
    return one.quantity->from_words && binding.same_sentence(one, whole) && one.quantity->clause == ratio.clause;
  });
}

}  // namespace

void add_sentence_ratios(Binding& binding) {
  for (Figure& rate : binding.figures) {
    if (!rate.is_rate() || rate.quantity->from_words || rate.in_ratio) continue;
    Figure* part = pending_part(binding, rate);
    Figure* whole = part != nullptr ? total_before(binding, *part) : nullptr;
    if (whole == nullptr || !linked(binding, rate, *part)) continue;
    binding.add(&rate, part, whole, binding.clause_of(rate), part->value() <= whole->value());
  }
  add_counts_of_estates(binding);
}

void add_lone_rates(Binding& binding) {
  for (Figure& rate : binding.figures) {
    if (!rate.is_rate()) continue;
    for (const std::size_t c : rate.clauses) {
      const auto& ratios = binding.facts.ratios;
      const bool there = std::any_of(ratios.begin(), ratios.end(), [&](const RatioStatement& ratio) {
        return ratio.rate == static_cast<int>(rate.index) && ratio.clause == static_cast<int>(c);
      });
      if (!there) binding.add(&rate, nullptr, nullptr, c, false);
    }
    if (rate.clauses.empty() && !rate.in_ratio) binding.add(&rate, nullptr, nullptr, std::nullopt, false);
  }
}

void name_wholes(Binding& binding) {
  if (binding.clauses == nullptr) return;
  for (const RatioStatement& ratio : binding.facts.ratios)
    if (is_whole_of_all(binding, ratio))
      binding.figures[static_cast<std::size_t>(ratio.denominator)].quantity->measure =
          binding.clause(static_cast<std::size_t>(ratio.clause)).denominators.front();
  for (const RatioStatement& ratio : binding.facts.ratios) {
    if (ratio.clause < 0 || ratio.denominator < 0 || ratio.numerator < 0 || !ratio.certain) continue;
    const ClauseWords& words = binding.clause(static_cast<std::size_t>(ratio.clause));
    const Figure& whole = binding.figures[static_cast<std::size_t>(ratio.denominator)];
    std::string& measure = whole.quantity->measure;
    if (words.denominators.empty() || words.clause->denominator.empty()) continue;
    const bool loose = measure.empty() || (measure != words.denominators.front() && has(words.denominators, measure));
    const std::string_view kind = binding.kind(whole);  // numbers of 小区 are of many kinds of them
    if (loose && (kind == "household" || kind == "area" || kind == "mu")) measure = words.denominators.front();
  }
}

}  // namespace gongshi::normalize
