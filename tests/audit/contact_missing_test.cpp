// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

TEST_CASE("contact-missing asks for a unit and a telephone") {
  struct Case {
    std::string name, footer;
    std::optional<Severity> severity;
  };
  for (const Case& each : std::vector<Case>{
           {"nothing", "", Severity::kWarning},
           {"no telephone", "联系单位：某市大数据局\n联系人：某某", Severity::kWarning},
           {"no unit", "联系电话：0536-1234567", Severity::kWarning},
           {"no area code", "联系单位：某市大数据局\n联系电话：1234567", Severity::kInfo},
           {"complete", "联系单位：某市大数据局\n联 系 人：某某\n联系电话：0536-1234567", std::nullopt},
           {"unit in the sentence", "如有异议，请在公示期内向某市大数据局反馈。联系电话：0536－1234567", std::nullopt},
           {"unit behind the verb", "如有异议，请在公示期内以书面形式反馈至某市大数据局。\n电话：0536-1234567",
            std::nullopt},
           {"unit in parentheses", "监督电话：0536-1234567（某市大数据局）", std::nullopt},
           {"hotline", "受理单位：某市大数据局，电话：12345", std::nullopt},
           {"unit in front of the number", "意见反馈：望泽县大数据中心 0599-1234567", std::nullopt},
           {"unit behind the number", "监督电话：0599-1234567，望泽县大数据中心", std::nullopt},
           {"unit behind another verb", "异议请致电望泽县大数据局，0599-1234567。", std::nullopt},
           {"objections are taken by", "受理异议：望泽县大数据局 0599-1234567", std::nullopt},
           {"call and tell", "可拨打0599-1234567向望泽县大数据局提出。", std::nullopt},
           {"name and number alone", "望泽县大数据局  0599-1234567", std::nullopt},
           {"turn to", "有不同意见的，请联系望泽县大数据中心（0599-1234567）。", std::nullopt},
           {"no unit beside the number", "监督电话：0599-1234567，工作日接听", Severity::kWarning},
           {"dates are no telephones", "公示期：2024年11月6日至2024年11月10日。联系单位：某市大数据局",
            Severity::kWarning},
       }) {
    Notice notice = test::make_notice("基础型", "青杨社区");
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::programme());
    const auto findings = test::findings_of(notice, "contact-missing");
    INFO(each.name);
    CHECK(findings.empty() == !each.severity.has_value());
    if (!findings.empty() && each.severity) CHECK(findings[0].severity == *each.severity);
  }
}

TEST_CASE("nothing is said to be missing from a file that was read in part") {
  Notice notice = test::make_notice("基础型", "青杨社区");
  notice.footer.utf8.clear();
  normalize::parse_facts(notice, test::programme());
  CHECK(test::findings_of(notice, "contact-missing").size() == 1);
  CHECK(test::findings_of(notice, "period-missing").size() == 1);
  notice.problems.push_back({"page-unclear", "Page 3 cannot be read.", 3});
  CHECK(test::findings_of(notice, "contact-missing").empty());
  CHECK(test::findings_of(notice, "period-missing").empty());
}
