// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/rule_cases.h"

#include <catch2/catch.hpp>

namespace gongshi::test {

std::vector<Finding> findings_of(const Notice& notice, const std::string& rule, const NoticeCorpus* corpus) {
  std::vector<Finding> found;
  for (Finding& finding : audit::audit_notice(notice, programme(), corpus).findings)
    if (finding.rule == rule) found.push_back(std::move(finding));
  return found;
}

std::multiset<std::optional<int>> rows_with(const Notice& notice, const std::string& rule, const NoticeCorpus* corpus) {
  std::multiset<std::optional<int>> rows;
  for (const Finding& finding : findings_of(notice, rule, corpus)) rows.insert(finding.no);
  return rows;
}

void check_cases(const std::string& rule, const std::vector<ClaimCase>& cases) {
  for (const ClaimCase& each : cases) {
    Notice notice = make_notice(each.tier, "青杨社区");
    int no = 0;
    for (const Indicator& indicator : standard().find(each.tier)->indicators)
      if (indicator.name == each.indicator) no = indicator.no;
    INFO(each.name << ": " << each.claim);
    REQUIRE(no != 0);
    set_claim(notice, no, each.claim);
    CHECK((rows_with(notice, rule).count(no) > 0) == each.fires);
  }
}

}  // namespace gongshi::test
