// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace gongshi;
using nlohmann::json;

namespace {

RecordCell cell(const std::string& text, double confidence = 1) {
  RecordCell made;
  made.text.utf8 = text;
  made.confidence = confidence;
  Place place;
  place.page = 3;
  place.box = {10.5, 20.25, 110.75, 40};
  made.places = {place};
  return made;
}

NoticeFile sample() {
  NoticeFile file;
  file.source = {"a.zip", "b/c.pdf", "00ff", "scan", 12345, 4};
  Page page;
  page.number = 1;
  page.width = 595.28;
  page.height = 841.89;
  page.text_source = "ocr";
  page.engine = "engine 1";
  page.dpi = 200;
  file.pages = {page};
  Notice notice;
  notice.title.utf8 = "云杉社区建设验收结果公示";
  notice.preamble.utf8 = "根据";
  notice.table_title.utf8 = "基础型智慧社区";
  notice.footer.utf8 = "公示期5天";
  notice.community = "云杉社区";
  notice.tier = "基础型";
  notice.edition = "a";
  notice.tiers_named = {"基础型"};
  notice.city = "某市";
  notice.header = {"序号", "完成情况"};
  IndicatorRecord row;
  row.category = "基础设施";
  row.no = 7;
  row.no_printed = false;
  row.indicator = 8;
  row.match = 0.875;
  row.name = cell("名");
  row.definition = cell("释");
  row.requirement = cell("求");
  row.claim = cell("达标\n80%", 0.5);
  row.claim.uncertain = true;
  row.claim.suggested = "建议";
  notice.rows = {row};
  PublicityPeriod period;
  period.stated_days = 5;
  period.working_days = true;
  period.begin = Date{2024, 11, 7};
  period.end = Date{0, 11, 31};
  notice.period = period;
  notice.contact = {"某局", {"张某"}, {"5550101"}};
  file.notices = {notice};
  file.problems = {{"page-damaged", "Page 2 could not be read.", 2}};
  return file;
}

}  // namespace

TEST_CASE("a file of notices survives the way to JSON and back") {
  const json written = to_json(sample());
  const auto read = notice_file_from_json(written);
  if (!read) FAIL(read.error().message);
  CHECK(to_json(*read) == written);
  REQUIRE(read->notices.size() == 1);
  const IndicatorRecord& row = read->notices[0].rows.at(0);
  CHECK(row.no == 7);
  CHECK_FALSE(row.no_printed);
  CHECK(row.number.empty());
  CHECK(row.indicator == 8);
  CHECK(row.claim.uncertain);
  CHECK(row.claim.suggested == "建议");
  CHECK(row.claim.places.at(0).box == Box{10.5, 20.25, 110.75, 40});
  CHECK(read->notices[0].period->end == Date{0, 11, 31});
  CHECK(read->notices[0].contact.telephones == std::vector<std::string>{"5550101"});
  CHECK(read->source.member == "b/c.pdf");
  CHECK(read->problems.at(0).page == 2);
}

TEST_CASE("the contract's members are there") {
  const json written = to_json(sample());
  CHECK(written["format"] == "gongshi.notices/1");
  for (const char* key : {"path", "sha256", "kind", "pages"}) CHECK(written["source"].contains(key));
  const json& notice = written["notices"][0];
  for (const char* key : {"title", "preamble", "table_title", "community", "tier", "footer", "header", "rows"})
    CHECK(notice.contains(key));
  const json& row = notice["rows"][0];
  for (const char* key : {"category", "no", "no_printed", "name", "definition", "requirement", "claim", "confidence",
                          "place", "places", "cells", "indicator"})
    CHECK(row.contains(key));
  CHECK(row["place"]["page"] == 3);
  CHECK(row["place"]["box"].size() == 4);
  for (const char* key : {"confidence", "uncertain", "suggested", "from_standard", "places"})
    CHECK(row["cells"]["claim"].contains(key));
}

TEST_CASE("places of flow formats have no page") {
  Place place;
  place.table = 1;
  place.row = 2;
  place.cell = 3;
  const json written = to_json(place);
  CHECK(written["page"].is_null());
  CHECK(written["table"] == 1);
  CHECK(written["paragraph"].is_null());
}

TEST_CASE("a finding survives the way to JSON and back") {
  Finding finding;
  finding.rule = "ratio-mismatch";
  finding.rule_version = 2;
  finding.standard = "shandong-2022@1 成长型";
  finding.severity = Severity::kError;
  finding.verdict = Verdict::kInconclusive;
  finding.no = 8;
  finding.clause = 2;
  finding.metric = "覆盖率";
  finding.message = "所写比例与数量不符";
  finding.stated = "80.5%";
  finding.expected = "74.26%";
  finding.calculation = "1203 ÷ 1620";
  finding.quote = "1203户";
  finding.places = cell("").places;
  finding.others = {{"b.docx", 1, "红柳社区", 3, 0.9, "引文"}};
  finding.id = "abc";
  const json written = to_json(finding);
  CHECK(written["severity"] == "error");
  CHECK(written["place"]["page"] == 3);
  const auto read = finding_from_json(written);
  if (!read) FAIL(read.error().message);
  CHECK(to_json(*read) == written);
  CHECK(read->others.at(0).no == 3);
}

TEST_CASE("findings and evidence stand in their notice") {
  AuditedNotice audited;
  audited.evidence = {{1, EvidenceGrade::kCounted}, {2, EvidenceGrade::kBare}};
  audited.findings.resize(1);
  audited.findings[0].rule = "period-missing";
  const json written = to_json(sample(), {audited});
  CHECK(written["format"] == "gongshi.findings/1");
  CHECK(written["notices"][0]["evidence"]["2"] == "bare");
  CHECK(written["notices"][0]["findings"][0]["no"].is_null());
  CHECK(to_json(sample(), {})["notices"][0]["findings"].empty());
}

TEST_CASE("what is no notice is refused with the member's name") {
  CHECK(notice_from_json(json::array()).error().code == "json-invalid");
  CHECK(notice_from_json({{"title", 5}}).error().message.find("title") != std::string::npos);
  CHECK(notice_from_json({{"rows", 5}}).error().message.find("rows") != std::string::npos);
  CHECK(notice_from_json({{"rows", {{{"no", 1e300}}}}}).error().message.find("no") != std::string::npos);
  CHECK(finding_from_json({{"rule", "x"}, {"severity", "awful"}}).error().code == "json-invalid");
  CHECK(notice_from_json({{"rows", {{{"no", 1}, {"claim", "达标"}}}}})->rows.at(0).claim.str() == "达标");
}
