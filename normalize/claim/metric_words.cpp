// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/metric_words.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "normalize/claim/measures.h"
#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

/// One for every tier and edition of the programme's standard, in its order.
struct AllTierWords {
  std::vector<std::unique_ptr<const TierWords>> tiers;

  explicit AllTierWords(const Programme& programme) {
    for (const Tier& tier : programme.standard().tiers)
      tiers.push_back(std::make_unique<const TierWords>(programme, tier));
  }
};

/// The clauses name the metric that the mark tells.
bool is_own_mark(const std::u32string& mark, const std::vector<ClauseWords>& clauses) {
  return std::any_of(clauses.begin(), clauses.end(), [&](const ClauseWords& words) {
    return contains_any(mark, words.words) || contains_any(mark, words.marks) ||
           std::any_of(words.words.begin(), words.words.end(),
                       [&](const std::u32string& word) { return word.find(mark) != std::u32string::npos; });
  });
}

}  // namespace

MetricWords::MetricWords(const Programme& programme) : programme_(programme) {
  const nlohmann::json& object = programme.words("metrics");
  take_lists(object, {{&generic, "generic"},
                      {&elderly_share, "elderly_share"},
                      {&estate_stop, "estate_stop"},
                      {&other_rates, "other_rates"},
                      {&changes, "changes"},
                      {&general_rates, "general_rates"},
                      {&empty_words, "empty_words"},
                      {&having, "having"},
                      {&verbs, "verbs"},
                      {&lacking, "lacking"},
                      {&reached, "reached"},
                      {&half_satisfied, "half_satisfied"},
                      {&satisfied_grades, "satisfied_grades"}});
  if (const auto special = object.find("special"); special != object.end())
    elderly_share_metric = special->value("elderly_share", "");
  if (const auto file = object.find("metrics"); file != object.end())
    for (const auto& [name, entry] : file->items())
      metrics_[name] = {word_list(entry, "words"),         word_list(entry, "marks"),
                        word_list(entry, "none"),          word_list(entry, "items"),
                        string_list(entry, "units"),       string_list(entry, "numerators"),
                        string_list(entry, "denominators")};
}

ClauseWords MetricWords::words_of(const Clause& clause) const {
  ClauseWords words;
  words.clause = &clause;
  words.text = folded(clause.metric) + U'|' + folded(clause.text);
  add_word(folded(clause.metric), words);
  for (const std::string& term : clause.metric_terms) add_word(folded(term), words);
  if (const auto found = metrics_.find(clause.metric); found != metrics_.end()) {
    const Metric& more = found->second;
    for (const std::u32string& word : more.words) add_word(word, words);
    words.marks = more.marks;
    words.none = more.none;
    words.items = more.items;
    words.units = more.units;
    words.numerators = more.numerators;
    words.denominators = more.denominators;
  }
  for (const auto& [term, ids] :
       {std::pair{&clause.numerator, &words.numerators}, std::pair{&clause.denominator, &words.denominators}})
    for (const std::string& id : measures_of_term(*term, programme_))
      if (std::find(ids->begin(), ids->end(), id) == ids->end()) ids->push_back(id);
  return words;
}

std::vector<std::u32string> MetricWords::all_marks() const {
  std::vector<std::u32string> all;
  for (const auto& [name, metric] : metrics_) all.insert(all.end(), metric.marks.begin(), metric.marks.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void MetricWords::add_word(std::u32string word, ClauseWords& words) const {
  auto& target = is_any(word, generic) ? words.generic : words.words;
  if (!word.empty() && !is_any(word, target)) target.push_back(std::move(word));
}

const TierWords& TierWords::of(const Programme& programme, const Tier& tier) {
  const std::vector<Tier>& tiers = programme.standard().tiers;
  const auto found = std::find_if(tiers.begin(), tiers.end(), [&](const Tier& known) {
    return known.name == tier.name && known.edition == tier.edition;
  });
  return *programme.prepared<AllTierWords>().tiers.at(static_cast<std::size_t>(found - tiers.begin()));
}

TierWords::TierWords(const Programme& programme, const Tier& tier) {
  const MetricWords& data = programme.prepared<MetricWords>();
  for (const Indicator& indicator : tier.indicators) {
    std::vector<ClauseWords>& clauses = indicators_.emplace_back();
    for (const Clause& clause : indicator.clauses) clauses.push_back(data.words_of(clause));
  }
  // Marks of every tier: a claim may be copied from another tier's requirement.
  const std::vector<std::u32string> all = data.all_marks();
  for (const std::vector<ClauseWords>& clauses : indicators_) {
    std::vector<std::u32string>& marks = foreign_.emplace_back();
    for (const std::u32string& mark : all)
      if (!is_own_mark(mark, clauses)) marks.push_back(mark);
  }
}

}  // namespace gongshi::normalize
