// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/binding.h"

#include <algorithm>
#include <map>

#include "normalize/claim/binding_steps.h"
#include "normalize/claim/measures.h"

namespace gongshi::normalize {

void bind_claim(const ClaimReading& reading, ClaimFacts& facts, const Indicator* indicator, const TierWords* tier,
                std::string_view community) {
  Binding binding(reading, facts, indicator, tier, community);
  bind_subjects(binding);
  bind_measures(binding);
  bind_conditions(binding);
  bind_rates(binding);
  bind_counts(binding);
  add_divisions(binding);
  add_formula_ratios(binding);
  add_elderly_shares(binding);
  add_sentence_ratios(binding);
  add_lone_rates(binding);
  name_wholes(binding);
  std::stable_sort(facts.ratios.begin(), facts.ratios.end(),
                   [](const RatioStatement& a, const RatioStatement& b) { return a.range.begin < b.range.begin; });
}

void bind_across_rows(Notice& notice, const Programme& programme) {
  struct Stated {
    int no = 0, index = -1;
    Decimal value;
    bool open = false;  // several values
  };
  std::map<std::string, Stated> stated;
  for (const IndicatorRecord& row : notice.rows)
    for (std::size_t i = 0; i < row.facts.quantities.size(); ++i) {
      const Quantity& quantity = row.facts.quantities[i];
      if (quantity.measure.empty() || !quantity.subject.empty() || quantity.qualifier != Qualifier::kExact) continue;
      const auto [entry, added] =
          stated.try_emplace(quantity.measure, Stated{row.no, static_cast<int>(i), quantity.value, false});
      if (!added && entry->second.value != quantity.value) entry->second.open = true;
    }
  for (IndicatorRecord& row : notice.rows)
    for (RatioStatement& ratio : row.facts.ratios) {
      if (ratio.denominator >= 0 || ratio.numerator < 0 || ratio.rate < 0 || !ratio.subject.empty()) continue;
      const std::string& measure = row.facts.quantities[static_cast<std::size_t>(ratio.numerator)].measure;
      const auto known = std::find_if(measures(programme).begin(), measures(programme).end(),
                                      [&](const Measure& entry) { return entry.id == measure; });
      const std::string wanted = known != measures(programme).end() ? known->whole : std::string();
      const auto found = stated.find(wanted);
      if (wanted.empty() || found == stated.end() || found->second.open || found->second.no == row.no) continue;
      ratio.denominator = found->second.index;
      ratio.denominator_row = found->second.no;
      ratio.denominator_value = found->second.value;
    }
}

}  // namespace gongshi::normalize
