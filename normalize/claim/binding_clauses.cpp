// SPDX-License-Identifier: GPL-3.0-or-later
// Which clause of its indicator a figure answers: by the words in front of it, behind it, in its clause of the sentence
// and in its sentence, in this order.
#include <algorithm>

#include "normalize/claim/binding_steps.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

/// The text without the characters at its end that lead in a figure.
std::u32string_view without_copulas(std::u32string_view text, const std::u32string& copulas) {
  while (!text.empty() && copulas.find(text.back()) != kNone) text.remove_suffix(1);
  return text;
}

bool ends_in_rate(const Binding& binding, std::u32string_view text) {
  return ends_with_any(without_copulas(text, binding.words.rate_copulas), binding.words.rate_endings);
}

/// 老年人630人，占常住人口的11.2%: the count right in front is of old people.
bool elderly_in_front(Binding& binding, const Figure& rate) {
  for (const Figure* before = binding.previous(rate); before != nullptr && binding.same_sentence(*before, rate);
       before = binding.previous(*before))
    if (before->is_count())
      return (before->quantity->measure == kElderly || before->quantity->measure == kElderlySaid) &&
             starts_with_any(rate.label, binding.words.shares);
  return false;
}

/// 由2021年的62%提升至95%: what was, and is no more.
bool is_former(const Binding& binding, const Figure& figure) {
  const std::u32string_view before =
      binding.reading.text.view(figure.context->segment.begin, figure.context->span.begin);
  return contains_any(before, binding.words.from) && contains_any(figure.after, binding.metrics.changes) &&
         contains_any(figure.after, binding.words.up_to);
}

/// 使用率97.6% of 节能灯具使用率: the share whose name alone ends like the figure's.
std::optional<std::size_t> named_as(const Binding& binding, const Figure& rate,
                                    const std::vector<std::size_t>& shares) {
  static constexpr std::size_t kShortest = 3;
  const std::u32string_view own = without_copulas(rate.label, binding.words.copulas);
  if (own.size() < kShortest || !ends_in_rate(binding, own) || contains_any(own, binding.metrics.general_rates))
    return std::nullopt;
  std::optional<std::size_t> named;
  for (const std::size_t share : shares) {
    if (!std::u32string_view(folded(binding.clause(share).clause->metric)).ends_with(own)) continue;
    if (named) return std::nullopt;
    named = share;
  }
  return named;
}

/// 漏报率3‰, 九成以上居民满意, 节电率35%: the percentage has a name. It is none of the indicator's where the label,
/// looked at first, has none of the indicator's words. 提升至95% names nothing.
bool is_named_otherwise(const Binding& binding, const Figure& rate) {
  const std::u32string_view own = rate.label;
  // 覆盖率由61.5%提升至92%: the rate itself, not how much it rose.
  if (ends_with_any(own, binding.words.up_to) && is_any(own.substr(0, own.size() - 1), binding.words.rises))
    return false;
  const auto& others = binding.metrics.other_rates;
  const bool becomes = contains_any(own, binding.metrics.changes) && contains_any(own, binding.words.up_to);
  return (!becomes && contains_any(own, others)) || contains_any(rate.after, others) ||
         (ends_in_rate(binding, own) && !contains_any(own, binding.metrics.general_rates));
}

/// The words in front of a percentage without what names nothing.
std::u32string matter_of(const Binding& binding, const Figure& rate) {
  std::u32string rest(rate.label);
  for (const auto* words : {&binding.metrics.general_rates, &binding.metrics.empty_words})
    for (const std::u32string& word : *words)
      for (std::size_t at = rest.find(word); at != kNone; at = rest.find(word)) rest.erase(at, word.size());
  if (!binding.community.empty())
    if (const std::size_t at = rest.find(binding.community); at != kNone) rest.erase(at, binding.community.size());
  std::erase_if(rest, [](char32_t c) { return !is_han(c) && !is_letter(c); });
  return rest;
}

/// More than half of a name stands in a text, by pairs of characters: 厨余垃圾 and 分类准确 share one word with
/// 智能垃圾分类设施 and are matters of their own.
bool mostly_in(std::u32string_view name, std::u32string_view text) {
  std::size_t covered = 0, end = 0;
  for (std::size_t at = 0; at + 2 <= name.size(); ++at)
    if (text.find(name.substr(at, 2)) != kNone) {
      covered += at + 2 - std::max(at, end);
      end = at + 2;
    }
  return 2 * covered > name.size();
}

/// The clauses of the first text that has words of any of them.
std::vector<std::size_t> clauses_named(const Binding& binding, const Figure& rate,
                                       const std::vector<std::size_t>& shares,
                                       const std::vector<std::u32string_view>& texts, bool generic_too) {
  std::vector<std::size_t> found;
  for (const std::u32string_view text : texts) {
    for (const std::size_t share : shares) {
      const ClauseWords& words = binding.clause(share);
      if (contains_any(rate.label, words.none)) continue;
      if (contains_any(text, words.words) || (generic_too && contains_any(text, words.generic))) found.push_back(share);
    }
    if (!found.empty()) break;
  }
  return found;
}

void bind_rate(Binding& binding, Figure& rate) {
  if (!rate.is_rate() || is_elderly_rate(binding, rate) || is_former(binding, rate)) return;
  std::vector<std::size_t> shares;
  for (std::size_t c = 0; c < binding.clauses->size(); ++c)
    if (is_share_clause(*binding.clause(c).clause)) shares.push_back(c);
  if (shares.empty()) return;
  if (const auto named = named_as(binding, rate, shares)) {
    rate.clauses = {*named};
    rate.quantity->clause = static_cast<int>(*named);
    return;
  }
  const bool others = binding.foreign(rate);
  const Figure* counted = binding.count_in_front(rate);
  const bool own_name = counted != nullptr || is_named_otherwise(binding, rate) || has_own_matter(binding, rate);
  std::vector<std::u32string_view> texts = {rate.label, rate.after};
  if (counted != nullptr)
    texts.insert(texts.end(), {counted->label, counted->after});
  else if (!own_name)
    texts.insert(texts.end(), {binding.reading.view(rate.context->segment), rate.sentence});
  rate.clauses = clauses_named(binding, rate, shares, texts, !others && !own_name);
  if (rate.clauses.empty() && shares.size() == 1 && !others && !own_name &&
      !contains_any(rate.label, binding.clause(shares.front()).none))
    rate.clauses = shares;
  if (!rate.clauses.empty()) rate.quantity->clause = static_cast<int>(rate.clauses.front());
}

bool unit_fits(const ClauseWords& words, const std::string& unit) {
  return unit == words.clause->unit || std::find(words.units.begin(), words.units.end(), unit) != words.units.end();
}

/// 2024年一季度、二季度、四季度各培训1次: behind months or quarters a number of times is one of a year.
void take_as_yearly(const Binding& binding, Figure& figure, const Clause& clause) {
  static constexpr std::ptrdiff_t kSeveral = 2;
  Quantity& times = *figure.quantity;
  if (clause.kind != ClauseKind::kFrequency || clause.unit != signs::kTimesAYear || times.unit != signs::kTimes ||
      times.role != QuantityRole::kCount || times.part < 0)
    return;
  const ByteRange part = binding.facts.parts[static_cast<std::size_t>(times.part)].range;
  const std::vector<DateMention>& dates = binding.facts.dates;
  const auto in_front = std::count_if(dates.begin(), dates.end(), [&](const DateMention& date) {
    return date.begin.month > 0 && !date.until && date.range.begin >= part.begin && date.range.end <= times.range.begin;
  });
  if (in_front < kSeveral) return;
  times.unit = signs::kTimesAYear;
  times.role = QuantityRole::kFrequency;
}

/// 今年已开展6次, 平均用时26分钟, without a name: of the only number of times, or the only time, that the indicator
/// asks for.
void bind_lone_frequency(const Binding& binding, Figure& figure) {
  if (binding.clauses->size() != 1 || binding.foreign(figure)) return;
  const ClauseWords& words = binding.clauses->front();
  take_as_yearly(binding, figure, *words.clause);
  const QuantityRole role = figure.role();
  const bool fits = words.clause->kind == ClauseKind::kFrequency
                        ? role == QuantityRole::kFrequency || role == QuantityRole::kCount
                        : words.clause->kind == ClauseKind::kTime && role == QuantityRole::kDuration;
  if (fits && unit_fits(words, figure.quantity->unit) && !contains_any(figure.label, words.none) &&
      !contains_any(figure.after, words.none))
    figure.quantity->clause = 0;
}

/// The claim has all of the requirement's own item numbers.
bool is_numbered_like_requirement(const Binding& binding) {
  const std::vector<ClaimPart>& parts = binding.facts.parts;
  return std::all_of(binding.clauses->begin(), binding.clauses->end(), [&](const ClauseWords& words) {
    return words.clause->item && std::any_of(parts.begin(), parts.end(),
                                             [&](const ClaimPart& part) { return part.item == *words.clause->item; });
  });
}

/// （1）年度监测36次，全部达标 （2）委托监测4次: the claim has the requirement's own item numbers, and the figure
/// stands in an item that speaks of its own clause.
bool answers_other_item(const Binding& binding, const Figure& figure, const Clause& clause) {
  if (!clause.item || figure.quantity->part < 0) return false;
  const int item = binding.facts.parts[static_cast<std::size_t>(figure.quantity->part)].item;
  if (item == 0 || item == *clause.item || !is_numbered_like_requirement(binding)) return false;
  for (std::size_t c = 0; c < binding.clauses->size(); ++c) {
    const ClauseWords& words = binding.clause(c);
    if (words.clause->item != item) continue;
    if (contains_any(figure.sentence, words.words) || contains_any(figure.sentence, words.marks)) return true;
    for (const Figure& other : binding.figures)
      if (binding.same_sentence(other, figure) && binding.clause_of(other) == c) return true;
  }
  return false;
}

void bind_count(const Binding& binding, Figure& figure) {
  const QuantityRole role = figure.role();
  if ((role != QuantityRole::kCount && role != QuantityRole::kFrequency && role != QuantityRole::kDuration) ||
      is_former(binding, figure) || contains_any(figure.label, binding.words.planned))
    return;
  // 7个应用场景(其中服务类…)
  const std::u32string_view own_words = figure.after.substr(0, figure.after.find(U'('));
  for (const std::u32string_view text :
       {figure.after, figure.label, binding.reading.view(figure.context->segment), figure.sentence})
    for (std::size_t c = 0; c < binding.clauses->size(); ++c) {
      const ClauseWords& words = binding.clause(c);
      if (!words.clause->value || words.clause->unit == "%" || !unit_fits(words, figure.quantity->unit)) continue;
      if (answers_other_item(binding, figure, *words.clause)) continue;
      if (!contains_any(text, words.words) || contains_any(own_words, words.none) ||
          contains_any(figure.label, words.none))
        continue;
      figure.quantity->clause = static_cast<int>(c);
      return;
    }
  bind_lone_frequency(binding, figure);
}

}  // namespace

bool is_elderly_rate(Binding& binding, const Figure& rate) {
  static constexpr std::size_t kShort = 4;
  const bool short_label = rate.label.size() <= kShort;
  // 占常住人口5516人的33.16%: the share is named in front of another figure.
  const std::u32string_view own =
      short_label ? binding.reading.text.view(rate.context->segment.begin, rate.context->span.begin) : rate.label;
  if (!contains_any(own, binding.words.shares) && !contains_any(own, binding.words.share_names)) return false;
  const auto& old = binding.metrics.elderly_share;
  return contains_any(own, old) || (contains_any(rate.sentence, old) && short_label) || elderly_in_front(binding, rate);
}

bool has_own_matter(const Binding& binding, const Figure& rate) {
  const std::u32string rest = matter_of(binding, rate);
  if (rest.size() < 2) return false;
  return std::none_of(binding.clauses->begin(), binding.clauses->end(), [&](const ClauseWords& words) {
    return is_share_clause(*words.clause) &&
           (contains_any(rest, words.words) || contains_any(rest, words.marks) || mostly_in(rest, words.text));
  });
}

bool is_of_other_matter(const Binding& binding, const Figure& rate, const Figure& counted) {
  if (binding.clauses == nullptr || (!has_own_matter(binding, rate) && !is_named_otherwise(binding, rate)))
    return false;
  const std::u32string words = std::u32string(counted.label) + U'|' + std::u32string(counted.after);
  return !mostly_in(matter_of(binding, rate), words);
}

void bind_rates(Binding& binding) {
  if (binding.clauses == nullptr) return;
  for (Figure& figure : binding.figures) bind_rate(binding, figure);
}

void bind_counts(Binding& binding) {
  if (binding.clauses == nullptr) return;
  for (Figure& figure : binding.figures) bind_count(binding, figure);
}

}  // namespace gongshi::normalize
