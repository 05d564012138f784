// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard_remarks.h"

#include <algorithm>

namespace gongshi {
inline namespace schema {
namespace {

std::string without_blanks(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '\t'; }),
             text.end());
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return without_blanks(text).find(without_blanks(part)) != std::string::npos;
}

void remark_on(const Indicator& indicator, const Clause& clause, const std::string& where,
               std::vector<std::string>& remarks) {
  if (!has(indicator.requirement, clause.text))
    remarks.push_back(where + "text does not stand in the requirement: " + clause.text);
  // A definition that prints a formula prints its terms.
  if (clause.kind == ClauseKind::kRatio && has(indicator.definition, "="))
    for (const std::string* term : {&clause.numerator, &clause.denominator})
      if (!term->empty() && !has(indicator.definition, *term))
        remarks.push_back(where + "the definition does not have the formula's " + *term);
  if (clause.answer_terms.empty())
    remarks.push_back(where + "no answer_terms: only the words of " + clause.metric + " tell an answer");
}

}  // namespace

std::vector<std::string> remarks_on(const Standard& standard) {
  std::vector<std::string> remarks;
  for (const Tier& tier : standard.tiers)
    for (const Indicator& indicator : tier.indicators)
      for (std::size_t i = 0; i < indicator.clauses.size(); ++i)
        remark_on(indicator, indicator.clauses[i],
                  tier.name + (tier.edition.empty() ? "" : "@" + tier.edition) + "/" + std::to_string(indicator.no) +
                      ".clauses[" + std::to_string(i) + "]: ",
                  remarks);
  return remarks;
}

}  // namespace schema
}  // namespace gongshi
