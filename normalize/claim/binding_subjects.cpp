// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure is about: whose it is, which of the community's quantities it states, and whether it is one of today.
#include <algorithm>
#include <set>

#include "normalize/claim/binding_steps.h"
#include "normalize/claim/measures.h"
#include "normalize/regions.h"
#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

constexpr std::size_t kNone = std::u32string_view::npos;

/// The proper name that ends with the word for an estate at `estate`; empty for 封闭式小区, 每个小区 and the like.
Span estate_name(const Binding& binding, std::size_t estate) {
  static constexpr std::size_t kLongest = 8;
  const std::u32string_view text = binding.reading.text.view();
  std::size_t begin = estate;
  while (begin > 0 && estate - begin < kLongest && is_han(text[begin - 1])) --begin;
  for (const std::u32string& stop : binding.metrics.estate_stop) {
    const std::size_t found = text.substr(begin, estate - begin).rfind(stop);
    if (found != kNone) begin += found + stop.size();
  }
  return {begin, estate};
}

/// 桃园里社区总户数320户: communities that are named with their own figures, but for the notice's.
std::vector<Span> other_communities(const Binding& binding) {
  const FoldedText& text = binding.reading.text;
  std::vector<Span> found;
  for (const NameMention& mention : find_communities(text, binding.reading.original, binding.reading.programme)) {
    const std::u32string name = folded(mention.name), &own = binding.community;
    if (own.empty() || name.find(own) != kNone || own.find(name) != kNone) continue;
    const auto at = [&](std::uint32_t byte) {
      return static_cast<std::size_t>(std::lower_bound(text.begins.begin(), text.begins.end(), byte) -
                                      text.begins.begin());
    };
    found.push_back({at(mention.range.begin), at(mention.range.end)});
  }
  return found;
}

/// Names of estates and of other communities, in text order.
std::vector<Span> names_in(const Binding& binding) {
  static constexpr std::size_t kShortest = 2;
  const std::u32string_view text = binding.reading.text.view();
  std::vector<Span> names = other_communities(binding);
  for (const std::u32string& estate : binding.words.estates)
    for (std::size_t at = text.find(estate); at != kNone; at = text.find(estate, at + 1))
      if (const Span name = estate_name(binding, at); name.end - name.begin >= kShortest)
        names.push_back({name.begin, at + estate.size()});
  std::sort(names.begin(), names.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return names;
}

/// 桃园里小区320户，云锦苑小区480户，〈共〉800户; 〈两个〉小区共92个: of none of the estates in front.
bool of_all(const Binding& binding, const Figure& figure) {
  const std::u32string_view own = figure.label;
  const bool total =
      is_any(own, binding.words.totals) || is_any(own.substr(binding.estate_at_start(own)), binding.words.totals);
  return total || (own.empty() && binding.estate_at_start(figure.after) > 0);
}

/// 非常满意128份、满意96份: grades of one scale; none of them is the number of all who are satisfied.
void unbind_grades(Binding& binding) {
  const std::vector<std::u32string>& grades = binding.metrics.satisfied_grades;
  for (Figure& figure : binding.figures)  // 满意(含基本满意)316份
    if (contains_any(figure.label, binding.words.grades_in_brackets) && figure.label.ends_with(U')') &&
        figure.quantity->measure.empty() && !figure.is_percentage())
      figure.quantity->measure = kSatisfied;
  const bool graded = std::any_of(binding.figures.begin(), binding.figures.end(), [&](const Figure& figure) {
    return !figure.is_percentage() && figure.quantity->measure != kSatisfied && contains_any(figure.label, grades);
  });
  if (!graded) return;
  for (Figure& figure : binding.figures)
    if (figure.quantity->measure == kSatisfied && !contains_any(figure.label, binding.words.all_of_them))
      figure.quantity->measure.clear();
}

/// 由2022年的61.5%提升至92%: what was before is no figure of today.
void leave_earlier_figures(Binding& binding) {
  static constexpr std::size_t kWordsBefore = 10, kWordsBehind = 4;
  const FoldedText& text = binding.reading.text;
  for (Figure& figure : binding.figures) {
    const std::u32string_view before =
        figure.label.substr(figure.label.size() - std::min(figure.label.size(), kWordsBefore));
    const std::size_t end = figure.context->span.end;
    const std::u32string_view behind = text.view(end, std::min(end + kWordsBehind, text.size()));
    const bool rises = starts_with_any(behind, binding.words.rises) ||
                       (behind.size() > 1 && starts_with_any(behind, binding.words.up_to) && is_digit(behind[1]));
    if (!rises || !contains_any(before, binding.words.from)) continue;
    figure.quantity->role = QuantityRole::kCondition;
    figure.quantity->measure.clear();
  }
}

}  // namespace

void bind_subjects(Binding& binding) {
  const std::vector<Span> names = names_in(binding);
  if (names.empty()) return;
  const FoldedText& text = binding.reading.text;
  for (Figure& figure : binding.figures) {
    Quantity& quantity = *figure.quantity;
    if (!quantity.subject.empty()) continue;
    const Span part = quantity.part < 0 ? Span{} : binding.reading.parts[static_cast<std::size_t>(quantity.part)];
    std::set<std::u32string_view> before;
    for (const Span& name : names) {
      if (name.begin < part.begin || name.end > figure.context->span.begin) continue;
      before.insert(binding.reading.view(name));
      if (contains_any(text.view(name.end, figure.context->span.begin), binding.words.whole_community)) continue;
      const ByteRange range = text.range(name.begin, name.end);
      quantity.subject = std::string(binding.reading.original.substr(range.begin, range.size()));
    }
    if (before.size() >= 2 && of_all(binding, figure)) quantity.subject.clear();
  }
}

void bind_measures(Binding& binding) {
  for (Figure& figure : binding.figures) {
    Quantity& quantity = *figure.quantity;
    if (!figure.is_count() && !(figure.role() == QuantityRole::kUnknown && quantity.unit.empty())) continue;
    if (!binding.left_out(figure)) quantity.measure = measure_of(quantity, *figure.context, binding.reading);
    if (!quantity.measure.empty()) quantity.role = QuantityRole::kCount;
  }
  unbind_grades(binding);
}

void bind_conditions(Binding& binding) {
  leave_earlier_figures(binding);
  if (binding.clauses == nullptr) return;
  for (Figure& figure : binding.figures) {
    Quantity& one = *figure.quantity;
    if (!figure.is_rate() || one.qualifier == Qualifier::kExact || one.qualifier == Qualifier::kReaches) continue;
    const std::string printed = one.value.to_plain_string() + one.unit;
    for (const ClauseWords& words : *binding.clauses)
      if (words.clause->condition.find(printed) != std::string::npos) one.role = QuantityRole::kCondition;
  }
}

}  // namespace gongshi::normalize
