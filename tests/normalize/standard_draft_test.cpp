// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/draft/standard_draft.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "schema/standard_diff.h"
#include "schema/standard_writer.h"
#include "tests/support/documents.h"
#include "tests/support/records.h"

using namespace gongshi;

namespace {

normalize::StandardDraft draft(std::vector<Block> blocks) {
  auto drafted = normalize::draft_standard({test::document(std::move(blocks))}, test::programme());
  if (!drafted) FAIL(drafted.error().message);
  return *drafted;
}

// The standard's own annex: no column of claims.
test::Rows annex(const std::string& tier) {
  test::Rows rows = test::whole_table(tier);
  for (auto& row : rows) row.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("a draft of the known standard's annex is the known tier, with its vocabulary") {
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（成长型）"), test::table(annex("成长型"))});
  REQUIRE(drafted.standard.tiers.size() == 1);
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.name == "成长型");
  CHECK(compare_tiers(*test::standard().find("成长型"), tier).empty());
  CHECK_FALSE(tier.find(1)->clauses.at(0).metric_terms.empty());
}

TEST_CASE("a changed threshold is taken from the document, a new clause from its words") {
  test::Rows rows = annex("基础型");
  rows[1][4] = "家庭千兆光纤网络覆盖率达到75%";
  rows[20][4] = "每年开展3次智慧社区讲堂";
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（基础型）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.find(1)->clauses.at(0).value == Decimal(75));
  CHECK(tier.find(1)->clauses.at(0).numerator == "具备千兆接入能力的家庭数");
  CHECK(tier.find(20)->clauses.at(0).kind == ClauseKind::kFrequency);
  CHECK(tier.find(20)->clauses.at(0).value == Decimal(3));
  CHECK(drafted.remarks.size() >= 2);
  CHECK(parse_standard(write_standard(drafted.standard), "draft").has_value());
}

TEST_CASE("what a notice's table lacks is taken from the known indicator, with a remark") {
  test::Rows rows = annex("成长型");
  rows[5][0].clear();
  rows[5][3].clear();
  const auto drafted = draft({test::paragraph("山东省智慧社区建设指标（成长型）"), test::table(rows)});
  const Tier& tier = drafted.standard.tiers.front();
  CHECK(tier.find(5)->definition == test::standard().find("成长型")->find(5)->definition);
  CHECK(std::any_of(drafted.remarks.begin(), drafted.remarks.end(), [](const std::string& remark) {
    return remark.find("has no definition; that of 成长型/5 was taken") != std::string::npos;
  }));
  CHECK(parse_standard(write_standard(drafted.standard), "draft").has_value());
}

TEST_CASE("a document without indicators gives no draft") {
  const auto drafted = normalize::draft_standard({test::document({test::paragraph("通知")})}, test::programme());
  REQUIRE_FALSE(drafted.has_value());
  CHECK(drafted.error().code == "draft-no-table");
}
