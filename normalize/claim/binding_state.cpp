// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/binding_state.h"

#include <algorithm>

#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kShortNoun = 4;   // 4284户居民,其中…
constexpr std::size_t kShortLabel = 3;  // 占, 约占, 占比

bool countable(std::string_view kind) {
  return kind == "piece" || kind == "household" || kind == "sheet" || kind == "person";
}

}  // namespace

bool Figure::is_percentage() const { return quantity->unit == "%"; }

bool Figure::answers(std::size_t clause) const {
  return std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
}

bool is_share_clause(const Clause& clause) { return clause.unit == "%" && clause.value.has_value(); }

bool has(const std::vector<std::string>& ids, std::string_view id) {
  return !id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end();
}

Binding::Binding(const ClaimReading& read, ClaimFacts& claim, const Indicator* indicator, const TierWords* tier,
                 std::string_view own_community)
    : metrics(read.programme.prepared<MetricWords>()),
      words(read.programme.prepared<BindingWords>()),
      reading(read),
      facts(claim),
      community(folded(own_community)),
      clauses(indicator != nullptr && tier != nullptr ? &tier->of(*indicator) : nullptr),
      indicator_(indicator),
      tier_(tier) {
  figures.reserve(facts.quantities.size());
  for (std::size_t i = 0; i < facts.quantities.size(); ++i) {
    Figure& figure = figures.emplace_back();
    figure.index = i;
    figure.quantity = &facts.quantities[i];
    figure.context = &reading.contexts[i];
    figure.label = reading.view(figure.context->label);
    figure.after = reading.view(figure.context->after);
    if (const int part = figure.quantity->part; part >= 0)
      figure.sentence = reading.view(reading.parts[static_cast<std::size_t>(part)]);
  }
}

std::optional<std::size_t> Binding::clause_of(const Figure& figure) const {
  const int clause = figure.quantity->clause;
  return clause < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(clause));
}

bool Binding::foreign(const Figure& figure) const {
  return indicator_ != nullptr && tier_ != nullptr && contains_any(figure.sentence, tier_->foreign_marks(*indicator_));
}

std::size_t Binding::estate_at_start(std::u32string_view text) const {
  std::size_t length = 0;
  for (const std::u32string& estate : words.estates)
    if (text.starts_with(estate)) length = std::max(length, estate.size());
  return length;
}

bool Binding::left_out(const Figure& figure) const {
  static constexpr std::size_t kLongestName = 12, kNoun = 4;
  if (first_of(figure.after, metrics.lacking) <= kNoun) return true;
  // 没接广播电视的56户
  if (ends_with_any(figure.label, words.told_of) && starts_with_any(figure.label, metrics.lacking)) return true;
  const std::size_t except = last_of(figure.label, words.except);
  return except != kNone && figure.label.size() - except <= kLongestName &&
         contains_any(figure.after.substr(0, kNoun + 1), words.except_ends);
}

bool Binding::begins_sentence(const Figure& figure) const {
  const int part = figure.quantity->part;
  std::size_t begin = part < 0 ? 0 : reading.parts[static_cast<std::size_t>(part)].begin;
  while (begin < figure.context->span.begin && reading.item_chars[begin]) ++begin;
  return begin == figure.context->span.begin;
}

bool Binding::is_total(const Figure& figure) const {
  return contains_any(figure.label, words.all_of_them) || is_whole_of_next(figure) || is_all_estates(figure) ||
         (figure.after.size() <= kShortNoun && among_follows(figure));
}

bool Binding::is_whole_of_next(const Figure& figure) const { return ends_with_any(figure.after, words.among); }

std::u32string_view Binding::text_behind_segment(const Figure& figure) const {
  return reading.text.view(std::max(figure.context->span.end, figure.context->segment.end), reading.text.size());
}

bool Binding::among_follows(const Figure& figure) const {
  const std::u32string_view behind = text_behind_segment(figure);
  return behind.starts_with(U',') && starts_with_any(behind.substr(1), words.among_them);
}

bool Binding::is_all_estates(const Figure& figure) const {
  if (!is_any(figure.after, words.estates)) return false;
  // 5个小区，2个装了…
  return (figure.label.empty() && begins_sentence(figure)) || ends_with_any(figure.label, words.here);
}

Figure* Binding::whole_right_before(const Figure& part) {
  Figure* whole = previous(part);
  if (whole == nullptr || !same_sentence(*whole, part) || !whole->is_count() || kind(*whole) != kind(part))
    return nullptr;
  if (among_follows(*whole) && whole->after.size() <= kShortNoun) return whole;  // 4284户居民,其中3984户…
  // 1380户里，1104户换上了…: nothing stands between the comma and the part.
  const std::u32string_view words_between = between(*whole, part);
  const bool comma = among_follows(*whole) || words_between.find(U',') >= words_between.size() - 1;
  return is_whole_of_next(*whole) && comma ? whole : nullptr;
}

Figure* Binding::count_in_front(const Figure& rate) {
  const std::size_t begin = rate.context->segment.begin;
  Figure* before = previous(rate);
  if (before == nullptr || begin == 0 || reading.text.at(begin - 1) != U'(' || rate.label.size() > kShortLabel)
    return nullptr;
  const bool count =
      before->is_count() || before->role() == QuantityRole::kNumerator || before->role() == QuantityRole::kDenominator;
  return count && before->context->span.end + 1 == begin ? before : nullptr;
}

std::vector<Figure*> Binding::with_measure(const std::vector<std::string>& ids, const std::string& subject) {
  for (const std::string& id : ids) {
    std::vector<Figure*> found;
    for (Figure& figure : figures)
      if (figure.quantity->measure == id && figure.quantity->subject == subject && !figure.in_ratio)
        found.push_back(&figure);
    if (!found.empty()) return found;
  }
  return {};
}

Figure* Binding::single(const std::vector<Figure*>& found) {
  const bool one_value = std::all_of(found.begin(), found.end(),
                                     [&](const Figure* figure) { return figure->value() == found.front()->value(); });
  return found.empty() || !one_value ? nullptr : found.front();
}

RatioStatement& Binding::add(Figure* rate, Figure* numerator, Figure* denominator, std::optional<std::size_t> answered,
                             bool certain) {
  const auto index = [](const Figure* figure) { return figure != nullptr ? static_cast<int>(figure->index) : -1; };
  RatioStatement ratio;
  ratio.rate = index(rate);
  ratio.numerator = index(numerator);
  ratio.denominator = index(denominator);
  ratio.clause = answered ? static_cast<int>(*answered) : -1;
  ratio.certain = certain;
  if (answered && clauses != nullptr) ratio.metric = clause(*answered).clause->metric;
  ratio.range = {~0U, 0};
  for (Figure* part : {rate, numerator, denominator}) {
    if (part == nullptr) continue;
    ratio.range.begin = std::min(ratio.range.begin, part->quantity->range.begin);
    ratio.range.end = std::max(ratio.range.end, part->quantity->range.end);
    if (ratio.subject.empty()) ratio.subject = part->quantity->subject;
    part->in_ratio = true;
  }
  if (numerator != nullptr) {
    numerator->quantity->role = QuantityRole::kNumerator;
    ratio.numerator_value = numerator->value();
  }
  if (denominator != nullptr) {
    denominator->quantity->role = QuantityRole::kDenominator;
    ratio.denominator_value = denominator->value();
  }
  if (numerator != nullptr && denominator != nullptr) bring_to_one_unit(ratio, *numerator, *denominator);
  facts.ratios.push_back(std::move(ratio));
  return facts.ratios.back();
}

/// 亩 is 2000/3 m²: exact only when both sides are taken times three.
void Binding::bring_to_one_unit(RatioStatement& ratio, const Figure& numerator, const Figure& denominator) const {
  const std::string_view top = kind(numerator), bottom = kind(denominator);
  const auto times = [](std::optional<Decimal>& value, std::int64_t factor) {
    value = Decimal::multiply(*value, factor);
  };
  if (top == bottom) return;
  if ((top == "mu" && bottom == "area") || (top == "area" && bottom == "mu")) {
    times(top == "mu" ? ratio.numerator_value : ratio.denominator_value, 2000);
    times(top == "mu" ? ratio.denominator_value : ratio.numerator_value, 3);
    return;
  }
  if (top.empty() || bottom.empty()) return;  // a figure without unit beside one with: 家庭总数3790，具备…3790户
  if (countable(top) && countable(bottom)) {
    // Meters per household: more meters than households is no contradiction.
    if (*ratio.numerator_value > *ratio.denominator_value) ratio.certain = false;
    return;
  }
  ratio.numerator_value.reset();
  ratio.denominator_value.reset();
  ratio.certain = false;
}

}  // namespace gongshi::normalize
