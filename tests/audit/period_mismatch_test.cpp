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
           {"working days one by one", "公示期为5个工作日：2024年10月24日、25日、28日、29日、30日。", false},
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
           {"no noun but 公示", "公示5个工作日（2024年9月27日至10月9日）。", false},
           {"no noun but 公示, over holidays", "公示5个工作日（2024年9月27日至10月8日）。", true},
           {"a colon, no days", "公示：2024.11.04—2024.11.08。", false},
           {"days before the dates", "现公示5天，自2024年11月4日至11月8日。", false},
           {"days between the dates", "自2024年11月4日起公示5天，至11月8日止。", false},
           {"days between the dates, wrong", "自2024年11月4日起公示7天，至8日止。", true},
           {"a cycle", "公示周期：5天，2024年11月4日至11月8日。", false},
           {"short dates", "公示期5天（11.4—11.8）。", false},
           {"short dates, wrong", "公示期7天（11.4-11.8）。", true},
           {"the end without its year", "公示期7天（2024.11.4-11.8）。", true},
           {"dates before the noun", "2024年11月4日至11月8日，公示期限5天。", false},
           {"dates before the noun, wrong", "2024年11月4日至11月7日，公示期限5天。", true},
           {"days one by one", "公示日期：2024年11月4日、5日、6日、7日、8日，共5天。", false},
           {"days one by one, wrong", "公示日期：2024年11月4日、5日、6日、7日、8日，共7天。", true},
           {"days of the week", "公示时间：2024年11月4日（周一）至11月8日（周五），5个工作日。", false},
           {"make-up days behind the dates", "公示时间：2025年1月24日至2月8日（7个工作日）。", false},
           {"without days off", "公示期5天（节假日除外），自2024年9月27日至10月9日。", false},
           {"a week", "公示一周，自2024年11月4日至11月10日。", false},
           {"two lines", "公示期：5个工作日\n公示时间：2024年11月4日至11月8日", false},
           {"two lines, wrong", "公示期：5个工作日\n公示时间：2024年11月4日至11月9日", false},
           {"two lines, one short", "公示期：5个工作日\n公示时间：2024年11月4日至11月7日", true},
           {"a time for answers", "公示期5天（2024年11月4日至11月8日），期满后3个工作日内答复。", false},
           {"inside the period", "请在公示期内（2024年11月4日至11月8日）反馈。", false},
           {"no dates", "公示期5天。", false},
           {"no period", "如有异议，请在公示期内反馈。", false},
       }) {
    Notice notice = test::make_notice("基础型", "青杨社区");
    notice.preamble.utf8 = "某市大数据中心于2024年9月18日组织开展智慧社区建设验收工作。";
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::programme());
    const auto findings = test::findings_of(notice, "period-mismatch");
    INFO(each.name << ": " << each.footer);
    CHECK(findings.empty() != each.fires);
    if (!findings.empty()) CHECK(findings[0].verdict == each.verdict);
  }
}

TEST_CASE("period-mismatch names the working days, holidays and make-up days") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.footer.utf8 = "公示5个工作日（2024年9月27日至10月8日）。";
  normalize::parse_facts(notice, test::programme());
  const auto findings = test::findings_of(notice, "period-mismatch");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.find("4个工作日") != std::string::npos);
  CHECK(findings[0].message.find("9月27日、29日、30日、10月8日") != std::string::npos);
  CHECK(findings[0].message.find("10月1日至7日放假") != std::string::npos);
  CHECK(findings[0].message.find("9月29日为补班日") != std::string::npos);
}
