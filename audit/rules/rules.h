// SPDX-License-Identifier: GPL-3.0-or-later
// Every rule, one function each, defined in audit/rules/<id with _>.cpp. Order: as the registry has them.
#pragma once

#include "audit/rule.h"

namespace gongshi::audit::checks {

// Arithmetic and thresholds
Rule ratio_mismatch();
Rule counts_below_threshold();
Rule value_below_threshold();
Rule ratio_over_100();
Rule count_below_required();
Rule list_count_mismatch();
Rule quantity_conflict();
Rule vague_count();
Rule implausible_quantity();
Rule provision_short();
Rule at_threshold();

// Evidence and wording
Rule bare_assertion();
Rule claim_empty();
Rule ratio_unsupported();
Rule standard_copied();
Rule other_tier_copied();
Rule clause_unaddressed();
Rule claim_misplaced();
Rule template_residue();
Rule condition_absent();
Rule shortfall_admitted();
Rule notice_copied();
Rule statement_conflict();

// Structure
Rule indicator_missing();
Rule indicator_duplicated();
Rule indicator_unknown();
Rule standard_misquoted();
Rule tier_conflict();
Rule document_number();

// Notice
Rule period_mismatch();
Rule period_missing();
Rule contact_missing();
Rule community_conflict();
Rule date_order();
Rule conclusion_provisional();
Rule personal_data();
Rule publicity_practice();

// Extraction
Rule low_confidence();

}  // namespace gongshi::audit::checks
