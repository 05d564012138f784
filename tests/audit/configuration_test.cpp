// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/configuration.h"

#include <catch2/catch.hpp>

#include "audit/registry.h"

using namespace gongshi;

TEST_CASE("a configuration switches rules and their severity") {
  const auto config = audit::parse_config(
      R"({"rules": {"bare-assertion": {"severity": "info"}, "claim-empty": {"enabled": false}}, "report": {}})");
  REQUIRE(config);
  CHECK(config->severity.at("bare-assertion") == Severity::kInfo);
  CHECK_FALSE(config->enabled.at("claim-empty"));
}

TEST_CASE("a configuration without rules changes nothing") {
  const auto config = audit::parse_config("{}");
  REQUIRE(config);
  CHECK(config->severity.empty());
  CHECK(config->enabled.empty());
}

TEST_CASE("a mistake in a configuration is named") {
  const auto refused = [](std::string_view source) { return audit::parse_config(source).error().message; };
  CHECK(audit::parse_config("{").error().code == "configuration-syntax");
  CHECK(refused("[]").find("one object") != std::string::npos);
  CHECK(refused(R"({"rules": {"bare-asertion": {}}})").find("rules.bare-asertion") != std::string::npos);
  CHECK(refused(R"({"rules": {"claim-empty": {"enabled": "no"}}})").find("rules.claim-empty.enabled") !=
        std::string::npos);
  CHECK(refused(R"({"rules": {"claim-empty": {"severity": "fatal"}}})").find("warning") != std::string::npos);
  CHECK(refused(R"({"rules": {"claim-empty": {"colour": 1}}})").find("colour") != std::string::npos);
}
