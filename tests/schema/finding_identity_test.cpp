// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/finding_identity.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/support/records.h"

using namespace gongshi;

namespace {

constexpr CommunityPlace kPlace{"云州市", "望泽县", "龙泉街道"};

Finding finding_on(int no) {
  Finding finding;
  finding.rule = "ratio-mismatch";
  finding.standard = "shandong-2022@1 成长型";
  finding.no = no;
  finding.metric = "覆盖率";
  finding.stated = "80.5%";
  finding.about = figures_of("80.5%");
  finding.quote = "覆盖率80.5%，1203户";
  return finding;
}

std::string id_of(Finding finding, const Notice& notice, const CommunityPlace& place = kPlace) {
  std::vector<Finding> one = {std::move(finding)};
  identify(one, notice, place);
  return one.front().id;
}

}  // namespace

TEST_CASE("a finding is called by whose notice it is") {
  const Notice notice = test::make_notice("成长型", "柳岸社区");
  const std::string id = id_of(finding_on(3), notice);
  std::set<std::string> ids = {id};
  for (const CommunityPlace& place :
       {CommunityPlace{"乙州市", "望泽县", "龙泉街道"}, CommunityPlace{"云州市", "清河县", "龙泉街道"},
        CommunityPlace{"云州市", "望泽县", "凤山街道"}})
    ids.insert(id_of(finding_on(3), notice, place));
  Notice other_tier = notice;
  other_tier.tier = "基础型";
  ids.insert(id_of(finding_on(3), other_tier));
  Finding other_programme = finding_on(3);
  other_programme.standard = "yunzhou-2024@1 成长型";
  ids.insert(id_of(other_programme, notice));
  ids.insert(id_of(finding_on(3), test::make_notice("成长型", "青禾里社区")));
  CHECK(ids.size() == 7);
  // A leading 智慧 and white space make no other community, another version of the standard no other programme.
  Notice smart = notice;
  smart.community = "智慧柳岸 社区";
  CHECK(id_of(finding_on(3), smart) == id);
  Finding later = finding_on(3);
  later.standard = "shandong-2022@2 成长型 b";
  CHECK(id_of(later, notice) == id);
}

TEST_CASE("a finding is called by what it is about, not by its words") {
  const Notice notice = test::make_notice("成长型", "柳岸社区");
  const std::string id = id_of(finding_on(3), notice);
  Finding reworded = finding_on(3);
  reworded.quote = "80.5%";
  reworded.message = "另一种说法";
  reworded.severity = Severity::kInfo;
  reworded.verdict = Verdict::kInconclusive;
  CHECK(id_of(reworded, notice) == id);
  // A row that was missed before shifts the numbers of the rows, not their indicators.
  Notice shifted = notice;
  for (IndicatorRecord& row : shifted.rows) ++row.no;
  CHECK(id_of(finding_on(4), shifted) == id);

  std::set<std::string> ids = {id, id_of(finding_on(4), notice)};
  for (const auto change : {+[](Finding& f) { f.clause = 2; }, +[](Finding& f) { f.metric = "安装率"; },
                            +[](Finding& f) { f.about = figures_of("81%"); }, +[](Finding& f) { f.no.reset(); },
                            +[](Finding& f) { f.rule = "ratio-over-100"; }}) {
    Finding changed = finding_on(3);
    change(changed);
    ids.insert(id_of(changed, notice));
  }
  CHECK(ids.size() == 7);
}

TEST_CASE("findings on one subject are numbered, and those of one rule make a group") {
  const Notice notice = test::make_notice("成长型", "柳岸社区");
  std::vector<Finding> findings = {finding_on(3), finding_on(3), finding_on(5)};
  identify(findings, notice, kPlace);
  CHECK(findings[1].id == findings[0].id + "-2");
  CHECK(group_of(findings[0]) == group_of(findings[2]));
  CHECK(group_of(findings[0]).ends_with(".ratio-mismatch"));
  CHECK(subject_of(findings[1].id) == std::string(subject_of(findings[0].id)) + "-2");
  CHECK(group_of("410ccd3341d64600", "ratio-mismatch").empty());
  CHECK(subject_of("410ccd3341d64600-2").empty());
}

TEST_CASE("figures are what a reader and a writer agree on") {
  CHECK(figures_of("≥80.50%") == "80.5 ");
  CHECK(figures_of("1203 ÷ 1620 = 74.26%") == "1203 1620 74.26 ");
  CHECK(figures_of("约300余户") == "300 ");
  CHECK(figures_of("007、100.00、0.5、3.") == "7 100 0.5 3 ");
  CHECK(figures_of("三级").empty());
}

TEST_CASE("the name of an earlier version is still known") {
  Notice notice = test::make_notice("成长型", "柳岸社区");
  notice.county = "望泽县";
  Finding finding = finding_on(3);
  const std::string earlier = earlier_id(notice, finding);
  CHECK(earlier.size() == 16);
  finding.quote = "覆盖率 80.5%，\n1203户";
  CHECK(earlier_id(notice, finding) == earlier);
  finding.quote = "覆盖率80.5%";
  CHECK(earlier_id(notice, finding) != earlier);
}
