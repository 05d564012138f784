// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

struct NumberCase {
  std::string name, preamble;
  bool fires;
  Verdict verdict = Verdict::kViolation;
};

}  // namespace

TEST_CASE("document-number fires on a number that is nearly the programme's") {
  const std::string title = "根据《关于加快推进智慧社区建设工作的实施意见》";
  for (const NumberCase& each : std::vector<NumberCase>{
           {"the programme's", title + "（鲁数发〔2022〕16号），柳岸社区申请。", false},
           {"other brackets", title + "(鲁数发[2022]16号)，柳岸社区申请。", false},
           {"blanks", title + "（鲁数发 〔 2022 〕 16 号），柳岸社区申请。", false},
           {"a letter and the serial", title + "（鲁数法〔2022〕61号），柳岸社区申请。", true},
           {"the year", title + "（鲁数发〔2023〕16号），柳岸社区申请。", true},
           {"without a title", "根据鲁数法〔2022〕16号文件要求，柳岸社区申请。", true, Verdict::kInconclusive},
           {"another document", "根据《望泽县智慧社区三年行动方案》（鲁数发〔2022〕18号），柳岸社区申请。", false},
           {"another office's", "根据望政办发〔2023〕5号文件要求，柳岸社区申请。", false},
       }) {
    Notice notice = test::make_notice("成长型", "柳岸社区");
    notice.preamble.utf8 = each.preamble;
    normalize::parse_facts(notice, test::programme());
    const auto findings = test::findings_of(notice, "document-number");
    INFO(each.name);
    REQUIRE(findings.size() == (each.fires ? 1 : 0));
    if (each.fires) CHECK(findings[0].verdict == each.verdict);
    if (each.fires) CHECK(findings[0].expected == "鲁数发〔2022〕16号");
  }
}
