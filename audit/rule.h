// SPDX-License-Identifier: GPL-3.0-or-later
// What an audit rule is. A rule has one file audit/rules/<id with _>.cpp, one page docs/rules/<id>.md, one message file
// audit/data/rules/<id>.json, one table of cases tests/audit/<id with _>_test.cpp, and one line in audit/registry.cpp.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "audit/claim_text.h"
#include "normalize/similarity.h"
#include "schema/finding.h"
#include "schema/notice_corpus.h"
#include "schema/programme.h"

namespace gongshi::audit {

/// Everything a rule may look at. All references outlive the call.
struct RuleInput {
  const Programme& programme;
  const Standard& standard;  ///< The programme's.
  const Tier* tier =
      nullptr;  ///< The notice's tier and edition; nullptr when the tier is unknown: rules that need it report nothing.
  const Notice& notice;
  const std::map<int, EvidenceGrade>& evidence;  ///< By row no.
  const NoticeCorpus* corpus = nullptr;          ///< The other notices; nullptr when there are none.
  const normalize::StandardText& standard_text;  ///< The standard prepared for comparison with claims.
  const std::vector<ClaimText>& claims;          ///< One per row, in the order of notice.rows.

  /// The standard's indicator of a row, or nullptr if the row matches none.
  [[nodiscard]] const Indicator* indicator(const IndicatorRecord& row) const {
    return tier != nullptr && row.indicator ? tier->find(*row.indicator) : nullptr;
  }
};

/// A rule: pure, no state, no input or output. Findings need `severity` only where it differs from the rule's; the
/// runner fills in rule, version, standard, default severity and id, and puts back findings on uncertain figures to
/// inconclusive.
struct Rule {
  std::string_view id;
  int version = 1;
  Severity severity = Severity::kWarning;
  bool figures = false;  ///< Rests on figures: held back as inconclusive where a figure of the cell is uncertain.
  std::vector<Finding> (*check)(const RuleInput& input) = nullptr;
  bool beside_others = false;  ///< Looks at other notices, and at neither `claims` nor `evidence` of its input.
};

}  // namespace gongshi::audit
