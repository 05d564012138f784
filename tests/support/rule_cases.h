// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of cases for rules: each case sets claims in an otherwise unsuspicious notice and says where the rule fires.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "tests/support/records.h"

namespace gongshi::test {

/// Rows (empty: the notice as a whole) on which `rule` reports, of any verdict.
std::multiset<std::optional<int>> rows_with(const Notice& notice, const std::string& rule,
                                            const NoticeCorpus* corpus = nullptr);

/// The rule's findings.
std::vector<Finding> findings_of(const Notice& notice, const std::string& rule, const NoticeCorpus* corpus = nullptr);

/// One claim in one row of a tier, and whether the rule fires there.
struct ClaimCase {
  std::string name;
  std::string tier;
  std::string indicator;  ///< Its name in the standard.
  std::string claim;
  bool fires;
};

/// Checks each case with Catch2's CHECK: the rule reports on the row exactly where `fires`.
void check_cases(const std::string& rule, const std::vector<ClaimCase>& cases);

}  // namespace gongshi::test
