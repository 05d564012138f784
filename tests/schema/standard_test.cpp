// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard.h"

#include <catch2/catch.hpp>

using namespace gongshi;

TEST_CASE("the built-in standard has three tiers, the highest in two editions") {
  const auto standard = load_standard();
  if (!standard) FAIL(standard.error().message);
  REQUIRE(standard->find("基础型")->indicators.size() == 22);
  REQUIRE(standard->find("成长型")->indicators.size() == 28);
  REQUIRE(standard->find("标杆型")->indicators.size() == 32);
  REQUIRE(standard->editions("标杆型").size() == 2);
  REQUIRE(standard->find("标杆型", "b")->find(18)->definition != standard->find("标杆型", "a")->find(18)->definition);
  REQUIRE(standard->find("普通型") == nullptr);
}

TEST_CASE("every clause quotes its indicator's requirement and has words by which an answer is known") {
  const auto standard = load_standard();
  REQUIRE(standard);
  for (const Tier& tier : standard->tiers)
    for (const Indicator& indicator : tier.indicators)
      for (const Clause& clause : indicator.clauses) {
        INFO(tier.name << tier.edition << " " << indicator.no << " " << clause.metric);
        CHECK(indicator.requirement.find(clause.text) != std::string::npos);
        CHECK(!clause.answer_terms.empty());
        for (const auto& group : clause.answer_terms) CHECK(!group.empty());
        if (!clause.denominator.empty()) CHECK(!clause.denominator_terms.empty());
      }
}

TEST_CASE("the second edition of the highest tier has its own clauses") {
  const auto standard = load_standard();
  REQUIRE(standard);
  const Tier& b = *standard->find("标杆型", "b");
  CHECK(b.find(8)->clauses.size() == 4);
  CHECK(b.find(18)->clauses[0].value == Decimal(2));
  CHECK(b.find(25)->clauses[1].condition == "按需组织，原则上");
  CHECK(b.find(26)->clauses.size() == 3);
  CHECK(b.find(28)->clauses[1].item == 2);
}
