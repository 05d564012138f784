// SPDX-License-Identifier: GPL-3.0-or-later
// What no person would write is read up to a bound, said so, and costs no more than its length.
#include <catch2/catch.hpp>

#include "normalize/claim/facts.h"
#include "normalize/notice_builder.h"
#include "normalize/table/notice_splitter.h"
#include "schema/utf8.h"
#include "tests/support/documents.h"
#include "tests/support/records.h"

using namespace gongshi;
using test::paragraph;
using test::Rows;
using test::table;
using test::whole_table;

namespace {

NoticeFile build(Rows rows) {
  return normalize::build_notices(test::document({paragraph("智慧社区建设验收结果公示"), table(std::move(rows))}),
                                  test::programme());
}

bool has_problem(const NoticeFile& file, const std::string& code) {
  for (const Problem& problem : file.problems)
    if (problem.code == code) return true;
  return false;
}

/// Bytes that the reading of so many statements of the kind keeps.
std::size_t kept_of(const std::string& statement, int count) {
  std::string claim;
  for (int i = 0; i < count; ++i) claim += statement;
  Notice notice = test::make_notice("成长型", "青杨社区");
  test::set_claim(notice, 1, claim);
  std::size_t bytes = 0;
  for (const Quantity& quantity : notice.rows.front().facts.quantities)
    bytes += sizeof quantity + quantity.label.size() + quantity.printed.size() + quantity.subject.size();
  for (const ListStatement& list : notice.rows.front().facts.lists)
    for (const std::string& item : list.items) bytes += item.size();
  return bytes + notice.rows.front().facts.ratios.size() * sizeof(RatioStatement);
}

}  // namespace

TEST_CASE("a claim that no person would write is read up to a bound, and the file says so") {
  Rows rows = whole_table("成长型");
  std::string claim;
  while (utf8::count(claim) < 2 * normalize::kMostTextCharacters) claim += "达标。";
  rows[1].back() = claim;
  const NoticeFile file = build(rows);
  REQUIRE(file.notices.size() == 1);
  CHECK(utf8::count(file.notices[0].rows[0].claim.str()) == normalize::kMostTextCharacters);
  CHECK(has_problem(file, "text-too-long"));
  CHECK_FALSE(has_problem(build(whole_table("成长型")), "text-too-long"));
}

TEST_CASE("a claim with more figures than any person would write is read up to a bound, and the file says so") {
  Rows rows = whole_table("成长型");
  std::string claim;
  for (std::size_t i = 0; i < 3 * normalize::kMostTextFigures; ++i) claim += "甲、乙等3项，";
  rows[1].back() = claim;
  const NoticeFile file = build(rows);
  REQUIRE(file.notices.size() == 1);
  CHECK(file.notices[0].rows[0].facts.quantities.size() <= normalize::kMostTextFigures);
  CHECK(has_problem(file, "text-too-long"));
}

TEST_CASE("rows beyond those of any notice are left out, and the file says how many") {
  Rows rows = whole_table("成长型");
  const Rows block(rows.begin() + 2, rows.end());
  while (rows.size() < 3 * normalize::kMostNoticeRows) rows.insert(rows.end(), block.begin(), block.end());
  const NoticeFile file = build(rows);
  REQUIRE_FALSE(file.notices.empty());
  for (const Notice& notice : file.notices) CHECK(notice.rows.size() <= normalize::kMostNoticeRows);
  CHECK(has_problem(file, "too-many-rows"));
}

TEST_CASE("notices beyond those of any file are left out, and the file says so") {
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < normalize::kMostFileNotices + 30; ++i) {
    blocks.push_back(paragraph("青禾里" + std::to_string(i) + "社区智慧社区建设验收结果公示"));
    blocks.push_back(table(whole_table("成长型")));
  }
  const NoticeFile file = normalize::build_notices(test::document(std::move(blocks)), test::programme());
  CHECK(file.notices.size() == normalize::kMostFileNotices);
  CHECK(has_problem(file, "too-many-notices"));
}

TEST_CASE("what is kept of a claim grows with its length, also without any full stop") {
  for (const char* statement : {"2024年11月1日至2024年11月7日", "户数÷总户数=100/200=50%", "一百二十三万四千",
                                "电话13700010002", "110101199003070011 "}) {
    INFO(statement);
    const std::size_t once = kept_of(statement, 200), twice = kept_of(statement, 400);
    CHECK(twice <= once * 5 / 2 + 1000);
  }
}
