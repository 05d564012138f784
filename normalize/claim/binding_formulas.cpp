// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios of the counts that a clause's formula names: its part and its whole by their measures, and, where one of the
// two bears no name, the count that can only be it.
#include <algorithm>
#include <set>

#include "normalize/claim/binding_steps.h"
#include "normalize/words.h"
#include "schema/chinese_signs.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;
constexpr std::size_t kShortNoun = 4;        // 4284户居民,其中…
constexpr std::size_t kLongestReached = 14;  // 有线电视或网络电视可收看

/// The counts give the percentage, within one unit of its last place.
bool fits(const Figure& rate, const Figure& numerator, const Figure& denominator) {
  const auto hundredfold = Decimal::multiply(numerator.value(), 100);
  const auto stated = Decimal::multiply(rate.value(), denominator.value());
  const auto step = Decimal::multiply(rate.quantity->step, denominator.value());
  if (!hundredfold || !stated || !step) return true;
  const auto difference =
      *hundredfold > *stated ? Decimal::subtract(*hundredfold, *stated) : Decimal::subtract(*stated, *hundredfold);
  return !difference || *difference <= *step;
}

std::optional<Decimal> sum_of(const std::vector<Figure*>& terms) {
  std::optional<Decimal> sum = Decimal(0);
  for (const Figure* term : terms) sum = sum ? Decimal::add(*sum, term->value()) : std::nullopt;
  return sum;
}

/// One clause, and the part of the community that the figures are told of.
class FormulaRatios {
 public:
  FormulaRatios(Binding& binding, std::size_t clause, const std::string& subject)
      : binding_(binding), clause_(clause), words_(binding.clause(clause)), subject_(subject) {}

  void add() {
    const std::vector<Figure*> parts = binding_.with_measure(words_.numerators, subject_),
                               wholes = binding_.with_measure(words_.denominators, subject_);
    rates_ = open_rates();
    if (Figure* first = wholes.empty() ? whole_of_two(parts) : nullptr) {
      binding_.add(rates_.front(), parts[1], first, clause_, true);
      return;
    }
    Figure* denominator = Binding::single(wholes);
    const std::vector<Figure*> named = one_part(parts, denominator);
    Figure* numerator = Binding::single(named);
    if (named.empty() && wholes.empty()) numerator = unnamed_part();
    if (numerator == nullptr && denominator == nullptr) return;
    if (named.empty() && denominator != nullptr) return add_unnamed(denominator);
    if (numerator != nullptr && wholes.empty()) {
      denominator = whole_of_sentence(*numerator);
      // A part that bears the formula's name may stand alone, of a whole that another row states.
      if (denominator == nullptr && named.empty()) return;
      return add(numerator, denominator);
    }
    // Several values of one name: nobody knows which is meant.
    if ((numerator == nullptr) != named.empty() || (denominator == nullptr) != wholes.empty()) return;
    add(numerator, denominator);
  }

 private:
  std::vector<Figure*> open_rates() {
    std::vector<Figure*> rates;
    for (Figure& figure : binding_.figures)
      if (figure.is_rate() && figure.answers(clause_) && figure.quantity->subject == subject_ &&
          !figure.quantity->from_words && !figure.in_ratio)
        rates.push_back(&figure);
    return rates;
  }

  /// The rates, or none: what is said once for each of them, or without one.
  [[nodiscard]] static std::vector<Figure*> or_none(std::vector<Figure*> rates) {
    if (rates.empty()) rates.push_back(nullptr);
    return rates;
  }

  /// 路灯150盏、庭院灯110盏，〈共260盏〉，智能灯221盏: the total of what was named is the whole of what follows.
  [[nodiscard]] Figure* total_between(Figure* whole, const Figure& part) const {
    for (Figure* between = binding_.next(*whole); between != nullptr && between->index < part.index;
         between = binding_.next(*between))
      if (between->is_count() && is_like(*between, *whole) && between->value() > whole->value() &&
          is_any(between->label, binding_.words.totals))
        return between;
    return whole;
  }

  void add(Figure* numerator, Figure* denominator) {
    if (numerator != nullptr && denominator != nullptr && denominator->index < numerator->index)
      denominator = total_between(denominator, *numerator);
    // 路灯120盏、草坪灯60盏，共180盏均为智能灯: the total of all is no part of one of them.
    if (numerator != nullptr && denominator != nullptr && numerator->value() > denominator->value() &&
        denominator->index < numerator->index && is_any(numerator->label, binding_.words.totals))
      return;
    const bool certain = numerator != nullptr && denominator != nullptr;
    if (rates_.empty() && certain) binding_.add(nullptr, numerator, denominator, clause_, true);
    // 安装率85%，太阳能路灯占20%: where one percentage is that of the counts, the others are of something else.
    const auto is_of_counts = [&](const Figure* rate) { return fits(*rate, *numerator, *denominator); };
    const bool one_fits = certain && rates_.size() > 1 && std::any_of(rates_.begin(), rates_.end(), is_of_counts);
    for (Figure* rate : rates_)
      if (!one_fits || is_of_counts(rate)) binding_.add(rate, numerator, denominator, clause_, certain);
  }

  /// The whole is named and the part is not.
  void add_unnamed(Figure* whole) {
    Figure* part = nullptr;
    if (has(words_.numerators, kSatisfied)) {
      if (add_grades(*whole)) return;
      part = all_satisfied(*whole);
    }
    if (part == nullptr) part = able_to_connect(*whole);
    if (part == nullptr && rates_.size() == 1)
      if (Figure* devices = devices_counted(*whole)) {
        // 智能电表1360块，住户1600户，安装率85%: meters of one kind may be fewer than those of all kinds.
        binding_.add(rates_.front(), devices, whole, clause_, fits(*rates_.front(), *devices, *whole));
        return;
      }
    Figure* out = part == nullptr ? left_out_of(*whole) : nullptr;
    if (out == nullptr) return add(part, whole);
    for (Figure* rate : or_none(rates_)) {
      RatioStatement& ratio = binding_.add(rate, out, whole, clause_, true);
      ratio.remainder = true;
      ratio.numerator_value = Decimal::subtract(whole->value(), out->value());
    }
  }

  // Which of several counts is the part.

  /// 2980户全部光纤到户，其中2921户具备千兆能力，覆盖率98.02%: both bear the part's name, and the rate is of the second
  /// in the first; nullptr if not.
  [[nodiscard]] Figure* whole_of_two(const std::vector<Figure*>& parts) const {
    if (parts.size() != 2 || rates_.size() != 1 || !contains_any(parts[1]->label, binding_.words.among_them) ||
        parts[0]->value() < parts[1]->value() || !fits(*rates_.front(), *parts[1], *parts[0]))
      return nullptr;
    return parts[0];
  }

  /// Of several counts of the formula's part, the one that gives the printed rate (光纤到户2450户，其中千兆接入2268户);
  /// else those that are no parts of another.
  [[nodiscard]] std::vector<Figure*> one_part(const std::vector<Figure*>& parts, const Figure* whole) const {
    std::vector<Figure*> fitting;
    if (parts.size() > 1 && rates_.size() == 1 && whole != nullptr)
      for (Figure* part : parts)
        if (fits(*rates_.front(), *part, *whole)) fitting.push_back(part);
    return fitting.size() == 1 ? fitting : without_parts_of_parts(parts);
  }

  /// 1562户具备千兆能力，其中办理千兆套餐486户: a part of the part is none of the formula's.
  [[nodiscard]] std::vector<Figure*> without_parts_of_parts(std::vector<Figure*> parts) const {
    std::erase_if(parts, [&](const Figure* part) { return in_brackets_of_count(*part); });
    std::erase_if(parts, [&](const Figure* part) {
      return contains_any(part->label, binding_.words.parts_of_parts) &&
             std::any_of(parts.begin(), parts.end(), [&](const Figure* other) {
               return other->index < part->index && binding_.same_sentence(*other, *part) &&
                      other->value() > part->value();
             });
    });
    return parts;
  }

  /// 可收看的2874户(有线1650户、IPTV1635户): what brackets behind a count of the unit tell apart is of that count.
  [[nodiscard]] bool in_brackets_of_count(const Figure& figure) const {
    static constexpr std::size_t kNoun = 6;
    const std::u32string_view before = binding_.reading.text.view(0, figure.context->span.begin);
    const std::size_t open = before.rfind(U'('), closed = before.rfind(U')');
    if (open == kNone || (closed != kNone && closed > open)) return false;
    for (const Figure* owner = binding_.previous(figure); owner != nullptr; owner = binding_.previous(*owner)) {
      const std::size_t end = owner->context->span.end;
      if (end > open) continue;
      return open - end <= kNoun && owner->quantity->unit == figure.quantity->unit && owner->value() > figure.value();
    }
    return false;
  }

  // Parts without a name.

  /// 社区2600余户，具备接入能力的2531户，覆盖率97.3%: the row asks for one share, and its rate follows a part and its
  /// whole that bear no name.
  [[nodiscard]] Figure* unnamed_part() const {
    if (rates_.size() != 1 || rates_.front()->index < 2) return nullptr;
    Figure* part = binding_.previous(*rates_.front());
    Figure* front = binding_.previous(*part);
    if (front != nullptr && binding_.same_sentence(*front, *part) && devices_counted(*front) == part &&
        !has_own_matter(binding_, *rates_.front()))
      return part;  // 2300户，装有远传电表2231块，安装率97%
    if (!part->is_count() || !binding_.same_sentence(*part, *rates_.front()) ||
        part->quantity->unit != signs::kHouseholds || !contains_any(part->label, binding_.metrics.reached) ||
        contains_any(part->label, binding_.words.not_a_part) || binding_.left_out(*part) ||
        has_own_matter(binding_, *rates_.front()))
      return nullptr;
    return part;
  }

  /// 远程智能电表1665块; 住户1850户: the only number of devices that the clause speaks of, of a formula by households.
  [[nodiscard]] Figure* devices_counted(const Figure& whole) const {
    if (whole.quantity->unit != signs::kHouseholds || !has(words_.denominators, kHouseholds)) return nullptr;
    Figure* found = nullptr;
    for (Figure& figure : binding_.figures) {
      if (figure.index > rates_.front()->index) break;
      // 住户1410户，智能水表装到1372户: households are told of by themselves.
      if (figure.index != whole.index && figure.is_count() && figure.quantity->unit == whole.quantity->unit)
        return nullptr;
      if (!figure.is_count() || binding_.kind(figure) != "piece" || !figure.quantity->measure.empty() ||
          figure.quantity->subject != whole.quantity->subject)
        continue;
      if (found != nullptr || !contains_any(figure.label, words_.marks) || binding_.left_out(figure) ||
          contains_any(figure.label, binding_.words.not_a_part))
        return nullptr;
      found = &figure;
    }
    return found != nullptr && found->value() <= whole.value() ? found : nullptr;
  }

  /// 具备接入能力的家庭2706户: in the row of one network its only such count needs no name of the network.
  [[nodiscard]] Figure* able_to_connect(const Figure& whole) const {
    Figure* found = nullptr;
    for (Figure& figure : binding_.figures) {
      if (figure.index == whole.index || !may_be_count(figure) || !figure.quantity->measure.empty() ||
          !is_like(figure, whole) || !has_connection(figure, whole) ||
          contains_any(figure.label, binding_.words.not_a_part) || binding_.left_out(figure))
        continue;
      if (found != nullptr) return nullptr;
      found = &figure;
    }
    return found;
  }

  /// Also 家庭总数1460、可接入1402: a bare number.
  [[nodiscard]] static bool may_be_count(const Figure& figure) {
    return figure.is_count() || (figure.role() == QuantityRole::kUnknown && figure.quantity->unit.empty());
  }

  [[nodiscard]] static bool is_like(const Figure& figure, const Figure& whole) {
    return figure.quantity->unit == whole.quantity->unit && figure.quantity->subject == whole.quantity->subject;
  }

  /// 具备接入能力的2706户; 覆盖2531户 right beside the whole.
  [[nodiscard]] bool has_connection(const Figure& figure, const Figure& whole) const {
    if (contains_any(figure.label, binding_.words.able)) return true;
    const bool beside = figure.index + 1 == whole.index || figure.index == whole.index + 1;
    return beside && contains_any(figure.label, binding_.metrics.reached) && figure.label.size() <= kLongestReached;
  }

  /// 402盏，除后巷18盏外均已更换: the only count of what lacks the thing, of the whole's unit.
  [[nodiscard]] Figure* left_out_of(const Figure& whole) const {
    Figure* found = nullptr;
    for (Figure& figure : binding_.figures) {
      if (figure.index == whole.index || !figure.is_count() || !binding_.same_sentence(figure, whole) ||
          !is_like(figure, whole) || !binding_.left_out(figure))
        continue;
      if (found != nullptr) return nullptr;
      found = &figure;
    }
    return found != nullptr && found->value() < whole.value() ? found : nullptr;
  }

  // The satisfied, by their grades.

  /// 非常满意187份、满意84份、一般21份: the counts of the grades that count as satisfied.
  [[nodiscard]] std::vector<Figure*> satisfied_grades(const Figure& whole, bool half) const {
    std::vector<Figure*> found;
    for (Figure& figure : binding_.figures) {
      const std::u32string_view own = figure.label;
      const bool grade = contains_any(own, binding_.metrics.satisfied_grades) ||
                         is_any(own, binding_.words.plain_grades) ||
                         ends_with_any(own, binding_.words.plain_grades_listed);
      if (figure.is_count() && grade && figure.quantity->unit == whole.quantity->unit &&
          binding_.same_sentence(figure, whole) && (half || !contains_any(own, binding_.metrics.half_satisfied)))
        found.push_back(&figure);
    }
    return found;
  }

  /// 满意459份，…，其中非常满意302份: the first is the number of all of them.
  [[nodiscard]] bool names_all_satisfied(const std::vector<Figure*>& grades) const {
    bool plain = false;
    for (const Figure* grade : grades) {
      if (plain && contains_any(grade->label, binding_.words.among_them)) return true;
      plain = plain || !contains_any(grade->label, binding_.metrics.satisfied_grades);
    }
    return false;
  }

  /// The number of all who are satisfied where grades of them follow.
  [[nodiscard]] Figure* all_satisfied(const Figure& whole) const {
    const std::vector<Figure*> all = satisfied_grades(whole, true);
    if (all.size() < 2 || !names_all_satisfied(all)) return nullptr;
    for (Figure* grade : all)
      if (!contains_any(grade->label, binding_.metrics.satisfied_grades)) return grade;
    return nullptr;
  }

  /// Adds the satisfied by their grades; whether 基本满意 counts is read both ways.
  bool add_grades(Figure& whole) {
    const std::vector<Figure*> all = satisfied_grades(whole, true), without_half = satisfied_grades(whole, false);
    const auto sum = sum_of(all);
    if (all.size() < 2 || !sum || *sum > whole.value() || names_all_satisfied(all)) return false;
    // 非常满意210份（72.4%），…，满意度94.8%: a percentage in brackets is that of its own grade.
    std::vector<Figure*> of_all = rates_;
    std::erase_if(of_all, [&](const Figure* rate) { return binding_.count_in_front(*rate) != nullptr; });
    if (of_all.empty() && !rates_.empty()) return false;
    for (Figure* rate : or_none(of_all)) {
      RatioStatement& ratio = binding_.add(rate, all.back(), &whole, clause_, true);
      for (const Figure* term : all) {
        ratio.terms.push_back(static_cast<int>(term->index));
        term->quantity->role = QuantityRole::kNumerator;
      }
      ratio.numerator_value = sum;
      if (without_half.size() == all.size()) continue;
      const int last = without_half.empty() ? -1 : static_cast<int>(without_half.back()->index);
      ratio.others.push_back(
          {ReadingReason::kNamed, last, static_cast<int>(whole.index), sum_of(without_half), whole.value(), {}});
    }
    return true;
  }

  // Wholes without a name.

  [[nodiscard]] Figure* whole_of_sentence(const Figure& part) const {
    if (Figure* whole = binding_.whole_right_before(part)) return whole;  // 1620户中1296户装有线电视
    return whole_in_front(part, has(words_.denominators, kHouseholds));
  }

  /// 全社区2210户家庭，2231户具备…: the number in front of a comma is of all, where nothing else is said of it.
  [[nodiscard]] Figure* whole_in_front(const Figure& part, bool of_households) const {
    static constexpr std::size_t kLongest = 8;
    Figure* whole = binding_.previous(part);
    if (whole == nullptr || !binding_.same_sentence(*whole, part) || !whole->is_count()) return nullptr;
    // 3120户，智能表3088块: a formula that is of households is so whatever its part is counted in.
    const bool one_kind =
        binding_.kind(*whole) == binding_.kind(part) ||
        (of_households && whole->quantity->unit == signs::kHouseholds && binding_.begins_sentence(*whole));
    const std::size_t end = whole->context->segment.end;
    if (!one_kind || binding_.reading.text.at(end) != U',' || part.context->segment.begin != end + 1) return nullptr;
    std::u32string own(whole->label);
    if (!binding_.community.empty())
      if (const std::size_t at = own.find(binding_.community); at != kNone) own.erase(at, binding_.community.size());
    const bool bare = own.size() <= kLongest && !contains_any(own, binding_.metrics.having) &&
                      !contains_any(own, binding_.words.not_a_part) && !contains_any(own, binding_.words.among_them) &&
                      (own.empty() || contains_any(own, binding_.words.whole_of));
    return bare && whole->after.size() <= kShortNoun ? whole : nullptr;
  }

  Binding& binding_;
  std::size_t clause_;
  const ClauseWords& words_;
  const std::string& subject_;
  std::vector<Figure*> rates_;
};

}  // namespace

void add_formula_ratios(Binding& binding) {
  if (binding.clauses == nullptr) return;
  std::set<std::string> subjects;
  for (const Figure& figure : binding.figures) subjects.insert(figure.quantity->subject);
  for (std::size_t c = 0; c < binding.clauses->size(); ++c) {
    if (binding.clause(c).numerators.empty() || binding.clause(c).denominators.empty()) continue;
    for (const std::string& subject : subjects) FormulaRatios(binding, c, subject).add();
  }
}

void add_elderly_shares(Binding& binding) {
  static const std::vector<std::string> kOld = {std::string(kElderly), std::string(kElderlySaid)},
                                        kAll = {std::string(kResidents), std::string(kPopulation)};
  for (Figure& rate : binding.figures) {
    if (!rate.is_rate() || !is_elderly_rate(binding, rate) || rate.quantity->from_words) continue;
    const std::vector<Figure*> old = binding.with_measure(kOld, rate.quantity->subject);
    Figure* numerator = old.size() <= 1 ? Binding::single(old) : nullptr;
    Figure* denominator = Binding::single(binding.with_measure(kAll, rate.quantity->subject));
    const bool certain = numerator != nullptr && denominator != nullptr;
    binding.add(&rate, numerator, denominator, std::nullopt, certain).metric = binding.metrics.elderly_share_metric;
  }
}

}  // namespace gongshi::normalize
