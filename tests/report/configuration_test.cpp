// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/configuration.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

#include "audit/configuration.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

using namespace gongshi;
using namespace gongshi::report;

TEST_CASE("units are found by place, rule and indicator; the first that fits wins") {
  const auto configuration = parse_configuration(R"({"report": {"responsible_units": [
    {"rules": ["contact-missing"], "unit": "{county}大数据中心"},
    {"county": "青禾区", "indicators": ["视频监控设施"], "unit": "青禾区公安分局"},
    {"city": "流云市", "unit": "{street}办事处"}]}})");
  REQUIRE(configuration.has_value());
  Notice notice;
  notice.city = "流云市";
  notice.county = "青禾区";
  notice.street = "临水街道";
  Finding finding;
  finding.rule = "contact-missing";
  CHECK(responsible_unit(*configuration, notice, finding, "") == "青禾区大数据中心");
  finding.rule = "ratio-mismatch";
  CHECK(responsible_unit(*configuration, notice, finding, "视频监控设施") == "青禾区公安分局");
  CHECK(responsible_unit(*configuration, notice, finding, "广播电视") == "临水街道办事处");
  notice.street.clear();
  CHECK(responsible_unit(*configuration, notice, finding, "广播电视").empty());
  notice.city = "远山市";
  CHECK(responsible_unit(*configuration, notice, finding, "广播电视").empty());
}

TEST_CASE("deadlines count working days by the holiday calendar") {
  const auto configuration = parse_configuration(R"({"deadlines": {"error": 5, "warning": 10, "working_days": true}})");
  REQUIRE(configuration.has_value());
  // 2024-10-01 to 10-07 are holidays, 2024-09-29 and 10-12 are worked.
  CHECK(deadline(*configuration, Severity::kError, {2024, 9, 27}, &test::programme()) == Date{2024, 10, 10});
  CHECK_FALSE(deadline(*configuration, Severity::kInfo, {2024, 9, 27}, &test::programme()).has_value());
  const auto plain = parse_configuration(R"({"deadlines": {"error": 5, "working_days": false}})");
  CHECK(deadline(*plain, Severity::kError, {2024, 9, 27}, &test::programme()) == Date{2024, 10, 2});
}

TEST_CASE("a wrong configuration names what is wrong") {
  CHECK(parse_configuration("[").error().code == "configuration-syntax");
  for (const char* wrong : {R"({"deadlines": {"error": -1}})", R"({"responsible_units": [{}]})",
                            R"({"letters_by": "town"})", R"({"letters_from": "bad"})", R"({"deadline": {}})",
                            R"({"deadlines": {"errors": 3}})", R"({"deadlines": {"working_days": 3}})",
                            R"({"bureau": {"phone": ""}})", R"({"responsible_units": [{"unit": "甲", "rule": []}]})",
                            R"({"report": {}, "rule": {}})", R"({"bureau": []})", R"({"report": 3})"}) {
    INFO(wrong);
    const auto parsed = parse_configuration(wrong);
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().code == "configuration-invalid");
  }
}

TEST_CASE("the example in docs/ is valid, and the manual names every setting") {
  const auto read = [](const std::string& name) {
    return test::read_bytes(std::string(test::kSourceFolder) + "/docs/" + name);
  };
  const std::string example = read("configuration-example.json"), manual = read("configuration.md");
  const auto configuration = parse_configuration(example);
  INFO((configuration ? "" : configuration.error().message));
  REQUIRE(configuration.has_value());
  CHECK(configuration->responsible_units.size() == 3);
  CHECK(configuration->deadlines.warning == 10);
  CHECK(configuration->letters_by == "county");
  CHECK(configuration->bureau.document_number == "流数函〔2025〕{n}号");
  const auto rules = audit::parse_config(example);
  INFO((rules ? "" : rules.error().message));
  REQUIRE(rules.has_value());
  CHECK(rules->enabled.at("vague-count") == false);
  CHECK(rules->severity.at("bare-assertion") == Severity::kInfo);
  for (const char* setting : {"enabled",    "severity",     "responsible_units", "city",
                              "county",     "street",       "community",         "rules",
                              "indicators", "unit",         "deadlines",         "error",
                              "warning",    "info",         "working_days",      "bureau",
                              "name",       "contact",      "telephone",         "document_number",
                              "letters_by", "letters_from", "letter_template"}) {
    INFO(setting);
    CHECK(manual.find(setting) != std::string::npos);
  }
}
