// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/registry.h"

#include "audit/rules/rules.h"

namespace gongshi::audit {

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {
      // Arithmetic and thresholds
      checks::ratio_mismatch(),
      checks::counts_below_threshold(),
      checks::value_below_threshold(),
      checks::ratio_over_100(),
      checks::count_below_required(),
      checks::list_count_mismatch(),
      checks::quantity_conflict(),
      checks::vague_count(),
      checks::implausible_quantity(),
      checks::provision_short(),
      checks::at_threshold(),
      // Evidence and wording
      checks::bare_assertion(),
      checks::claim_empty(),
      checks::ratio_unsupported(),
      checks::standard_copied(),
      checks::other_tier_copied(),
      checks::clause_unaddressed(),
      checks::claim_misplaced(),
      checks::template_residue(),
      checks::condition_absent(),
      checks::shortfall_admitted(),
      checks::notice_copied(),
      checks::statement_conflict(),
      // Structure
      checks::indicator_missing(),
      checks::indicator_duplicated(),
      checks::indicator_unknown(),
      checks::standard_misquoted(),
      checks::tier_conflict(),
      checks::document_number(),
      // Notice
      checks::period_mismatch(),
      checks::period_missing(),
      checks::contact_missing(),
      checks::community_conflict(),
      checks::date_order(),
      checks::conclusion_provisional(),
      checks::personal_data(),
      checks::publicity_practice(),
      // Extraction
      checks::low_confidence(),
  };
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  for (const Rule& rule : rules())
    if (rule.id == id) return &rule;
  return nullptr;
}

}  // namespace gongshi::audit
