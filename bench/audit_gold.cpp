// SPDX-License-Identifier: GPL-3.0-or-later
// Audits notices that stand as JSON (the records of `gongshi extract`, or hand-made ones) without reading documents:
//   audit_gold NOTICE.json… > findings.json
// so that the rules can be measured apart from extraction. bench/README.md has the commands.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>

#include "audit/auditor.h"
#include "tests/support/records.h"

namespace {

using nlohmann::json;

json findings_json(const gongshi::Notice& notice, const gongshi::AuditedNotice& audited) {
  json evidence = json::object();
  for (const auto& [no, grade] : audited.evidence) evidence[std::to_string(no)] = to_string(grade);
  json findings = json::array();
  for (const gongshi::Finding& finding : audited.findings)
    findings.push_back({{"rule", finding.rule},
                        {"severity", to_string(finding.severity)},
                        {"verdict", to_string(finding.verdict)},
                        {"no", finding.no ? json(*finding.no) : json()},
                        {"clause", finding.clause ? json(*finding.clause) : json()},
                        {"message", finding.message},
                        {"quote", finding.quote},
                        {"stated", finding.stated},
                        {"expected", finding.expected},
                        {"calculation", finding.calculation}});
  return {{"community", notice.community}, {"tier", notice.tier}, {"evidence", evidence}, {"findings", findings}};
}

}  // namespace

int main(int argc, char** argv) {
  json notices = json::array();
  try {
    for (int i = 1; i < argc; ++i) {
      const gongshi::Notice notice = gongshi::test::load_notice(argv[i]);
      notices.push_back(findings_json(notice, gongshi::audit::audit_notice(notice, gongshi::test::programme())));
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 3;
  }
  fmt::print("{}\n", json{{"format", "gongshi.findings/1"}, {"notices", notices}}.dump());
  return 0;
}
