// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

struct PracticeCase {
  std::string name, accepted, footer;
  std::size_t findings;
};

}  // namespace

TEST_CASE("publicity-practice points at what is unusual") {
  for (const PracticeCase& each : std::vector<PracticeCase>{
           {"as usual", "2024年10月21日至22日", "公示期5天（自2024年10月24日至10月28日）。", 0},
           {"accepted on a holiday", "2024年10月2日", "公示期5天（自2024年10月24日至10月28日）。", 1},
           {"accepted on a week end", "2024年10月26日", "公示期5天（自2024年11月4日至11月8日）。", 0},
           {"accepted on a make-up day", "2024年10月12日", "公示期5天（自2024年10月24日至10月28日）。", 0},
           {"three days", "2024年10月21日", "公示期3天（自2024年10月24日至10月26日）。", 1},
           {"days off only", "2024年9月21日", "公示期7天（自2024年10月1日至10月7日）。", 1},
           {"a week end: too short, and days off only", "2024年10月21日", "公示期2天（自2024年10月26日至10月27日）。",
            2},
           {"identity numbers", "2024年10月21日",
            "公示期5天（自2024年10月24日至10月28日）。\n反映情况须注明姓名、身份证号。", 1},
           {"names", "2024年10月21日", "公示期5天（自2024年10月24日至10月28日）。\n反映情况请署真实姓名和联系方式。",
            0},
           {"a year without a calendar", "2019年10月2日", "公示期5天（自2019年10月24日至10月28日）。", 0},
       }) {
    Notice notice = test::make_notice("成长型", "柳岸社区");
    notice.preamble.utf8 = "望泽县大数据中心于" + each.accepted + "组织开展智慧社区建设验收工作。";
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::programme());
    INFO(each.name);
    const auto findings = test::findings_of(notice, "publicity-practice");
    CHECK(findings.size() == each.findings);
    for (const Finding& finding : findings) CHECK(finding.severity == Severity::kInfo);
  }
}
