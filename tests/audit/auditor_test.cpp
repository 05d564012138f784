// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/auditor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "audit/configuration.h"
#include "audit/registry.h"
#include "schema/standard_writer.h"
#include "tests/support/program.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

/// A notice with findings of several rules and severities.
Notice suspicious() {
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "社区家庭总数1620户，具备千兆接入能力的家庭数1203户，家庭千兆光纤网络覆盖率为80.5%");
  test::set_claim(notice, 3, "广播电视覆盖率达到100%以上");
  test::set_claim(notice, 4, "");
  return notice;
}

std::vector<std::string> ids(const AuditedNotice& audited) {
  std::vector<std::string> all;
  for (const Finding& finding : audited.findings) all.push_back(finding.id);
  return all;
}

AuditedNotice audit_with(const std::string& configuration) {
  const auto config = audit::parse_config(configuration);
  if (!config) FAIL(config.error().message);
  return audit::audit_notice(suspicious(), test::programme(), nullptr, *config);
}

const Finding* find(const AuditedNotice& audited, std::string_view rule) {
  for (const Finding& finding : audited.findings)
    if (finding.rule == rule) return &finding;
  return nullptr;
}

}  // namespace

TEST_CASE("a finding says which version of rule and standard it comes from") {
  const Standard& standard = test::standard();
  const AuditedNotice audited = audit::audit_notice(suspicious(), test::programme());
  REQUIRE(audited.findings.size() > 4);
  for (const Finding& finding : audited.findings) {
    const audit::Rule* rule = audit::find_rule(finding.rule);
    REQUIRE(rule != nullptr);
    CHECK(finding.rule_version == rule->version);
    CHECK(finding.standard == standard.id + "@" + standard.version + " 成长型");
  }
  Notice highest = test::make_notice("标杆型", "青杨社区");
  highest.edition = "b";
  CHECK(audit::audit_notice(highest, test::programme()).findings.front().standard.ends_with(" 标杆型 b"));
}

TEST_CASE("ids of findings survive runs, order of rows and white space, and are one each") {
  const std::vector<std::string> first = ids(audit::audit_notice(suspicious(), test::programme()));
  CHECK(first == ids(audit::audit_notice(suspicious(), test::programme())));
  CHECK(std::set<std::string>(first.begin(), first.end()).size() == first.size());

  Notice turned = suspicious();
  std::reverse(turned.rows.begin(), turned.rows.end());
  const std::vector<std::string> second = ids(audit::audit_notice(turned, test::programme()));
  CHECK(std::set<std::string>(first.begin(), first.end()) == std::set<std::string>(second.begin(), second.end()));

  Notice spaced = suspicious();
  test::set_claim(spaced, 3, "广播电视覆盖率 达到 100% 以上");
  CHECK(find(audit::audit_notice(spaced, test::programme()), "ratio-over-100")->id ==
        find(audit::audit_notice(suspicious(), test::programme()), "ratio-over-100")->id);
}

TEST_CASE("an id changes with what it stands for, and with nothing else") {
  const AuditedNotice before = audit::audit_notice(suspicious(), test::programme());
  Notice changed = suspicious();
  test::set_claim(changed, 4, "关键位置摄像机120台，覆盖率40%");
  const AuditedNotice after = audit::audit_notice(changed, test::programme());
  CHECK(find(before, "ratio-mismatch")->id == find(after, "ratio-mismatch")->id);
  changed.community = "柳园社区";
  CHECK(find(before, "ratio-mismatch")->id !=
        find(audit::audit_notice(changed, test::programme()), "ratio-mismatch")->id);
}

TEST_CASE("a configuration switches rules off and gives other severities") {
  const AuditedNotice plain = audit_with("{}");
  CHECK(find(plain, "ratio-mismatch")->severity == Severity::kError);
  CHECK(find(plain, "bare-assertion")->severity == Severity::kWarning);
  const AuditedNotice other =
      audit_with(R"({"rules": {"ratio-mismatch": {"severity": "info"}, "bare-assertion": {"severity": "error"},
                               "claim-empty": {"enabled": false}}})");
  CHECK(find(other, "ratio-mismatch")->severity == Severity::kInfo);
  CHECK(find(other, "bare-assertion")->severity == Severity::kError);
  CHECK(find(other, "claim-empty") == nullptr);
  CHECK(find(plain, "claim-empty") != nullptr);
  // What a severity says changes neither verdict nor id.
  CHECK(find(other, "ratio-mismatch")->id == find(plain, "ratio-mismatch")->id);
}

TEST_CASE("findings go by row, those on the whole notice last, then by rule") {
  const std::vector<Finding> findings = audit::audit_notice(suspicious(), test::programme()).findings;
  CHECK(std::is_sorted(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const int row_a = a.no.value_or(1000), row_b = b.no.value_or(1000);
    return row_a != row_b ? row_a < row_b : a.rule < b.rule;
  }));
}

TEST_CASE("a standard that is changed is judged by its new text") {
  Standard changed = test::standard();
  for (Tier& tier : changed.tiers)
    if (tier.name == "成长型") tier.indicators[0].clauses[0].value = Decimal(60);
  const test::TemporaryFolder folder;
  const std::string path = folder.path() + "/changed.json";
  std::ofstream(path) << write_standard(changed);
  const auto programme = load_programme(path);
  REQUIRE(programme.has_value());
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, "社区家庭总数1000户，具备千兆接入能力的家庭数700户，家庭千兆光纤网络覆盖率70%");
  CHECK(find(audit::audit_notice(notice, test::programme()), "counts-below-threshold") != nullptr);
  CHECK(find(audit::audit_notice(notice, **programme), "counts-below-threshold") == nullptr);
}

TEST_CASE("what one rule says of one row is told so often as a person reads it, with the number of the rest") {
  const auto audited = [](int times) {
    std::string claim;
    for (int i = 0; i < times; ++i) claim += "覆盖户数÷总户数=100/200=50%，";
    Notice notice = test::make_notice("成长型", "青杨社区");
    test::set_claim(notice, 1, claim);
    return audit::audit_notice(notice, test::programme());
  };
  const auto size = [](const AuditedNotice& notice) {
    std::size_t bytes = 0;
    for (const Finding& finding : notice.findings) {
      for (const std::string* text : {&finding.message, &finding.stated, &finding.expected, &finding.calculation,
                                      &finding.quote, &finding.requirement})
        bytes += text->size();
      bytes += finding.places.size() * sizeof(Place);
    }
    return bytes;
  };
  const AuditedNotice some = audited(100), more = audited(400);
  CHECK(more.findings.size() == some.findings.size());
  CHECK(size(more) < size(some) * 11 / 10);
  CHECK(std::any_of(more.findings.begin(), more.findings.end(), [](const Finding& finding) {
    return finding.no == 1 && finding.message.find("未逐一列出") != std::string::npos;
  }));
  Notice notice = test::make_notice("成长型", "青杨社区");
  std::string claim;
  for (int i = 0; i < 400; ++i) claim += "覆盖户数÷总户数=100/200=50%，";
  test::set_claim(notice, 1, claim);
  for (const Finding& finding : more.findings)
    if (finding.no == 1 && !finding.quote.empty() && finding.rule != "standard-misquoted")
      CHECK(claim.find(finding.quote) != std::string::npos);
}
