// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/standard.h"
#include "schema/programme.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "schema/data.h"
#include "schema/standard_remarks.h"
#include "tests/support/places.h"

using namespace gongshi;

TEST_CASE("the built-in standard has three tiers, the highest in two editions") {
  const auto programme = load_programme();
  if (!programme) FAIL(programme.error().message);
  const Standard* standard = &(*programme)->standard();
  REQUIRE(standard->find("基础型")->indicators.size() == 22);
  REQUIRE(standard->find("成长型")->indicators.size() == 28);
  REQUIRE(standard->find("标杆型")->indicators.size() == 32);
  REQUIRE(standard->editions("标杆型").size() == 2);
  REQUIRE(standard->find("标杆型", "b")->find(18)->definition != standard->find("标杆型", "a")->find(18)->definition);
  REQUIRE(standard->find("普通型") == nullptr);
}

TEST_CASE("every clause quotes its indicator's requirement and has words by which an answer is known") {
  const auto programme = load_programme();
  REQUIRE(programme);
  const Standard* standard = &(*programme)->standard();
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
  const auto programme = load_programme();
  REQUIRE(programme);
  const Standard* standard = &(*programme)->standard();
  const Tier& b = *standard->find("标杆型", "b");
  CHECK(b.find(8)->clauses.size() == 4);
  CHECK(b.find(18)->clauses[0].value == Decimal(2));
  CHECK(b.find(25)->clauses[1].condition == "按需组织，原则上");
  CHECK(b.find(26)->clauses.size() == 3);
  CHECK(b.find(28)->clauses[1].item == 2);
}

namespace {

using nlohmann::json;

json built_in() { return json::parse(*load_data("programmes/shandong-2022/standards/shandong-2022.json")); }

/// What parse_standard says of the built-in standard after a change; "" if nothing.
std::string refused(const std::function<void(json&)>& change) {
  json object = built_in();
  change(object);
  const auto parsed = parse_standard(object.dump(), "changed");
  return parsed ? "" : parsed.error().message;
}

json& clause(json& object) { return object["tiers"][0]["indicators"][0]["clauses"][0]; }

json& level(json& object, const std::string& name) {
  if (name == "tier") return object["tiers"][0];
  if (name == "indicator") return object["tiers"][0]["indicators"][0];
  return name == "clause" ? clause(object) : object;
}

}  // namespace

TEST_CASE("mistakes in a standard's data are refused with their place") {
  CHECK(refused([](json&) {}).empty());
  CHECK(refused([](json& object) {
          clause(object)["treshold"] = 70;
        }).find("基础型/1.clauses[0].treshold is not known here; known: text, kind") != std::string::npos);
  CHECK(refused([](json& object) { clause(object)["kind"] = "rate"; }).find("基础型/1.clauses[0].kind") !=
        std::string::npos);
  CHECK(refused([](json& object) { clause(object)["value"] = 700; }).find("no share") != std::string::npos);
  CHECK(refused([](json& object) { clause(object)["value"] = 70.5; }).find("in quotes") != std::string::npos);
  CHECK(refused([](json& object) { clause(object)["value"] = nullptr; }).find("op and value") != std::string::npos);
  CHECK(refused([](json& object) {
          object["tiers"][0]["indicators"][3].erase("name");
        }).find("基础型/4.name is missing") != std::string::npos);
  CHECK(refused([](json& object) { object["tiers"][0]["indicators"].erase(2); }).find("has no indicator 3") !=
        std::string::npos);
  CHECK(refused([](json& object) { object["tiers"][1]["name"] = "基础型"; }).find("stands twice") != std::string::npos);
  CHECK(refused([](json& object) { object["tiers"] = json::array({1}); }).find("must be an object") !=
        std::string::npos);
  CHECK(parse_standard("{", "broken").error().code == "standard-syntax");
  const auto twice = parse_standard(R"({"title": "甲", "title": "乙"})", "broken");
  CHECK(twice.error().code == "standard-syntax");
  CHECK(twice.error().message.find("\"title\" stands twice") != std::string::npos);
}

TEST_CASE("the JSON schema in docs/ knows the members that the loader knows") {
  std::ifstream file(std::string(test::kSourceFolder) + "/docs/standard.schema.json");
  const json schema = json::parse(file);
  for (const std::string name : {"standard", "tier", "indicator", "clause"}) {
    const json& described = name == "standard" ? schema : schema["$defs"][name];
    for (const auto& [key, property] : described["properties"].items()) {
      INFO(name << "." << key);
      // Whatever the value: the loader may refuse it, but it knows the member.
      const std::string said = refused([&](json& object) { level(object, name)[key] = json::object(); });
      CHECK(said.find("is not known here") == std::string::npos);
    }
    // What the loader says it knows, also what the built-in standard has no use for.
    std::string known = refused([&](json& object) { level(object, name)["unknown"] = 1; });
    REQUIRE(known.find("known: ") != std::string::npos);
    std::istringstream list(known.substr(known.find("known: ") + 7));
    for (std::string key; std::getline(list >> std::ws, key, ',');) {
      INFO(name << "." << key);
      CHECK(described["properties"].contains(key));
    }
    json object = built_in();
    for (const auto& [key, value] : level(object, name).items()) CHECK(described["properties"].contains(key));
    for (const auto& required : described["required"])
      CHECK_FALSE(refused([&](json& changed) { level(changed, name).erase(required.get<std::string>()); }).empty());
  }
}

TEST_CASE("likely slips in a standard's data are remarked on") {
  const auto programme = load_programme();
  REQUIRE(programme);
  const Standard* standard = &(*programme)->standard();
  CHECK(remarks_on(*standard).empty());
  Standard changed = *standard;
  changed.tiers[0].indicators[0].clauses[0].text = "覆盖率达到71%";
  changed.tiers[0].indicators[1].clauses[0].denominator = "小区总面积";
  changed.tiers[0].indicators[2].clauses[0].answer_terms.clear();
  const auto remarks = remarks_on(changed);
  REQUIRE(remarks.size() == 3);
  CHECK(remarks[0].starts_with("基础型/1.clauses[0]: text"));
  CHECK(remarks[1].find("小区总面积") != std::string::npos);
  CHECK(remarks[2].find("answer_terms") != std::string::npos);
}
