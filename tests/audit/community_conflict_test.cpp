// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "tests/support/rule_cases.h"

using namespace gongshi;

namespace {

class Others : public NoticeCorpus {
 public:
  std::vector<NoticeReference> rows_like(const Notice&, int) const override { return {}; }
  std::vector<NoticeReference> notices_like(const Notice&) const override { return {}; }
  std::vector<std::string> communities() const override { return {"云溪社区", "青杨社区"}; }
};

Notice own() {
  Notice notice = test::make_notice("成长型", "青杨社区");
  notice.preamble.utf8 =
      "经青杨社区申请，滕州市大数据中心于2023年10月30日-"
      "11月3日组织开展验收工作，经工作组成员一致认定，青杨社区已满足建设要求。";
  notice.footer.utf8 = "如有异议，请在公示期内向枣庄市大数据局反馈。";
  normalize::parse_facts(notice, test::programme());
  return notice;
}

}  // namespace

TEST_CASE("community-conflict fires on another community's figures") {
  Notice notice = own();
  CHECK(test::findings_of(notice, "community-conflict").empty());
  test::set_claim(notice, 1, "云溪社区总户数3000户，具备千兆光纤接入能力家庭3000户，覆盖率为100%");
  CHECK(test::rows_with(notice, "community-conflict").count(1) == 1);
  test::set_claim(notice, 1, "青杨社区总户数3000户，具备千兆光纤接入能力家庭3000户，覆盖率为100%");
  CHECK(test::findings_of(notice, "community-conflict").empty());
}

TEST_CASE("community-conflict knows the other notices of a run") {
  Notice notice = own();
  const Others others;
  test::set_claim(notice, 9, "云溪社区服务中心可为居民提供一站式政务服务");
  CHECK(test::rows_with(notice, "community-conflict", &others).count(9) == 1);
  test::set_claim(notice, 9, "青杨社区服务中心可为居民提供一站式政务服务，打造和谐社区");
  CHECK(test::rows_with(notice, "community-conflict", &others).empty());
}

TEST_CASE("community-conflict finds the run's other communities anywhere in a claim") {
  Notice notice = own();
  const Others others;
  for (const char* claim :
       {"1.云溪社区已建成综合信息平台，汇聚信息", "云溪社区平台汇聚信息", "依托云溪社区综合信息平台",
        "使用云溪社区的综合信息平台", "达标。\n云溪社区平台汇聚信息", "依托 云 溪 社 区 平台"}) {
    INFO(claim);
    test::set_claim(notice, 8, claim);
    CHECK(test::rows_with(notice, "community-conflict", &others) == std::multiset<std::optional<int>>{8});
  }
  for (const char* claim : {"与云溪社区共建共享体育场地", "覆盖青杨社区、云溪社区等", "联合云溪社区举办活动",
                            "青杨社区平台汇聚信息", "相邻的云溪社区居民也可使用"}) {
    INFO(claim);
    test::set_claim(notice, 8, claim);
    CHECK(test::findings_of(notice, "community-conflict", &others).empty());
  }
}

TEST_CASE("community-conflict reads the footer's offices and area codes") {
  struct Case {
    std::string footer;
    std::size_t findings;
  };
  for (const Case& each : std::vector<Case>{
           {"请在公示期内向枣庄市大数据局反馈。电话：0632-1234567", 0},
           {"请在公示期内向滕州市大数据中心反馈。电话：0632-1234567", 0},
           {"请在公示期内向济宁市大数据局反馈。电话：0632-1234567", 1},
           {"请在公示期内向薛城区大数据局反馈。电话：0632-1234567", 1},
           {"请在公示期内向滕州市大数据中心反馈。地址：枣庄市薛城区光明路1号", 0},
           {"请在公示期内向枣庄市大数据局反馈。电话：0537-1234567", 1},
           {"请在公示期内向枣庄市大数据局反馈。电话：12345", 0},
           {"请在公示期内向枣庄市大数据局反馈。电话：13800000000", 0},
       }) {
    Notice notice = own();
    notice.footer.utf8 = each.footer;
    normalize::parse_facts(notice, test::programme());
    INFO(each.footer);
    const auto findings = test::findings_of(notice, "community-conflict");
    CHECK(findings.size() == each.findings);
    for (const Finding& finding : findings) CHECK(finding.message.find("表前文字") != std::string::npos);
  }
}

TEST_CASE("community-conflict leaves the notice's own superior units alone") {
  Notice notice = own();
  test::set_claim(notice, 8, "依托枣庄市智慧社区综合信息平台和滕州市大数据中心实现信息汇聚");
  CHECK(test::findings_of(notice, "community-conflict").empty());
  test::set_claim(notice, 8, "依托青州市智慧社区综合信息平台实现信息汇聚");
  CHECK(test::rows_with(notice, "community-conflict").count(8) == 1);
}

TEST_CASE("community-conflict compares title and preamble") {
  Notice notice = own();
  notice.title.utf8 = "云溪社区建设验收结果公示";
  normalize::parse_facts(notice, test::programme());
  CHECK(test::rows_with(notice, "community-conflict").count(std::nullopt) == 1);
  notice.title.utf8 = "智慧社区建设验收结果公示";
  normalize::parse_facts(notice, test::programme());
  CHECK(test::findings_of(notice, "community-conflict").empty());
}
