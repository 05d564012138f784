// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

struct PeriodCase {
  std::string name, footer;
  bool fires;
  Verdict verdict = Verdict::kViolation;
};

}  // namespace

TEST_CASE("period-mismatch counts the days of the publicity period") {
  for (const PeriodCase& each : std::vector<PeriodCase>{
           {"five days", "公示期5天（自9月26日始—9月30日止）。", false},
           {"36 days", "公示期 5 天（自 11 月 7 日始-12 月 12 日止）。", true},
           {"one day short", "公示期5天（自11月6日始-11月9日止）。", true},
           {"Chinese numeral", "公示期五天（自11月6日至11月10日）。", false},
           {"dates first", "公示时间：2024年11月6日至2024年11月10日（5天）", false},
           {"dotted dates", "公示期：2024.11.06-2024.11.15，共5天", true},
           {"five working days over a week end", "公示期5个工作日（自2024年11月7日至11月13日）。", false},
           {"five working days, a week end counted", "公示期5个工作日（自2024年11月7日至11月11日）。", true},
           {"make-up working days", "公示期5个工作日（2024年9月29日至10月10日）。", false},
           {"national holidays", "公示期7个工作日（2024年9月28日至10月10日）。", true},
           {"seven days that are five working days", "公示期5天（自2024年11月7日至11月13日）。", true,
            Verdict::kInconclusive},
           {"over new year", "公示期5天（自2023年12月30日至1月3日）。", false},
           {"no such day", "公示期5天（自11月27日至11月31日）。", true},
           {"end before begin", "公示期5天（自2024年11月12日至2024年11月8日）。", true},
           {"no dates", "公示期5天。", false},
           {"no period", "如有异议，请在公示期内反馈。", false},
       }) {
    Notice notice = test::make_notice("基础型", "青杨社区");
    notice.preamble.utf8 = "某市大数据中心于2024年9月18日组织开展智慧社区建设验收工作。";
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::standard());
    const auto findings = test::findings_of(notice, "period-mismatch");
    INFO(each.name << ": " << each.footer);
    CHECK(findings.empty() != each.fires);
    if (!findings.empty()) CHECK(findings[0].verdict == each.verdict);
  }
}
