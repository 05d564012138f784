// SPDX-License-Identifier: GPL-3.0-or-later
// The word file "metrics": how a claim names the percentages and counts that the standard asks for, and percentages in
// general. Its remark says what each list is.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "normalize/claim/binding.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// Folded; made once per programme, by Programme::prepared.
class MetricWords {
 public:
  explicit MetricWords(const Programme& programme);

  /// The standard's own words of a clause with those of the file and of the measures that its formula names.
  [[nodiscard]] ClauseWords words_of(const Clause& clause) const;
  /// Words that tell a metric anywhere, of all metrics of the file; sorted, each once.
  [[nodiscard]] std::vector<std::u32string> all_marks() const;

  std::vector<std::u32string> generic, elderly_share, estate_stop, satisfied_grades, half_satisfied, other_rates,
      general_rates, changes, empty_words, having, verbs, lacking, reached;
  std::string elderly_share_metric;  ///< Of the standard; "" if it has none.

 private:
  struct Metric {
    std::vector<std::u32string> words, marks, none, items;
    std::vector<std::string> units, numerators, denominators;
  };

  void add_word(std::u32string word, ClauseWords& words) const;

  const Programme& programme_;
  std::unordered_map<std::string, Metric> metrics_;
};

}  // namespace gongshi::normalize
