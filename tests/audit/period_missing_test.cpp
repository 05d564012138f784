// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("period-missing asks for a period with dates") {
  struct Case {
    std::string name, footer;
    std::optional<Severity> severity;
  };
  for (const Case& each : std::vector<Case>{
           {"none", "", Severity::kWarning},
           {"words without a period", "如有异议，请在公示期内反馈。", Severity::kWarning},
           {"days only", "公示期5个工作日。", Severity::kWarning},
           {"end only", "公示截止时间：公示期至2024年11月12日止。", Severity::kInfo},
           {"dates", "公示期5天（自11月6日始-11月10日止）。", std::nullopt},
           {"digits that lost their signs", "公示期5天（自20241104日至20241108日）。", Severity::kWarning},
           {"a form that was not filled", "公示期自年月日至年月日。", Severity::kWarning},
           {"dots", "公示：2024.11.04—2024.11.08。", std::nullopt},
           {"behind 公示期内", "请在公示期内（2024年11月4日至8日）反馈。", std::nullopt},
           {"begin and days", "公示期自11月6日起，为期5天。", std::nullopt},
       }) {
    Notice notice = test::make_notice("基础型", "青杨社区");
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::programme());
    const auto findings = test::findings_of(notice, "period-missing");
    INFO(each.name);
    CHECK(findings.empty() == !each.severity.has_value());
    if (!findings.empty() && each.severity) CHECK(findings[0].severity == *each.severity);
  }
}

TEST_CASE("period-missing says where dates stand that cannot be read") {
  for (const char* footer : {"公示期5天（自20241104日至20241108日）。", "公示期自年月日至年月日。"}) {
    Notice notice = test::make_notice("基础型", "青杨社区");
    notice.footer.utf8 = footer;
    normalize::parse_facts(notice, test::programme());
    const auto findings = test::findings_of(notice, "period-missing");
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message.find("无法辨读") != std::string::npos);
  }
}
